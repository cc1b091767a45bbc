//! The shops' book: an entry for each thing that happens to a shop's money, written with it and never changed.
mod store;

use domain::bank::payment_state::TransactionState;
use domain::calendar::oslo_date;
use domain::ids::{TransactionId, UserId};
use domain::merchant::statement::{EntryKind, ShopPayment};
use domain::money::Money;
use sqlx::PgConnection;

use crate::context::AppState;
use crate::db;
use crate::notifications::{Notice, notify_in_tx};

/// What a change of a sale's or a refund's payment means for its shop: an entry in the book, what refunds have taken
/// of the sale, and word to whom it concerns. The engine calls this inside the transaction of the change, after it has
/// written the new status.
///
/// # Errors
/// When the database refuses.
pub async fn order_changed_in_tx(
    tx: &mut PgConnection,
    state: &AppState,
    transaction: &TransactionId,
    before: TransactionState,
    after: TransactionState,
) -> sqlx::Result<()> {
    let Some(row) = store::payment_in_tx(tx, transaction).await? else { return Ok(()) };
    let payment = if row.is_refund { ShopPayment::Refund } else { ShopPayment::Sale };
    let gives_or_takes = [before, after].contains(&TransactionState::Failed);
    if row.is_refund && gives_or_takes {
        recount_refunds_in_tx(tx, &row.sale_id).await?;
    }
    let Some(kind) = EntryKind::of(payment, before, after) else { return Ok(()) };
    let now = state.clock.now();
    let paid = db::money(row.amount, &row.currency)?;
    let (amount, fee) = kind.signed(paid, db::money(row.fee, &row.currency)?);
    let entry = store::NewEntry {
        merchant: &row.merchant_id,
        kind: kind.as_str(),
        transaction,
        sale: &row.sale_id,
        static_code: row.static_code_id.as_deref(),
        amount: db::decimal(amount),
        fee: db::decimal(fee),
        currency: paid.currency().code(),
        booked_on: oslo_date(now),
        booked_at: now,
    };
    store::insert_in_tx(tx, &entry).await?;
    tell_in_tx(tx, state, transaction, kind, paid, &row).await
}

/// What refunds have taken of a sale, counted anew: one that failed gives back, and one that the bank made all the same
/// after we had given it up takes again.
async fn recount_refunds_in_tx(tx: &mut PgConnection, sale: &str) -> sqlx::Result<()> {
    // Locked first, in a statement of its own: the next one then sees every refund that was ordered before.
    store::lock_sale_in_tx(tx, sale).await?;
    let left = store::recount_refunds_in_tx(tx, sale).await?;
    if left.is_sign_negative() {
        // Ordered again after the first one had been given up, and then the bank made both.
        tracing::error!(%sale, %left, "more was paid back than was paid");
    }
    Ok(())
}

async fn tell_in_tx(
    tx: &mut PgConnection,
    state: &AppState,
    transaction: &TransactionId,
    kind: EntryKind,
    amount: Money,
    row: &store::PaymentRow,
) -> sqlx::Result<()> {
    let (shop, reference) = (row.shop.clone(), transaction.reference());
    let (user, notice, link) = match kind {
        EntryKind::Sale if row.notify_sales => (
            &row.owner_id,
            Notice::Sale { shop, amount, reference },
            format!("/shops/{}/sales/{}", row.merchant_id, row.sale_id),
        ),
        EntryKind::Refund => (
            &row.payer_id,
            Notice::RefundReceived { shop, amount, reference },
            format!("/activity/{}", row.sale_id),
        ),
        _ => return Ok(()),
    };
    let user: UserId = db::parsed("a user id", user)?;
    notify_in_tx(tx, state, &user, &notice, Some(&link)).await
}
