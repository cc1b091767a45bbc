//! Forgetting customers who left: everything of theirs goes, and their row says nothing of anybody.
mod store;
#[cfg(test)]
mod tests;

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::store::delete_alerts_in_tx;

/// Children before parents. Payments, identities, complaints and requests are gone already, or these were not due.
pub(super) async fn forget_in_tx(
    tx: &mut PgConnection,
    ids: &[String],
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    let alerts = store::alerts_in_tx(tx, ids).await?;
    delete_alerts_in_tx(tx, &[], &alerts).await?;
    store::delete_findings_in_tx(tx, ids).await?;
    store::delete_shops_in_tx(tx, ids).await?;
    store::delete_recipients_in_tx(tx, ids).await?;
    store::delete_banks_in_tx(tx, ids).await?;
    store::delete_choices_in_tx(tx, ids).await?;
    store::delete_openings_in_tx(tx, ids).await?;
    store::empty_in_tx(tx, ids, now).await
}
