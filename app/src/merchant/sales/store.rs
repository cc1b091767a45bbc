//! All SQL that reads the shops' book, and one sale.
use chrono::{DateTime, NaiveDate, Utc};
use domain::ids::{MerchantId, TransactionId};
use rust_decimal::Decimal;
use serde::Deserialize;
use sqlx::PgPool;
use sqlx::types::Json;

/// Sums of a shop's entries that have a day, and whatever else was asked for, in common.
#[derive(Deserialize)]
pub(super) struct CellRow {
    pub day: NaiveDate,
    pub code: Option<String>,
    pub hour: Option<DateTime<Utc>>,
    pub is_early: Option<bool>,
    pub sales: i64,
    pub refunds: i64,
    pub gross: Decimal,
    pub refunded: Decimal,
    pub fee: Decimal,
}

#[derive(Deserialize)]
pub(super) struct CodeRow {
    pub id: String,
    pub name: String,
}

#[derive(Deserialize)]
pub(super) struct EntryRow {
    pub id: i64,
    pub day: NaiveDate,
    pub kind: String,
    pub sale: String,
    pub transaction: String,
    pub code: Option<String>,
    pub amount: Decimal,
    pub fee: Decimal,
    pub currency: String,
    pub at: DateTime<Utc>,
}

pub(super) struct BookRow {
    pub owner_id: String,
    pub name: String,
    pub org_number: String,
    pub address: Option<String>,
    pub cells: Json<Vec<CellRow>>,
    pub codes: Json<Vec<CodeRow>>,
    pub entries: Json<Vec<EntryRow>>,
    /// Of which day the first entry is; nothing stands in the book of a new shop.
    pub first_day: Option<NaiveDate>,
}

/// How the book is read.
#[derive(Default)]
pub(super) struct Reading {
    /// Sums of each static code by itself.
    pub by_code: bool,
    /// Sums of this day's hours by themselves.
    pub hours_of: Option<NaiveDate>,
    /// Sums of this day until an instant by themselves.
    pub early: Option<(NaiveDate, DateTime<Utc>)>,
    /// Also so many of the entries themselves.
    pub entries: i64,
}

/// A shop and what stands in its book from one day to another, in one round trip. Everything that is summed is in the
/// index on (merchant_id, booked_on). The hours of Oslo's clock are the hours of any clock that the index can know.
pub(super) async fn book(
    db: &PgPool,
    shop: &MerchantId,
    (from, to): (NaiveDate, NaiveDate),
    reading: &Reading,
) -> sqlx::Result<Option<BookRow>> {
    sqlx::query_as!(
        BookRow,
        r#"
        select m.user_id as owner_id, m.business_name as name, m.org_number, m.address,
          coalesce((
            select json_agg(json_build_object('day', c.day, 'code', c.code, 'hour', c.hour, 'is_early', c.is_early,
              'sales', c.sales, 'refunds', c.refunds, 'gross', c.gross::text, 'refunded', c.refunded::text,
              'fee', c.fee::text) order by c.day, c.code, c.hour)
            from (
              select booked_on as day, case when $4 then static_code_id end as code,
                case when booked_on = $5 then date_trunc('hour', booked_at) end as hour,
                case when booked_on = $6 then booked_at < $7 end as is_early,
                count(*) filter (where kind = 'sale') - count(*) filter (where kind = 'reversal') as sales,
                count(*) filter (where kind = 'refund') - count(*) filter (where kind = 'refund_reversal') as refunds,
                coalesce(sum(amount) filter (where kind in ('sale', 'reversal')), 0) as gross,
                -coalesce(sum(amount) filter (where kind in ('refund', 'refund_reversal')), 0) as refunded,
                sum(fee) as fee
              from sale_entries where merchant_id = m.id and booked_on between $2 and $3 group by 1, 2, 3, 4
            ) c
          ), '[]') as "cells!: Json<Vec<CellRow>>",
          coalesce((
            select json_agg(json_build_object('id', q.id, 'name', q.name) order by q.created_at, q.id)
            from qr_codes q where $4 and q.merchant_id = m.id and q.kind = 'static'
          ), '[]') as "codes!: Json<Vec<CodeRow>>",
          coalesce((
            select json_agg(json_build_object('id', e.id, 'day', e.booked_on, 'kind', e.kind, 'sale', e.sale_id,
              'transaction', e.transaction_id, 'code', q.name, 'amount', e.amount::text, 'fee', e.fee::text,
              'currency', e.currency, 'at', e.booked_at) order by e.booked_on, e.id)
            from (
              select * from sale_entries where merchant_id = m.id and booked_on between $2 and $3
              order by booked_on, id limit $8
            ) e left join qr_codes q on q.id = e.static_code_id
          ), '[]') as "entries!: Json<Vec<EntryRow>>",
          (select min(booked_on) from sale_entries where merchant_id = m.id) as first_day
        from merchants m where m.id = $1
        "#,
        shop.as_str(),
        from,
        to,
        reading.by_code,
        reading.hours_of,
        reading.early.map(|(day, _)| day),
        reading.early.map(|(_, until)| until),
        reading.entries
    )
    .fetch_optional(db)
    .await
}

