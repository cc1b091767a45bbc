//! Orders that need a person: what the bank did is unknown, and asking it again does not tell.
//!
//! Such an order stays under way, and is asked for on and on. Whoever has the bank's word in another way can close it.
mod store;

use chrono::{DateTime, Utc};
use domain::bank::payment_state::{Attention, BankEvent, OrderState};
use domain::ids::{PaymentOrderId, TransactionId};
use domain::money::Money;
use serde_json::json;
use sqlx::PgConnection;

use super::service::PaymentError;
use super::transition::apply_in_tx;
use crate::context::AppState;
use crate::{audit, db};

/// Orders that are listed at once.
const LIST_MAX: i64 = 200;

/// An order that somebody has to look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Concern {
    pub order: PaymentOrderId,
    pub transaction: TransactionId,
    pub bank_id: String,
    pub state: OrderState,
    pub why: Attention,
    pub since: DateTime<Utc>,
    pub amount: Money,
}

/// The orders that need a person, the oldest first.
///
/// # Errors
/// When the database fails.
pub async fn list(state: &AppState) -> Result<Vec<Concern>, PaymentError> {
    store::attention(&state.db, LIST_MAX).await?.into_iter().map(concern).collect()
}

fn concern(row: store::AttentionRow) -> Result<Concern, PaymentError> {
    Ok(Concern {
        order: db::parsed("a payment order id", &row.id)?,
        transaction: db::parsed("a transaction id", &row.transaction_id)?,
        state: db::parsed("an order state", &row.state)?,
        why: db::parsed("a reason for attention", &row.attention)?,
        since: row.attention_at,
        amount: db::money(row.amount, &row.currency)?,
        bank_id: row.bank_id,
    })
}

/// Closes a concern on the word of a person. An order for which no bank has answered expires, since they know that the
/// bank has no payment of it; a sale that was paid twice has been seen to. `note` says how they know it, or what was
/// done, and is kept. False when this order is not one of those.
///
/// # Errors
/// When the database fails.
pub async fn close(state: &AppState, order: &PaymentOrderId, note: &str) -> Result<bool, PaymentError> {
    let mut tx = state.db.begin().await?;
    let Some(row) = store::closable_in_tx(&mut tx, order.as_str()).await? else { return Ok(false) };
    if row.is_paid_twice {
        store::drop_attention_in_tx(&mut tx, order.as_str()).await?;
    } else if row.is_unanswered {
        apply_in_tx(&mut tx, state, order.as_str(), BankEvent::ExpiredUnapproved, None).await?;
        store::rest_in_tx(&mut tx, order.as_str()).await?;
    } else {
        return Ok(false);
    }
    let entry = audit::Entry {
        user_id: None,
        action: "payment_order.close",
        resource: Some(("payment_order", order.as_str())),
        details: json!({ "note": note }),
    };
    audit::record_in_tx(&mut tx, state.entropy.as_ref(), state.clock.now(), None, entry).await?;
    tx.commit().await?;
    Ok(true)
}

/// Notes that a person has to look, once, in the log of errors and in the audit log.
pub(super) async fn ask_for_a_person(
    state: &AppState,
    order: &str,
    why: Attention,
) -> Result<(), PaymentError> {
    let mut tx = state.db.begin().await?;
    ask_for_a_person_in_tx(&mut tx, state, order, why).await?;
    tx.commit().await?;
    Ok(())
}

pub(super) async fn ask_for_a_person_in_tx(
    tx: &mut PgConnection,
    state: &AppState,
    order: &str,
    why: Attention,
) -> Result<(), PaymentError> {
    let now = state.clock.now();
    if store::want_attention_in_tx(tx, order, why.as_str(), now).await? {
        tracing::error!(%order, %why, "a payment order needs a person: drop payments attention");
        let entry = audit::Entry {
            user_id: None,
            action: "payment_order.attention",
            resource: Some(("payment_order", order)),
            details: json!({ "why": why }),
        };
        audit::record_in_tx(tx, state.entropy.as_ref(), now, None, entry).await?;
    }
    Ok(())
}
