//! All SQL of the orders that need a person.
use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use sqlx::{PgConnection, PgPool};

/// Notes that a person has to look at an order; false when that was noted before.
pub(super) async fn want_attention_in_tx(
    tx: &mut PgConnection,
    id: &str,
    attention: &str,
    now: DateTime<Utc>,
) -> sqlx::Result<bool> {
    let noted = sqlx::query!(
        "update payment_orders set attention = $2, attention_at = $3 where id = $1 and attention is null",
        id,
        attention,
        now
    )
    .execute(tx)
    .await?;
    Ok(noted.rows_affected() > 0)
}

pub(super) struct AttentionRow {
    pub id: String,
    pub transaction_id: String,
    pub bank_id: String,
    pub state: String,
    pub attention: String,
    pub attention_at: DateTime<Utc>,
    pub amount: Decimal,
    pub currency: String,
}

/// The oldest first.
pub(super) async fn attention(db: &PgPool, limit: i64) -> sqlx::Result<Vec<AttentionRow>> {
    sqlx::query_as!(
        AttentionRow,
        r#"
        select id, transaction_id, bank_id, state, attention as "attention!", attention_at as "attention_at!", amount,
          currency
        from payment_orders where attention is not null order by attention_at limit $1
        "#,
        limit
    )
    .fetch_all(db)
    .await
}

pub(super) struct ClosableRow {
    /// Nobody but a person can end it: no bank has answered for it, and one was noted to look.
    pub is_unanswered: bool,
    pub is_paid_twice: bool,
}

/// Locks an order that a person wants to close.
pub(super) async fn closable_in_tx(tx: &mut PgConnection, id: &str) -> sqlx::Result<Option<ClosableRow>> {
    sqlx::query_as!(
        ClosableRow,
        r#"
        select attention is not null and state = 'created' and bank_payment_id is null as "is_unanswered!",
          coalesce(attention = 'paid_twice', false) as "is_paid_twice!"
        from payment_orders where id = $1 for update
        "#,
        id
    )
    .fetch_optional(tx)
    .await
}

pub(super) async fn drop_attention_in_tx(tx: &mut PgConnection, id: &str) -> sqlx::Result<()> {
    sqlx::query!("update payment_orders set attention = null, attention_at = null where id = $1", id)
        .execute(tx)
        .await?;
    Ok(())
}

/// Nobody looks at this order any more.
pub(super) async fn rest_in_tx(tx: &mut PgConnection, id: &str) -> sqlx::Result<()> {
    sqlx::query!("update payment_orders set claimed_until = null, next_attempt_at = null where id = $1", id)
        .execute(tx)
        .await?;
    Ok(())
}
