//! All SQL of remittances: rates, quotes, idempotency keys and the transaction itself.
use chrono::{DateTime, Utc};
use domain::ids::{QuoteId, RecipientId, TransactionId, UserId};
use rust_decimal::Decimal;
use sqlx::{PgConnection, PgPool};

pub(super) struct PricingRow {
    pub rate: Option<Decimal>,
    pub mid_rate: Option<Decimal>,
    pub updated_at: Option<DateTime<Utc>>,
    pub used_day: Decimal,
    pub used_month: Decimal,
}

/// The newest rate for a currency and what the customer has sent since two moments, in one round trip.
pub(super) async fn pricing(
    db: impl sqlx::PgExecutor<'_>,
    user: &UserId,
    currency: &str,
    day: DateTime<Utc>,
    month: DateTime<Utc>,
) -> sqlx::Result<PricingRow> {
    sqlx::query_as!(
        PricingRow,
        r#"
        select r.rate as "rate?", coalesce(r.mid_rate, r.rate) as mid_rate, r.updated_at as "updated_at?",
          u.used_day as "used_day!", u.used_month as "used_month!"
        from (
          select coalesce(sum(send_amount) filter (where created_at > $3), 0) as used_day,
            coalesce(sum(send_amount), 0) as used_month
          from transactions
          where user_id = $1 and created_at > $4 and type = 'remittance' and status <> 'failed'
        ) u
        left join lateral (
          select rate, mid_rate, updated_at from exchange_rates
          where from_currency = 'NOK' and to_currency = $2 order by updated_at desc, id desc limit 1
        ) r on true
        "#,
        user.as_str(),
        currency,
        day,
        month
    )
    .fetch_one(db)
    .await
}

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

pub(super) struct NewQuote<'a> {
    pub id: &'a QuoteId,
    pub user_id: &'a UserId,
    pub recipient_id: &'a RecipientId,
    pub send: Decimal,
    pub fee: Decimal,
    pub debit: Decimal,
    pub receive: Decimal,
    pub receive_currency: &'a str,
    pub rate: Decimal,
    pub mid_rate: Decimal,
    pub margin: Decimal,
    pub rate_as_of: DateTime<Utc>,
    pub now: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
}

pub(super) async fn insert_quote(db: &PgPool, quote: &NewQuote<'_>) -> sqlx::Result<()> {
    sqlx::query!(
        r#"
        insert into quotes (id, user_id, recipient_id, send_amount, fee, debit_amount, receive_amount, receive_currency,
          rate, mid_rate, margin_amount, rate_as_of, created_at, expires_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
        "#,
        quote.id.as_str(),
        quote.user_id.as_str(),
        quote.recipient_id.as_str(),
        quote.send,
        quote.fee,
        quote.debit,
        quote.receive,
        quote.receive_currency,
        quote.rate,
        quote.mid_rate,
        quote.margin,
        quote.rate_as_of,
        quote.now,
        quote.expires_at,
    )
    .execute(db)
    .await?;
    Ok(())
}

pub(super) struct QuoteRow {
    pub id: String,
    pub user_id: String,
    pub send_amount: Decimal,
    pub fee: Decimal,
    pub debit_amount: Decimal,
    pub currency: String,
    pub receive_amount: Decimal,
    pub receive_currency: String,
    pub rate: Decimal,
    pub mid_rate: Decimal,
    pub margin_amount: Decimal,
    pub rate_as_of: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
    pub recipient_id: String,
    pub recipient_name: String,
    pub recipient_country: String,
    pub recipient_account: String,
    pub recipient_bank_name: Option<String>,
    /// `removed` or `replaced`, when it is not there any more as it was when the price was made.
    pub recipient_removed_reason: Option<String>,
    pub transaction_id: Option<String>,
}

pub(super) async fn quote(db: impl sqlx::PgExecutor<'_>, id: &QuoteId) -> sqlx::Result<Option<QuoteRow>> {
    sqlx::query_as!(
        QuoteRow,
        r#"
        select q.id, q.user_id, q.send_amount, q.fee, q.debit_amount, q.currency, q.receive_amount, q.receive_currency,
          q.rate, q.mid_rate, q.margin_amount, q.rate_as_of, q.expires_at, r.id as recipient_id,
          r.name as recipient_name, r.country as recipient_country, r.bank_account as recipient_account,
          r.bank_name as recipient_bank_name, r.removed_reason as recipient_removed_reason, t.id as "transaction_id?"
        from quotes q
        join recipients r on r.id = q.recipient_id
        left join transactions t on t.quote_id = q.id
        where q.id = $1
        "#,
        id.as_str()
    )
    .fetch_optional(db)
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
