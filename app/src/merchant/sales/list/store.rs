//! All SQL of the list of sales.
use chrono::{DateTime, Utc};
use domain::ids::MerchantId;
use rust_decimal::Decimal;
use serde::Deserialize;
use sqlx::PgPool;
use sqlx::types::Json;

use super::super::store::CodeRow;

/// What the list is narrowed to; what is none narrows nothing.
pub(super) struct Narrowing<'a> {
    pub shop: &'a MerchantId,
    pub after: Option<(DateTime<Utc>, &'a str)>,
    /// A status, or `refunded`.
    pub status: Option<&'a str>,
    pub begins_at: Option<DateTime<Utc>>,
    pub ends_before: Option<DateTime<Utc>>,
    pub min: Option<Decimal>,
    pub max: Option<Decimal>,
    pub static_code: Option<&'a str>,
    /// By no static code.
    pub from_till: bool,
    /// The end of the id that is looked for.
    pub reference: Option<&'a str>,
    pub limit: i64,
}

#[derive(Deserialize)]
pub(super) struct Row {
    pub id: String,
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
}

pub(super) struct Found {
    pub owner_id: String,
    pub name: String,
    pub rows: Json<Vec<Row>>,
    pub codes: Json<Vec<CodeRow>>,
}

/// A shop and its sales newest first, from just after one that was shown before: one round trip. The index on
/// (merchant_id, created_at, id) gives the order and the period, or for a search the index on the end of the reference
/// the few sales that it means: one of the two halves is empty. Every other condition is looked at on these rows, until the
/// page is full. Of the payer no more leaves the database than their initials.
#[expect(
    clippy::too_many_lines,
    reason = "one statement, with its conditions on each of the two ways to the rows"
)]
pub(super) async fn find(db: &PgPool, by: &Narrowing<'_>) -> sqlx::Result<Option<Found>> {
    let (created_at, id) = by.after.map_or((None, None), |(at, id)| (Some(at), Some(id)));
    sqlx::query_as!(
        Found,
        r#"
        select m.user_id as owner_id, m.business_name as name,
          coalesce((
            select json_agg(json_build_object('id', t.id, 'status', t.status, 'failure_reason', t.failure_reason,
              'amount', t.amount::text, 'fee', t.fee::text, 'refunded', t.refunded_amount::text,
              'currency', t.currency, 'payer', upper(left(u.first_name, 1) || left(u.last_name, 1)),
              'code', case when q.kind = 'static' then q.name end, 'note', q.reference,
              'created_at', t.created_at, 'completed_at', t.completed_at)
              order by t.created_at desc, t.id desc)
            from (
              (
                select * from transactions x
                where $11::text is null and merchant_id = $1
                  and type = 'qr_payment'
                  and (created_at, id) < (coalesce($2, 'infinity'::timestamptz), coalesce($3, ''))
                  and created_at >= coalesce($4, '-infinity'::timestamptz)
                  and created_at < coalesce($5, 'infinity'::timestamptz)
                  and ($6::text is null or case $6 when 'refunded' then refunded_amount > 0 else status = $6 end)
                  and ($7::numeric is null or amount >= $7)
                  and ($8::numeric is null or amount <= $8)
                  and ($9::text is null or qr_code_id = $9)
                  and (not $10 or not exists (
                    select 1 from qr_codes s where s.id = x.qr_code_id and s.kind = 'static'
                  ))
                order by created_at desc, id desc limit $12
              )
              union all
              (
                select * from transactions x
                where $11 is not null and merchant_id = $1
                  and right(id, 4) = right($11, 4) and right(id, length($11)) = $11
                  and type = 'qr_payment'
                  and (created_at, id) < (coalesce($2, 'infinity'::timestamptz), coalesce($3, ''))
                  and created_at >= coalesce($4, '-infinity'::timestamptz)
                  and created_at < coalesce($5, 'infinity'::timestamptz)
                  and ($6::text is null or case $6 when 'refunded' then refunded_amount > 0 else status = $6 end)
                  and ($7::numeric is null or amount >= $7)
                  and ($8::numeric is null or amount <= $8)
                  and ($9::text is null or qr_code_id = $9)
                  and (not $10 or not exists (
                    select 1 from qr_codes s where s.id = x.qr_code_id and s.kind = 'static'
                  ))
                order by created_at desc, id desc limit $12
              )
            ) t
            join users u on u.id = t.user_id
            left join qr_codes q on q.id = t.qr_code_id
          ), '[]') as "rows!: Json<Vec<Row>>",
          coalesce((
            select json_agg(json_build_object('id', q.id, 'name', q.name) order by q.created_at, q.id)
            from qr_codes q where q.merchant_id = m.id and q.kind = 'static'
          ), '[]') as "codes!: Json<Vec<CodeRow>>"
        from merchants m where m.id = $1
        "#,
        by.shop.as_str(),
        created_at,
        id,
        by.begins_at,
        by.ends_before,
        by.status,
        by.min,
        by.max,
        by.static_code,
        by.from_till,
        by.reference,
        by.limit
    )
    .fetch_optional(db)
    .await
}
