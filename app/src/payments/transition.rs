//! What the bank's word does to an order: the domain decides, and all of it is written in one transaction.
use chrono::{DateTime, Utc};
use domain::bank::payment_state::{
    BankEvent, FailureReason, Order, TransactionState, TransactionStatus, Transition,
};
use domain::ids::UserId;
use serde_json::json;
use sqlx::PgConnection;

use super::gateway::StatusAnswer;
use super::service::PaymentError;
use super::store;
use crate::audit;
use crate::context::AppState;
use crate::db;

/// What looking at an order brought.
pub(super) enum Outcome {
    Changed,
    /// The money has left the customer's account just now.
    Completed,
    Same,
    Final,
}

pub(super) async fn apply_status_in_tx(
    tx: &mut PgConnection,
    state: &AppState,
    order: &str,
    answer: &StatusAnswer,
) -> Result<Outcome, PaymentError> {
    let reason = match answer.reason.as_deref() {
        Some("PSU_DECLINED") => FailureReason::DeclinedByCustomer,
        Some("FUNDS_NOT_AVAILABLE") => FailureReason::InsufficientFunds,
        Some("SCA_EXPIRED") => FailureReason::Expired,
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
        Transition::Unchanged(order) => return Ok(outcome_of(&order, false)),
        Transition::Changed(order) => order,
    };
    let now = state.clock.now();
    let reason = after.reason.map(FailureReason::as_str);
    store::save_change_in_tx(
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
        store::save_transaction_in_tx(tx, &row.transaction_id, shown.as_str(), reason, now).await?;
        announce_in_tx(tx, state, &row, shown, now).await?;
    }
    if shown != shown_before && shown == TransactionState::Completed {
        return Ok(Outcome::Completed);
    }
    Ok(outcome_of(&after, true))
}

fn outcome_of(order: &Order, changed: bool) -> Outcome {
    match (order.state.needs_polling(order.credited), changed) {
        (false, _) => Outcome::Final,
        (true, true) => Outcome::Changed,
        (true, false) => Outcome::Same,
    }
}

async fn announce_in_tx(
    tx: &mut PgConnection,
    state: &AppState,
    row: &store::StateRow,
    shown: TransactionState,
    now: DateTime<Utc>,
) -> Result<(), PaymentError> {
    let user_id: UserId = db::parsed("a user id", &row.user_id)?;
    let action = match shown {
        TransactionState::Completed => "transaction.complete",
        TransactionState::Failed => "transaction.fail",
        TransactionState::Processing => "transaction.process",
    };
    audit::record_in_tx(
        tx,
        state.entropy.as_ref(),
        now,
        None,
        audit::Entry {
            user_id: Some(&user_id),
            action,
            resource: Some(("transaction", &row.transaction_id)),
            details: json!({ "payment_order": row.id }),
        },
    )
    .await?;
    Ok(())
}
