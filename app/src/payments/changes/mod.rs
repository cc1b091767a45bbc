//! What has changed since a page last heard: each change of an order has a number.
mod store;

use domain::ids::{TransactionId, UserId};
use sqlx::PgPool;

use super::service::PaymentError;
use crate::db;
use crate::live::News;

/// Numbers are given before their changes are committed, and not in that order: whoever has heard of one may have missed
/// some with a smaller number. More than this are not under way at the same time.
const OVERLAP: i64 = 1_000;
/// Further behind than this nobody is told single changes.
const BEHIND_MAX: i64 = 20_000;
/// As many as are told one by one.
const MISSED_MAX: i64 = 50;

/// The changes that this customer may have missed who has heard of `last`, with their numbers; nothing when there are
/// so many that everything had better be loaded anew.
///
/// # Errors
/// When the database refuses.
pub async fn missed(db: &PgPool, user: &UserId, last: i64) -> Result<Option<Vec<(i64, News)>>, PaymentError> {
    if store::newest(db).await?.saturating_sub(last) > BEHIND_MAX {
        return Ok(None);
    }
    let rows = store::after(db, user, last.saturating_sub(OVERLAP), MISSED_MAX + 1).await?;
    if rows.len() > usize::try_from(MISSED_MAX).unwrap_or_default() {
        return Ok(None);
    }
    let mut news: Vec<(i64, News)> = Vec::new();
    for row in rows {
        let payment: TransactionId = db::parsed("a transaction id", &row.transaction_id)?;
        let sale = row
            .merchant_id
            .filter(|_| row.is_owner)
            .map(|shop| db::parsed("a merchant id", &shop))
            .transpose()?;
        let code = row.qr_code_id.map(|code| db::parsed("a code's id", &code)).transpose()?;
        let sale = sale.map(|shop| News::Sale { shop, code, transaction: payment.clone() });
        let paid = row.is_payer.then_some(News::Payment { transaction: payment });
        // Several steps of one payment are one news, as they are when they are told.
        news.retain(|(_, known)| Some(known) != sale.as_ref() && Some(known) != paid.as_ref());
        news.extend(paid.into_iter().chain(sale).map(|news| (row.number, news)));
    }
    Ok(Some(news))
}
