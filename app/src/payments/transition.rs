//! What the bank's word does to an order: the domain decides, and all of it is written in one transaction.
use domain::bank::payment_state::{
    BankEvent, FailureReason, Order, OrderState, TransactionState, TransactionStatus, Transition,
};
use domain::ids::UserId;
use serde_json::json;
use sqlx::PgConnection;

use super::gateway::StatusAnswer;
use super::service::PaymentError;
use super::{sale, store, telling};
use crate::audit;
use crate::compliance::gate;
use crate::context::AppState;
use crate::db;
use crate::live::{self, News};
use crate::merchant::sales::book;

/// What looking at an order brought.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    Changed,
    /// The money has left the customer's account just now.
    Completed,
    Same,
    /// There was no connection: the bank got nothing of it.
    NotReached,
    /// Nothing more is to be heard.
    Over,
}

pub(super) async fn apply_status_in_tx(
    tx: &mut PgConnection,
    state: &AppState,
    order: &str,
    answer: &StatusAnswer,
) -> Result<Outcome, PaymentError> {
    let reason = match answer.reason.as_deref() {
        Some("PSU_DECLINED" | "CUST") => FailureReason::DeclinedByCustomer,
        Some("FUNDS_NOT_AVAILABLE" | "AM04") => FailureReason::InsufficientFunds,
        Some("SCA_EXPIRED" | "DS24") => FailureReason::Expired,
        Some("PAYMENT_RETURNED") => FailureReason::Returned,
        _ => FailureReason::RejectedByBank,
    };
    apply_with_reason_in_tx(tx, state, order, answer, reason).await
}

pub(super) async fn apply_with_reason_in_tx(
    tx: &mut PgConnection,
    state: &AppState,
    order: &str,
    answer: &StatusAnswer,
    reason: FailureReason,
) -> Result<Outcome, PaymentError> {
    let event = BankEvent::Status(answer.status, Some(reason));
    apply_in_tx(tx, state, order, event, Some(answer.status)).await
}

/// Lets the domain decide what an event means, and writes all of it: the order, its history, what the customer
/// sees, a notification and the audit row.
pub(super) async fn apply_in_tx(
    tx: &mut PgConnection,
    state: &AppState,
    order: &str,
    event: BankEvent,
    bank_status: Option<TransactionStatus>,
) -> Result<Outcome, PaymentError> {
    let row = store::lock_in_tx(tx, order).await?;
    let reason =
        row.failure_reason.as_deref().map(|text| db::parsed("a failure reason", text)).transpose()?;
    let before = Order::restore(db::parsed("an order state", &row.state)?, row.credited, reason);
    let (state_before, shown_before) = (before.state, before.customer_status());
    let after = match before.apply(event)? {
        Transition::Unchanged(order) => return Ok(outcome_of(&order, &row, bank_status, false)),
        Transition::Changed(order) => order,
    };
    let now = state.clock.now();
    let reason = after.reason.map(FailureReason::as_str);
    let number = store::save_change_in_tx(
        tx,
        &store::Change {
            id: &row.id,
            state_before: state_before.as_str(),
            state_after: after.state.as_str(),
            credited: after.credited,
            failure_reason: reason,
            bank_status: bank_status.map(TransactionStatus::code),
            detail: None,
            now,
        },
    )
    .await?;
    let shown = after.customer_status();
    if shown != shown_before {
        let shown_reason = after.reason.map(|reason| reason.shown().as_str());
        store::save_transaction_in_tx(tx, &row.transaction_id, shown.as_str(), shown_reason, now).await?;
        sale::follow_in_tx(tx, state, &row, shown).await?;
        if row.merchant_id.is_some() {
            let transaction = db::parsed("a transaction id", &row.transaction_id)?;
            book::order_changed_in_tx(tx, state, &transaction, shown_before, shown).await?;
        }
    }
    if state_before == OrderState::Held && !matches!(event, BankEvent::Release | BankEvent::Refuse) {
        gate::ended_in_tx(tx, state, &db::parsed("a transaction id", &row.transaction_id)?).await?;
    }
    telling::tell_late_in_tx(tx, state, &row, (&after, shown != shown_before)).await?;
    let action = if shown == shown_before { "transaction.progress" } else { action_of(shown) };
    let details = json!({
        "payment_order": row.id, "state_before": state_before, "state_after": after.state,
        "bank_status": bank_status, "credited": after.credited, "reason": reason,
    });
    record_in_tx(tx, state, &row, action, details).await?;
    tell_in_tx(tx, &row, number).await?;
    if shown != shown_before && shown == TransactionState::Completed {
        return Ok(Outcome::Completed);
    }
    Ok(outcome_of(&after, &row, bank_status, true))
}

fn outcome_of(
    order: &Order,
    row: &store::StateRow,
    word: Option<TransactionStatus>,
    changed: bool,
) -> Outcome {
    match (order.is_over(row.bank_payment_id.is_some(), word), changed) {
        (true, _) => Outcome::Over,
        (false, true) => Outcome::Changed,
        (false, false) => Outcome::Same,
    }
}

fn action_of(shown: TransactionState) -> &'static str {
    match shown {
        TransactionState::Completed => "transaction.complete",
        TransactionState::Failed => "transaction.fail",
        TransactionState::Processing => "transaction.process",
    }
}

/// Every change of an order has its audit row, also those that a customer does not see.
async fn record_in_tx(
    tx: &mut PgConnection,
    state: &AppState,
    row: &store::StateRow,
    action: &'static str,
    details: serde_json::Value,
) -> Result<(), PaymentError> {
    let user_id: UserId = db::parsed("a user id", &row.user_id)?;
    let resource = Some(("transaction", row.transaction_id.as_str()));
    let entry = audit::Entry { user_id: Some(&user_id), action, resource, details };
    audit::record_in_tx(tx, state.entropy.as_ref(), state.clock.now(), None, entry).await?;
    Ok(())
}

/// Open pages of this payment, and those of the shop, show how far it is now.
async fn tell_in_tx(tx: &mut PgConnection, row: &store::StateRow, number: i64) -> Result<(), PaymentError> {
    let user: UserId = db::parsed("a user id", &row.user_id)?;
    let transaction = db::parsed("a transaction id", &row.transaction_id)?;
    live::service::tell_change_in_tx(tx, &user, News::Payment { transaction }, number).await?;
    sale::tell_in_tx(tx, row, number).await
}
