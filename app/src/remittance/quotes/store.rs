//! All SQL of prices: what an amount is priced with, and the quotes themselves.
use chrono::{DateTime, NaiveDate, Utc};
use domain::ids::{QuoteId, RecipientId, UserId};
use rust_decimal::Decimal;
use serde::Deserialize;
use sqlx::PgPool;
use sqlx::types::Json;

pub(super) struct AmountRow {
    pub id: String,
    pub user_id: String,
    pub name: String,
    pub country: String,
    pub bank_account: String,
    pub bank_name: Option<String>,
    pub removed: bool,
    pub rate: Option<Decimal>,
    pub mid_rate: Option<Decimal>,
    pub as_of: Option<NaiveDate>,
    pub confirmed_at: Option<DateTime<Utc>>,
    pub used_day: Decimal,
    pub used_month: Decimal,
    /// How often the address has asked, when that was counted, and until when it counts (unix seconds).
    pub asked: Option<i32>,
    pub reset_at: Option<i64>,
}

/// What an amount is priced with, and whose address asks how often.
pub(super) struct AmountQuery<'a> {
    pub recipient: &'a RecipientId,
    pub user: &'a UserId,
    pub day: DateTime<Utc>,
    pub month: DateTime<Utc>,
    pub now: DateTime<Utc>,
    /// The key that this asking is counted under; none when it is not counted here.
    pub counted_as: Option<&'a str>,
    pub window_seconds: i64,
}

/// What a recipient is now, the newest rate of their currency and what the customer has sent, in one round trip. It also counts
/// that an address asked, in the way of `throttle`: a statement of its own would be another round trip.
pub(super) async fn amount(
    db: impl sqlx::PgExecutor<'_>,
    query: &AmountQuery<'_>,
) -> sqlx::Result<Option<AmountRow>> {
    sqlx::query_as!(
        AmountRow,
        r#"
        with asked as (
          insert into rate_limits as l (key, count, reset_at)
          select $5, 1, $6::bigint + $7::bigint where $5::text is not null
          on conflict (key) do update set
            count = case when l.reset_at <= $6::bigint then 1 else l.count + 1 end,
            reset_at = case when l.reset_at <= $6::bigint then $6::bigint + $7::bigint else l.reset_at end
          returning count, reset_at
        )
        select r.id, r.user_id, r.name, r.country, r.bank_account, r.bank_name, e.rate as "rate?",
          coalesce(e.mid_rate, e.rate) as "mid_rate?", e.as_of as "as_of?", e.updated_at as "confirmed_at?",
          r.removed_at is not null as "removed!",
          u.used_day as "used_day!", u.used_month as "used_month!", a.count as "asked?", a.reset_at as "reset_at?"
        from recipients given
        join recipients r on r.id = coalesce(given.replaced_by, given.id)
        left join asked a on true
        left join lateral (
          select rate, mid_rate, as_of, updated_at from exchange_rates
          where from_currency = 'NOK' and to_currency = r.currency order by updated_at desc, id desc limit 1
        ) e on true
        cross join (
          select coalesce(sum(send_amount) filter (where created_at > $3), 0) as used_day,
            coalesce(sum(send_amount), 0) as used_month
          from transactions
          where user_id = $2 and created_at > $4 and type = 'remittance' and status <> 'failed'
        ) u
        where given.id = $1
        "#,
        query.recipient.as_str(),
        query.user.as_str(),
        query.day,
        query.month,
        query.counted_as,
        query.now.timestamp(),
        query.window_seconds,
    )
    .fetch_optional(db)
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
    pub rate_as_of: NaiveDate,
    pub side: &'a str,
    /// What was typed, in the currency of `side`.
    pub wanted: Decimal,
    pub renews: Option<&'a str>,
    pub now: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
}

pub(super) async fn insert_quote(db: &PgPool, quote: &NewQuote<'_>) -> sqlx::Result<()> {
    sqlx::query!(
        r#"
        insert into quotes (id, user_id, recipient_id, send_amount, fee, debit_amount, receive_amount, receive_currency,
          rate, mid_rate, margin_amount, rate_as_of, created_at, expires_at, side, renews,
          wanted_amount)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
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
        quote.side,
        quote.renews,
        quote.wanted,
    )
    .execute(db)
    .await?;
    Ok(())
}

