//! What an officer's decision does to an order that waits: it goes on to the bank, or ends.
mod store;

use domain::bank::payment_state::BankEvent;
use domain::ids::TransactionId;
use sqlx::PgConnection;

use super::carry::price_is_over;
use super::service::PaymentError;
use super::transition::apply_in_tx;
use crate::context::AppState;

/// Where a released order goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Onward {
    /// To the bank, with the next look of the reconciler.
    ToBank,
    /// Nowhere: its price is over, so that it has expired, and the customer may send it again at a new one.
    TooLate,
}

/// Locks the order of a transaction, before anything else of it is locked: whoever carries it does the same.
///
/// # Errors
/// When the database refuses.
pub async fn lock_in_tx(tx: &mut PgConnection, transaction: &TransactionId) -> Result<(), PaymentError> {
    store::held_in_tx(tx, transaction.as_str()).await?;
    Ok(())
}

/// Lets an order go on as if it were new, or ends it as every order ends that no bank has heard of in time.
///
/// # Errors
/// When it is not held, and when the database refuses.
pub async fn release_in_tx(
    tx: &mut PgConnection,
    state: &AppState,
    transaction: &TransactionId,
) -> Result<Onward, PaymentError> {
    let order = store::held_in_tx(tx, transaction.as_str()).await?;
    let now = state.clock.now();
    apply_in_tx(tx, state, &order.id, BankEvent::Release, None).await?;
    if price_is_over(order.created_at, order.approve_by, now) {
        apply_in_tx(tx, state, &order.id, BankEvent::ExpiredUnapproved, None).await?;
        store::look_in_tx(tx, &order.id, None).await?;
        return Ok(Onward::TooLate);
    }
    store::look_in_tx(tx, &order.id, Some(now)).await?;
    Ok(Onward::ToBank)
}

/// Ends an order. Its customer reads what they read when a bank says no.
///
/// # Errors
/// When it is not held, and when the database refuses.
pub async fn refuse_in_tx(
    tx: &mut PgConnection,
    state: &AppState,
    transaction: &TransactionId,
) -> Result<(), PaymentError> {
    let order = store::held_in_tx(tx, transaction.as_str()).await?;
    apply_in_tx(tx, state, &order.id, BankEvent::Refuse, None).await?;
    store::look_in_tx(tx, &order.id, None).await?;
    Ok(())
}
