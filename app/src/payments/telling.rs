//! What a customer is told of a payment that took longer than usual: they have stopped looking at its page.
use chrono::Duration;
use domain::bank::payment_state::{FailureReason, Order, OrderState};
use domain::ids::{TransactionId, UserId};
use sqlx::PgConnection;

use super::service::PaymentError;
use super::store::StateRow;
use crate::context::AppState;
use crate::db;
use crate::notifications::{Notice, notify_in_tx};

/// Whoever has just paid looks at the page, or is at their bank.
const LATE_SECONDS: i64 = 30;

/// Tells of a late change that a customer has to know; `ends`: they see it end, or come back, with this change. It depends on nothing but the change and its time: whatever kept
/// the payment, its customer reads the same (hvitvaskingsloven § 28).
pub(super) async fn tell_late_in_tx(
    tx: &mut PgConnection,
    state: &AppState,
    row: &StateRow,
    (after, ends): (&Order, bool),
) -> Result<(), PaymentError> {
    if state.clock.now() - row.created_at < Duration::seconds(LATE_SECONDS) {
        return Ok(());
    }
    let transaction: TransactionId = db::parsed("a transaction id", &row.transaction_id)?;
    let (amount, reference) = (db::money(row.amount, &row.currency)?, transaction.reference());
    let notice = match (after.state, after.reason) {
        (OrderState::AwaitingSca, _) => Notice::PaymentWaits { amount, reference },
        _ if !ends => return Ok(()),
        (_, Some(FailureReason::Returned)) => Notice::PaymentReturned { amount, reference },
        (_, Some(reason)) if !reason.is_the_customers() => Notice::PaymentNotMade { amount, reference },
        _ => return Ok(()),
    };
    let user: UserId = db::parsed("a user id", &row.user_id)?;
    notify_in_tx(tx, state, &user, &notice, Some(&format!("/activity/{transaction}"))).await?;
    Ok(())
}