pub(in crate::remittance) struct QuoteRow {
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
    pub rate_as_of: NaiveDate,
    pub side: String,
    pub wanted: Decimal,
    pub before_rate: Option<Decimal>,
    pub before_debit: Option<Decimal>,
    pub before_receive: Option<Decimal>,
    pub expires_at: DateTime<Utc>,
    pub recipient_id: String,
    pub recipient_name: String,
    pub recipient_country: String,
    pub recipient_account: String,
    pub recipient_bank_name: Option<String>,
    /// `removed` or `replaced`, when it is not there any more as it was when the price was made.
    pub recipient_removed_reason: Option<String>,
    pub transaction_id: Option<String>,
    pub accounts: Json<Vec<AccountRow>>,
}

/// An account that a price may be paid from.
#[derive(Deserialize)]
pub(in crate::remittance) struct AccountRow {
    pub id: String,
    pub bank_name: String,
    pub account_name: Option<String>,
    pub account_number: String,
    pub balance: Decimal,
    pub currency: String,
    pub balance_read_at: Option<DateTime<Utc>>,
    pub balance_failed_at: Option<DateTime<Utc>>,
    pub is_primary: bool,
}

/// A price with its recipient, the price before it, the payment that it became, and the customer's accounts in kroner
/// that are linked today: everything that the review shows, in one round trip.
pub(super) async fn quote(
    db: impl sqlx::PgExecutor<'_>,
    id: &QuoteId,
    today: NaiveDate,
) -> sqlx::Result<Option<QuoteRow>> {
    sqlx::query_as!(
        QuoteRow,
        r#"
        select q.id, q.user_id, q.send_amount, q.fee, q.debit_amount, q.currency, q.receive_amount, q.receive_currency,
          q.rate, q.mid_rate, q.margin_amount, q.rate_as_of, q.expires_at, r.id as recipient_id,
          r.name as recipient_name, r.country as recipient_country, r.bank_account as recipient_account,
          r.bank_name as recipient_bank_name,
          r.removed_reason as recipient_removed_reason, t.id as "transaction_id?", q.side,
          coalesce(q.wanted_amount, case q.side when 'receive' then q.receive_amount else q.send_amount end) as "wanted!",
          b.rate as "before_rate?",
          b.debit_amount as "before_debit?", b.receive_amount as "before_receive?",
          coalesce((
            select json_agg(json_build_object('id', a.id, 'bank_name', a.bank_name, 'account_name', a.account_name,
              'account_number', a.account_number, 'balance', a.balance::text, 'currency', a.currency,
              'balance_read_at', a.balance_read_at, 'balance_failed_at', a.balance_failed_at,
              'is_primary', a.is_primary)
              order by a.is_primary desc, a.connected_at, a.id)
            from bank_accounts a join bank_consents c on c.id = a.bank_consent_id
            where a.user_id = q.user_id and a.currency = q.currency and c.status = 'valid' and c.valid_until >= $2
          ), '[]') as "accounts!: Json<Vec<AccountRow>>"
        from quotes q
        join recipients r on r.id = q.recipient_id
        left join transactions t on t.quote_id = q.id
        left join quotes b on b.id = q.renews
        where q.id = $1
        "#,
        id.as_str(),
        today
    )
    .fetch_optional(db)
    .await
}

/// The newest price that took the place of another one, still holds and is not paid.
pub(super) async fn renewal(db: &PgPool, of: &QuoteId, now: DateTime<Utc>) -> sqlx::Result<Option<String>> {
    sqlx::query_scalar!(
        r#"
        select q.id from quotes q
        where q.renews = $1 and q.expires_at > $2
          and not exists (select 1 from transactions t where t.quote_id = q.id)
        order by q.created_at desc, q.id desc limit 1
        "#,
        of.as_str(),
        now
    )
    .fetch_optional(db)
    .await
}
