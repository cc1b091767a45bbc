//! All SQL of the dashboard, the history and receipts.
use chrono::{DateTime, NaiveDate, Utc};
use domain::ids::{TransactionId, UserId};
use rust_decimal::Decimal;
use serde::Deserialize;
use sqlx::PgPool;
use sqlx::types::Json;

use crate::me::beside::BesideRow;

/// A transaction with the names that a line shows.
#[derive(Deserialize)]
pub(super) struct LineRow {
    pub id: String,
    pub r#type: String,
    pub status: String,
    pub amount: Decimal,
    pub currency: String,
    pub receive_amount: Option<Decimal>,
    pub receive_currency: Option<String>,
    pub country: Option<String>,
    pub counterpart: String,
    /// Of a refund: the initials of whom it went to.
    pub payer: Option<String>,
    /// What was paid back of a payment in a shop.
    pub refunded: Decimal,
    pub created_at: DateTime<Utc>,
}

#[derive(Deserialize)]
pub(super) struct AccountRow {
    pub id: String,
    pub bank_name: String,
    pub account_name: Option<String>,
    pub account_number: String,
    pub balance: Decimal,
    pub currency: String,
    pub balance_read_at: Option<DateTime<Utc>>,
    pub balance_failed_at: Option<DateTime<Utc>>,
    pub is_primary: bool,
    pub linked: bool,
}

#[derive(Deserialize)]
pub(super) struct WaitingRow {
    pub id: String,
    pub order_id: String,
    pub recipient: String,
    pub amount: Decimal,
    pub currency: String,
    /// Sealed.
    pub approval_link: String,
}

pub(super) struct HomeRow {
    pub accounts: Json<Vec<AccountRow>>,
    pub waiting: Json<Vec<WaitingRow>>,
    pub latest: Json<Vec<LineRow>>,
    /// The customer's other currency.
    pub beside: Option<Json<BesideRow>>,
}

/// The whole dashboard in one round trip.
pub(super) async fn home(
    db: &PgPool,
    user: &UserId,
    latest: i64,
    waiting: i64,
    today: NaiveDate,
) -> sqlx::Result<HomeRow> {
    sqlx::query_as!(
        HomeRow,
        r#"
        select
          coalesce((
            select json_agg(json_build_object('id', a.id, 'bank_name', a.bank_name, 'account_name', a.account_name,
              'account_number', a.account_number, 'balance', a.balance::text, 'currency', a.currency,
              'balance_read_at', a.balance_read_at,
              'balance_failed_at', a.balance_failed_at, 'is_primary', a.is_primary,
              'linked', coalesce(c.status = 'valid' and c.valid_until >= $3, false))
              order by a.is_primary desc, a.connected_at, a.id)
            from bank_accounts a left join bank_consents c on c.id = a.bank_consent_id where a.user_id = $1
          ), '[]') as "accounts!: Json<Vec<AccountRow>>",
          coalesce((
            select json_agg(json_build_object('id', w.transaction_id, 'order_id', w.id, 'recipient', w.recipient,
              'amount', w.amount::text, 'currency', w.currency, 'approval_link', w.sca_redirect)
              order by w.created_at desc, w.id desc)
            from (
              select o.*, coalesce(upper(left(p.first_name, 1) || left(p.last_name, 1)), o.creditor_name) as recipient
              from payment_orders o join transactions t on t.id = o.transaction_id
              left join transactions s on s.id = t.refund_of
              left join users p on p.id = s.user_id
              where o.user_id = $1 and o.state = 'awaiting_sca' and o.sca_redirect is not null
              order by o.created_at desc, o.id desc limit $4
            ) w
          ), '[]') as "waiting!: Json<Vec<WaitingRow>>",
          coalesce((
            select json_agg(json_build_object('id', t.id, 'type', t.type, 'status', t.status,
              'amount', t.amount::text, 'currency', t.currency, 'receive_amount', t.receive_amount::text,
              'receive_currency', t.receive_currency, 'country', r.country,
              'counterpart', coalesce(r.name, m.business_name, ''), 'created_at', t.created_at,
              'payer', upper(left(p.first_name, 1) || left(p.last_name, 1)), 'refunded', t.refunded_amount::text)
              order by t.created_at desc, t.id desc)
            from (
              select * from transactions where user_id = $1 order by created_at desc, id desc limit $2
            ) t
            left join recipients r on r.id = t.recipient_id
            left join merchants m on m.id = t.merchant_id
            left join transactions s on s.id = t.refund_of
            left join users p on p.id = s.user_id
          ), '[]') as "latest!: Json<Vec<LineRow>>",
          (
            select json_build_object('currency', b.to_currency, 'mid', coalesce(b.mid_rate, b.rate)::text, 'as_of', b.as_of)
            from settings g cross join lateral (
              select * from exchange_rates where from_currency = 'NOK' and to_currency = g.currency
              order by updated_at desc, id desc limit 1
            ) b
            where g.user_id = $1 and g.currency <> 'NOK'
          ) as "beside?: Json<BesideRow>"
        "#,
        user.as_str(),
        latest,
        today,
        waiting
    )
    .fetch_one(db)
    .await
}

