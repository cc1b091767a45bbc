//! All SQL of orders that an officer decides about.
use chrono::{DateTime, Utc};
use sqlx::PgConnection;

pub(super) struct HeldRow {
    pub id: String,
    pub created_at: DateTime<Utc>,
    pub approve_by: DateTime<Utc>,
}

/// Locks the order of one transaction.
pub(super) async fn held_in_tx(tx: &mut PgConnection, transaction: &str) -> sqlx::Result<HeldRow> {
    sqlx::query_as!(
        HeldRow,
        "select id, created_at, approve_by from payment_orders where transaction_id = $1 for update",
        transaction
    )
    .fetch_one(tx)
    .await
}

/// When somebody looks at an order next; whoever held it until now holds it no longer.
pub(super) async fn look_in_tx(
    tx: &mut PgConnection,
    id: &str,
    next_attempt_at: Option<DateTime<Utc>>,
) -> sqlx::Result<()> {
    sqlx::query!(
        "update payment_orders set next_attempt_at = $2, claimed_until = null where id = $1",
        id,
        next_attempt_at
    )
    .execute(tx)
    .await?;
    Ok(())
}
