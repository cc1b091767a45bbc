//! Whether a payment may go to the bank, or waits for an officer. Why, nobody learns here (hvitvaskingsloven § 28).
use domain::compliance::hold::Cause;
use domain::ids::{MerchantId, RecipientId, TransactionId, UserId};
use sqlx::PgConnection;

use super::holds::service as holds;
use super::monitoring::service::{Watched, watch_in_tx};
use crate::context::AppState;

/// A payment whose row has just been written in this transaction.
pub struct Payment<'a> {
    pub transaction: &'a TransactionId,
    /// Whose account pays.
    pub user: &'a UserId,
    /// Who gets it.
    pub payee: Payee<'a>,
}

/// Who gets a payment.
#[derive(Clone, Copy)]
pub enum Payee<'a> {
    Recipient(&'a RecipientId),
    Shop {
        shop: &'a MerchantId,
        owner: &'a UserId,
    },
    /// Of a refund: who paid.
    Payer(&'a UserId),
}

/// All that the rest of the house learns of monitoring and screening.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gate {
    /// The bank may hear of it.
    Go,
    /// Not before an officer has decided. Its customer sees a payment under way.
    Wait,
}

/// Looks at a payment before anything of it leaves the house; what makes it wait is written in the same transaction.
///
/// # Errors
/// When the database refuses.
pub async fn pass_in_tx(
    tx: &mut PgConnection,
    state: &AppState,
    payment: &Payment<'_>,
) -> sqlx::Result<Gate> {
    let gravest = match payment.payee {
        // It gives back what was paid, and no more: rules are about what somebody chooses to pay.
        Payee::Payer(_) => None,
        Payee::Recipient(_) | Payee::Shop { .. } => {
            let watched = Watched { transaction: payment.transaction, user: payment.user };
            watch_in_tx(tx, state, &watched).await?
        }
    };
    let listed = holds::listed_in_tx(tx, state, payment).await?;
    let Some(cause) = Cause::of(gravest, listed) else { return Ok(Gate::Go) };
    holds::open_in_tx(tx, state, payment.transaction, cause).await?;
    Ok(Gate::Wait)
}

/// A payment that waited has ended by itself: nobody has to decide about it any more.
///
/// # Errors
/// When the database refuses.
pub async fn ended_in_tx(
    tx: &mut PgConnection,
    state: &AppState,
    transaction: &TransactionId,
) -> sqlx::Result<()> {
    holds::lapse_in_tx(tx, state, transaction).await
}
