//! All SQL of the history.
use chrono::{DateTime, Utc};
use domain::ids::UserId;
use rust_decimal::Decimal;
use serde::Deserialize;
use sqlx::PgPool;
use sqlx::types::Json;

use crate::me::beside::BesideRow;

/// What the history is narrowed to; what is none narrows nothing.
pub(super) struct Narrowing<'a> {
    pub user: &'a UserId,
    pub after: Option<(DateTime<Utc>, &'a str)>,
    pub kind: Option<&'a str>,
    pub status: Option<&'a str>,
    pub begins_at: Option<DateTime<Utc>>,
    pub ends_before: Option<DateTime<Utc>>,
    pub min: Option<Decimal>,
    pub max: Option<Decimal>,
    pub recipient: Option<&'a str>,
    pub sought: Option<&'a Sought>,
    /// Also the recipients to choose from.
    pub with_choices: bool,
    pub limit: i64,
}

/// What a search means.
#[derive(Clone, Default)]
pub(super) struct Sought {
    pub recipients: Vec<String>,
    pub merchants: Vec<String>,
    pub id_end: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct Row {
    pub id: String,
    pub r#type: String,
    pub status: String,
    pub amount: Decimal,
    pub currency: String,
    pub fee: Decimal,
    pub send_amount: Option<Decimal>,
    pub receive_amount: Option<Decimal>,
    pub receive_currency: Option<String>,
    pub exchange_rate: Option<Decimal>,
    pub country: Option<String>,
    pub counterpart: String,
    pub counterpart_account: Option<String>,
    /// Of a refund: the initials of whom it went to.
    pub payer: Option<String>,
    /// What was paid back of a payment in a shop.
    pub refunded: Decimal,
    pub created_at: DateTime<Utc>,
    pub completed_at: Option<DateTime<Utc>>,
}

#[derive(Deserialize)]
pub(super) struct Choice {
    pub id: String,
    pub name: String,
}

pub(super) struct Found {
    pub rows: Json<Vec<Row>>,
    pub recipients: Json<Vec<Choice>>,
    /// The customer's other currency.
    pub beside: Option<Json<BesideRow>>,
}

/// Payments newest first, from just after one that was shown before, and whom the customer may narrow them to: one
/// round trip. The index on (user_id, created_at, id) gives the order and the period; every other condition is looked
/// at on the customer's own rows, until the page is full.
pub(super) async fn find(db: &PgPool, by: &Narrowing<'_>) -> sqlx::Result<Found> {
    let (created_at, id) = by.after.map_or((None, None), |(at, id)| (Some(at), Some(id)));
    sqlx::query_as!(
        Found,
        r#"
        select
          coalesce((
            select json_agg(json_build_object('id', t.id, 'type', t.type, 'status', t.status,
              'amount', t.amount::text, 'currency', t.currency, 'fee', t.fee::text, 'send_amount', t.send_amount::text,
              'receive_amount', t.receive_amount::text, 'receive_currency', t.receive_currency,
              'exchange_rate', t.exchange_rate::text, 'country', r.country,
              'counterpart', coalesce(r.name, m.business_name, ''),
              'counterpart_account', case when t.refund_of is null then coalesce(r.bank_account, m.bank_account) end,
              'payer', upper(left(p.first_name, 1) || left(p.last_name, 1)), 'refunded', t.refunded_amount::text,
              'created_at', t.created_at, 'completed_at', t.completed_at)
              order by t.created_at desc, t.id desc)
            from (
              select * from transactions
              where user_id = $1
                and (created_at, id) < (coalesce($2, 'infinity'::timestamptz), coalesce($3, ''))
                and created_at >= coalesce($4, '-infinity'::timestamptz)
                and created_at < coalesce($5, 'infinity'::timestamptz)
                and ($6::text is null or type = $6)
                and ($7::text is null or status = $7)
                and ($8::numeric is null or amount >= $8)
                and ($9::numeric is null or amount <= $9)
                and ($10::text is null or recipient_id in (
                  select v.id from recipients v where v.user_id = $1 and (v.id = $10 or v.replaced_by = $10)
                ))
                and (not $11 or recipient_id = any($12) or merchant_id = any($13) or lower(right(id, 8)) = $14)
              order by created_at desc, id desc limit $15
            ) t
            left join recipients r on r.id = t.recipient_id
            left join merchants m on m.id = t.merchant_id
            left join transactions s on s.id = t.refund_of
            left join users p on p.id = s.user_id
          ), '[]') as "rows!: Json<Vec<Row>>",
          coalesce((
            select json_agg(json_build_object('id', c.id, 'name', c.name) order by c.name, c.id)
            from recipients c where $16 and c.user_id = $1 and c.removed_reason is distinct from 'replaced'
          ), '[]') as "recipients!: Json<Vec<Choice>>",
          (
            select json_build_object('currency', b.to_currency, 'mid', coalesce(b.mid_rate, b.rate)::text, 'as_of', b.as_of)
            from settings g cross join lateral (
              select * from exchange_rates where from_currency = 'NOK' and to_currency = g.currency
              order by updated_at desc, id desc limit 1
            ) b
            where g.user_id = $1 and g.currency <> 'NOK'
          ) as "beside?: Json<BesideRow>"
        "#,
        by.user.as_str(),
        created_at,
        id,
        by.begins_at,
        by.ends_before,
        by.kind,
        by.status,
        by.min,
        by.max,
        by.recipient,
        by.sought.is_some(),
        by.sought.map_or(&[][..], |it| &it.recipients),
        by.sought.map_or(&[][..], |it| &it.merchants),
        by.sought.and_then(|it| it.id_end.as_deref()),
        by.limit,
        by.with_choices
    )
    .fetch_one(db)
    .await
}

pub(super) struct Counterpart {
    pub id: String,
    pub name: String,
    pub account: Option<String>,
    pub is_merchant: bool,
}

/// Everybody whom the customer may have paid: every version of every recipient, and the shops.
pub(super) async fn counterparts(db: &PgPool, user: &UserId) -> sqlx::Result<Vec<Counterpart>> {
    sqlx::query_as!(
        Counterpart,
        r#"
        select id as "id!", name as "name!", bank_account as account, false as "is_merchant!" from recipients
        where user_id = $1
        union all
        select id, business_name, null, true from merchants
        where id in (select merchant_id from transactions where user_id = $1 and merchant_id is not null)
        "#,
        user.as_str()
    )
    .fetch_all(db)
    .await
}
