//! All SQL of remittances but their recipients and prices: limits, the transaction itself.
use chrono::{DateTime, Utc};
use domain::ids::{QuoteId, TransactionId, UserId};
use rust_decimal::Decimal;
use sqlx::PgConnection;

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
