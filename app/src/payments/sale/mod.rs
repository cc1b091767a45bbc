//! What a payment means for the shop that is paid: who has the code of a sale, and news for the shop's owner.
mod store;

use domain::bank::payment_state::{Attention, TransactionState};
use domain::ids::{MerchantId, QrCodeId, TransactionId, UserId};
use domain::merchant::hold::Hold;
use sqlx::PgConnection;

use super::attention::ask_for_a_person_in_tx;
use super::service::PaymentError;
use super::store::StateRow;
use crate::context::AppState;
use crate::db;
use crate::live::{self, News};

/// Locks a sale until the transaction ends, and says who has its code. Whoever pays at the same instant waits here.
///
/// # Errors
/// When the database refuses.
pub async fn hold_in_tx(tx: &mut PgConnection, code: &QrCodeId) -> Result<Hold, PaymentError> {
    let holder = store::lock_in_tx(tx, code).await?;
    let mut hold =
        Hold { holder: holder.map(|id| db::parsed("a transaction id", &id)).transpose()?, ..Hold::default() };
    for row in store::payments_in_tx(tx, code).await? {
        let id: TransactionId = db::parsed("a transaction id", &row.id)?;
        match db::parsed("a status", &row.status)? {
            TransactionState::Processing => _ = hold.under_way.insert(id),
            TransactionState::Completed => _ = hold.paid.insert(id),
            TransactionState::Failed => {}
        }
    }
    Ok(hold)
}

/// Writes who has a sale's code, which was locked before.
///
/// # Errors
/// When the database refuses.
pub async fn save_in_tx(tx: &mut PgConnection, code: &QrCodeId, hold: &Hold) -> Result<(), PaymentError> {
    store::save_holder_in_tx(tx, code, hold.holder.as_ref()).await?;
    Ok(())
}

/// What the customer sees of a payment has changed: a sale is given back or paid. A sale that two customers have paid is
/// put before a person, and stops nothing.
pub(super) async fn follow_in_tx(
    tx: &mut PgConnection,
    state: &AppState,
    row: &StateRow,
    shown: TransactionState,
) -> Result<(), PaymentError> {
    let Some(code) = row.qr_code_id.as_deref().filter(|_| row.is_sale) else { return Ok(()) };
    let code: QrCodeId = db::parsed("a code's id", code)?;
    let payment = db::parsed("a transaction id", &row.transaction_id)?;
    let before = hold_in_tx(tx, &code).await?;
    let after = before.clone().after(&payment, shown);
    if after.holder != before.holder {
        save_in_tx(tx, &code, &after).await?;
    }
    if shown == TransactionState::Completed && !after.under_way.is_empty() {
        // Somebody else was at it: what they have not approved is called off with the next look.
        let others: Vec<String> = after.under_way.iter().map(ToString::to_string).collect();
        store::end_approval_in_tx(tx, &others, state.clock.now()).await?;
    }
    if after.is_paid_twice() && shown == TransactionState::Completed {
        ask_for_a_person_in_tx(tx, state, &row.id, Attention::PaidTwice).await?;
    }
    Ok(())
}

/// The shop's open pages show how far a payment to it, or back from it, is now.
pub(super) async fn tell_in_tx(
    tx: &mut PgConnection,
    row: &StateRow,
    number: i64,
) -> Result<(), PaymentError> {
    let (Some(shop), Some(owner)) = (&row.merchant_id, &row.merchant_owner) else { return Ok(()) };
    let transaction = db::parsed("a transaction id", &row.transaction_id)?;
    tell_owner_in_tx(tx, owner, (shop, row.qr_code_id.as_deref(), transaction), number).await
}

/// The same of a payment whose order has just been written.
pub(super) async fn tell_of_order_in_tx(
    tx: &mut PgConnection,
    transaction: &TransactionId,
    number: i64,
) -> Result<(), PaymentError> {
    let Some(row) = store::shop_of_in_tx(tx, transaction).await? else { return Ok(()) };
    let code = row.qr_code_id.as_deref();
    tell_owner_in_tx(tx, &row.owner, (&row.merchant_id, code, transaction.clone()), number).await
}

async fn tell_owner_in_tx(
    tx: &mut PgConnection,
    owner: &str,
    (shop, code, transaction): (&str, Option<&str>, TransactionId),
    number: i64,
) -> Result<(), PaymentError> {
    let owner: UserId = db::parsed("a user id", owner)?;
    let shop: MerchantId = db::parsed("a merchant id", shop)?;
    let code = code.map(|code| db::parsed("a code's id", code)).transpose()?;
    live::service::tell_change_in_tx(tx, &owner, News::Sale { shop, code, transaction }, number).await?;
    Ok(())
}
