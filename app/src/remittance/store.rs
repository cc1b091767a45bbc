//! All SQL of remittances but their recipients and prices: limits, idempotency keys, the transaction itself.
use chrono::{DateTime, Utc};
use domain::ids::{QuoteId, TransactionId, UserId};
use rust_decimal::Decimal;
use sqlx::{PgConnection, PgPool};

pub(super) struct UsedRow {
    pub day: Decimal,
    pub month: Decimal,
}

/// What the customer has sent since two moments; a payment that failed does not count.
pub(super) async fn used(
    tx: &mut PgConnection,
    user: &UserId,
    day: DateTime<Utc>,
    month: DateTime<Utc>,
) -> sqlx::Result<UsedRow> {
    sqlx::query_as!(
        UsedRow,
        r#"
        select coalesce(sum(send_amount) filter (where created_at > $2), 0) as "day!",
          coalesce(sum(send_amount), 0) as "month!"
        from transactions
        where user_id = $1 and created_at > $3 and type = 'remittance' and status <> 'failed'
        "#,
        user.as_str(),
        day,
        month
    )
    .fetch_one(tx)
    .await
}

/// Takes the customer's turn: two payments of one customer are decided one after the other, so that together
/// they keep to the limits.
pub(super) async fn lock_customer_in_tx(tx: &mut PgConnection, user: &UserId) -> sqlx::Result<()> {
    sqlx::query!("select id from users where id = $1 for no key update", user.as_str()).fetch_one(tx).await?;
    Ok(())
}

/// Takes the key for the time of this transaction; false when the same command is being carried out now.
pub(super) async fn lock_key_in_tx(tx: &mut PgConnection, user: &UserId, key: &str) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"select pg_try_advisory_xact_lock(hashtextextended($1 || ':' || $2, 0)) as "locked!""#,
        user.as_str(),
        key
    )
    .fetch_one(tx)
    .await
}

pub(super) struct KeyRow {
    pub request_hash: Vec<u8>,
    pub response: serde_json::Value,
}

pub(super) async fn stored_answer_in_tx(
    tx: &mut PgConnection,
    user: &UserId,
    key: &str,
) -> sqlx::Result<Option<KeyRow>> {
    sqlx::query_as!(
        KeyRow,
        "select request_hash, response from idempotency_keys where user_id = $1 and key = $2",
        user.as_str(),
        key
    )
    .fetch_optional(tx)
    .await
}

pub(super) async fn store_answer_in_tx(
    tx: &mut PgConnection,
    user: &UserId,
    key: &str,
    request_hash: &[u8],
    response: serde_json::Value,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!(
        r#"
        insert into idempotency_keys (user_id, key, action, request_hash, response, created_at)
        values ($1, $2, 'remittance.confirm', $3, $4, $5)
        "#,
        user.as_str(),
        key,
        request_hash,
        response,
        now
    )
    .execute(tx)
    .await?;
    Ok(())
}

pub(super) async fn prune_answers(db: &PgPool, before: DateTime<Utc>) -> sqlx::Result<u64> {
    let done = sqlx::query!("delete from idempotency_keys where created_at < $1", before).execute(db).await?;
    Ok(done.rows_affected())
}

/// The transaction, taken over from its quote: amounts are copied in the database and not typed again.
pub(super) async fn insert_transaction_in_tx(
    tx: &mut PgConnection,
    id: &TransactionId,
    quote: &QuoteId,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!(
        r#"
        insert into transactions (id, user_id, type, status, amount, currency, fee, recipient_id, send_amount,
          send_currency, receive_amount, receive_currency, exchange_rate, quote_id, created_at)
        select $1, user_id, 'remittance', 'processing', debit_amount, currency, fee, recipient_id, send_amount,
          currency, receive_amount, receive_currency, rate, id, $3
        from quotes where id = $2
        "#,
        id.as_str(),
        quote.as_str(),
        now
    )
    .execute(tx)
    .await?;
    Ok(())
}