#[derive(Deserialize)]
pub(super) struct RefundRow {
    pub amount: Decimal,
    pub status: String,
    pub at: DateTime<Utc>,
}

pub(super) struct ReceiptRow {
    pub id: String,
    pub user_id: String,
    pub r#type: String,
    pub status: String,
    pub failure_reason: Option<String>,
    pub amount: Decimal,
    pub currency: String,
    pub fee: Decimal,
    pub send_amount: Option<Decimal>,
    pub receive_amount: Option<Decimal>,
    pub receive_currency: Option<String>,
    pub exchange_rate: Option<Decimal>,
    pub mid_rate: Option<Decimal>,
    pub rate_as_of: Option<NaiveDate>,
    pub margin: Option<Decimal>,
    /// The recipient as there is one now, with whatever account; none once they were removed.
    pub recipient_id: Option<String>,
    pub removed_recipient_id: Option<String>,
    pub country: Option<String>,
    pub counterpart: String,
    pub counterpart_account: Option<String>,
    pub org_number: Option<String>,
    /// The words of the code that was scanned.
    pub shop_reference: Option<String>,
    /// Of a refund: the initials of whom it went to, and the sale.
    pub payer: Option<String>,
    pub merchant_id: Option<String>,
    pub refund_of: Option<String>,
    pub refunds: Json<Vec<RefundRow>>,
    pub created_at: DateTime<Utc>,
    pub order_state: Option<String>,
    pub order_id: Option<String>,
    /// Sealed.
    pub sca_redirect: Option<String>,
    pub debtor_iban: Option<String>,
    /// The account's balance was read before the money left it.
    pub balance_is_old: bool,
    pub bank_name: Option<String>,
    pub approved_at: Option<DateTime<Utc>>,
    pub left_bank_at: Option<DateTime<Utc>>,
    pub credited_at: Option<DateTime<Utc>>,
    pub failed_at: Option<DateTime<Utc>>,
}

/// One transaction with its order and the times of its milestones. A shop's owner does not learn here who paid: of
/// whom a refund goes to no more leaves the database than their initials.
pub(super) async fn receipt(db: &PgPool, id: &TransactionId) -> sqlx::Result<Option<ReceiptRow>> {
    sqlx::query_as!(
        ReceiptRow,
        r#"
        select t.id, t.user_id, t.type, t.status, t.failure_reason, t.amount, t.currency, t.fee, t.send_amount,
          t.receive_amount, t.receive_currency, t.exchange_rate, q.mid_rate as "mid_rate?", q.rate_as_of as "rate_as_of?",
          q.margin_amount as "margin?", now.id as "recipient_id?",
          case when now.id is null then t.recipient_id end as removed_recipient_id, r.country as "country?",
          case when t.refund_of is null then coalesce(o.creditor_name, r.name, m.business_name, '')
            else m.business_name end as "counterpart!",
          case when t.refund_of is null then coalesce(o.creditor_account, r.bank_account) end as counterpart_account,
          upper(left(p.first_name, 1) || left(p.last_name, 1)) as payer, t.merchant_id, t.refund_of, m.org_number as "org_number?",
          coalesce(c.reference, c.name) as shop_reference,
          coalesce((
            select json_agg(json_build_object('amount', f.amount::text, 'status', f.status,
              'at', coalesce(f.completed_at, f.created_at)) order by f.created_at, f.id)
            from transactions f where f.refund_of = t.id and f.status <> 'failed'
          ), '[]') as "refunds!: Json<Vec<RefundRow>>", t.created_at,
          o.state as "order_state?", o.id as "order_id?", o.sca_redirect as "sca_redirect?", o.debtor_iban as "debtor_iban?",
          coalesce(e.left_bank_at is not null and (a.balance_read_at is null or a.balance_read_at < e.left_bank_at),
            false) as "balance_is_old!",
          b.name as "bank_name?", e.approved_at as "approved_at?", coalesce(e.left_bank_at, t.completed_at) as left_bank_at,
          e.credited_at as "credited_at?", e.failed_at as "failed_at?"
        from transactions t
        left join recipients r on r.id = t.recipient_id
        left join recipients now on now.id = coalesce(r.replaced_by, r.id) and now.removed_at is null
        left join merchants m on m.id = t.merchant_id
        left join qr_codes c on c.id = t.qr_code_id
        left join transactions s on s.id = t.refund_of
        left join users p on p.id = s.user_id
        left join quotes q on q.id = t.quote_id
        left join payment_orders o on o.transaction_id = t.id
        left join banks b on b.id = o.bank_id
        left join bank_accounts a on a.id = o.bank_account_id
        left join lateral (
          select
            min(created_at) filter (where state_after in ('accepted', 'settled')) as approved_at,
            min(created_at) filter (where state_after = 'settled') as left_bank_at,
            min(created_at) filter (where bank_status = 'ACCC') as credited_at,
            max(created_at) filter (where state_after in ('rejected', 'cancelled', 'expired')) as failed_at
          from payment_order_events where payment_order_id = o.id
        ) e on true
        where t.id = $1
        "#,
        id.as_str()
    )
    .fetch_optional(db)
    .await
}