/// What stands in a shop's book after an entry that was read before.
pub(super) async fn entries_after(
    db: &PgPool,
    shop: &MerchantId,
    (from, to): (NaiveDate, NaiveDate),
    after: Option<(NaiveDate, i64)>,
    limit: i64,
) -> sqlx::Result<Vec<EntryRow>> {
    let (day, id) = after.unwrap_or((NaiveDate::MIN, 0));
    let day = day.max(from);
    sqlx::query_as!(
        EntryRow,
        r#"
        select e.id, e.booked_on as day, e.kind, e.sale_id as sale, e.transaction_id as transaction, q.name as "code?",
          e.amount, e.fee, e.currency, e.booked_at as at
        from sale_entries e left join qr_codes q on q.id = e.static_code_id
        where e.merchant_id = $1 and e.booked_on between $2 and $3 and (e.booked_on, e.id) > ($2, $4)
        order by e.booked_on, e.id limit $5
        "#,
        shop.as_str(),
        day,
        to,
        id,
        limit
    )
    .fetch_all(db)
    .await
}

#[derive(Deserialize)]
pub(super) struct RefundRow {
    pub id: String,
    pub amount: Decimal,
    pub status: String,
    pub created_at: DateTime<Utc>,
}

#[derive(Deserialize)]
pub(super) struct AccountRow {
    pub id: String,
    pub bank_name: String,
    pub account_name: Option<String>,
    pub account_number: String,
    pub iban: String,
    pub balance: Decimal,
    pub currency: String,
    pub balance_read_at: Option<DateTime<Utc>>,
    pub balance_failed_at: Option<DateTime<Utc>>,
    pub is_primary: bool,
}

pub(super) struct SaleRow {
    pub owner_id: String,
    pub shop: String,
    pub shop_account: String,
    pub status: String,
    pub failure_reason: Option<String>,
    pub amount: Decimal,
    pub fee: Decimal,
    pub refunded: Decimal,
    pub currency: String,
    pub payer: String,
    pub code: Option<String>,
    pub note: Option<String>,
    pub created_at: DateTime<Utc>,
    pub completed_at: Option<DateTime<Utc>>,
    pub came_back_at: Option<DateTime<Utc>>,
    pub refunds: Json<Vec<RefundRow>>,
    pub accounts: Json<Vec<AccountRow>>,
}

/// One sale of a shop with its refunds. `with_accounts`, with a day: also the owner's accounts that can pay on that day,
/// the shop's own first. Of the payer no more leaves the database than their initials.
pub(super) async fn sale(
    db: &PgPool,
    shop: &MerchantId,
    id: &TransactionId,
    with_accounts: Option<NaiveDate>,
) -> sqlx::Result<Option<SaleRow>> {
    sqlx::query_as!(
        SaleRow,
        r#"
        select m.user_id as owner_id, m.business_name as shop, m.bank_account as shop_account, t.status,
          t.failure_reason, t.amount, t.fee, t.refunded_amount as refunded, t.currency,
          upper(left(u.first_name, 1) || left(u.last_name, 1)) as "payer!",
          case when c.kind = 'static' then c.name end as code, c.reference as "note?", t.created_at, t.completed_at,
          (select booked_at from sale_entries where transaction_id = t.id and kind = 'reversal') as came_back_at,
          coalesce((
            select json_agg(json_build_object('id', r.id, 'amount', r.amount::text, 'status', r.status,
              'created_at', r.created_at) order by r.created_at, r.id)
            from transactions r where r.refund_of = t.id
          ), '[]') as "refunds!: Json<Vec<RefundRow>>",
          coalesce((
            select json_agg(json_build_object('id', a.id, 'bank_name', a.bank_name, 'account_name', a.account_name,
              'account_number', a.account_number, 'iban', a.iban, 'balance', a.balance::text, 'currency', a.currency,
              'balance_read_at', a.balance_read_at, 'balance_failed_at', a.balance_failed_at,
              'is_primary', a.is_primary) order by a.is_primary desc, a.connected_at, a.id)
            from bank_accounts a
            join banks b on b.id = a.bank_id and b.active
            join bank_consents d on d.id = a.bank_consent_id and d.status = 'valid' and d.valid_until >= $3
            where a.user_id = m.user_id and a.iban is not null and a.resource_id is not null and a.currency = 'NOK'
          ), '[]') as "accounts!: Json<Vec<AccountRow>>"
        from transactions t
        join merchants m on m.id = t.merchant_id
        join users u on u.id = t.user_id
        left join qr_codes c on c.id = t.qr_code_id
        where t.id = $1 and t.merchant_id = $2 and t.type = 'qr_payment'
        "#,
        id.as_str(),
        shop.as_str(),
        with_accounts
    )
    .fetch_optional(db)
    .await
}
