//! All SQL of held payments as the back-office shows them.
use chrono::{DateTime, Utc};
use domain::ids::HoldId;
use rust_decimal::Decimal;
use serde::Deserialize;
use sqlx::PgPool;
use sqlx::types::Json;

/// Payments that are counted: more than anybody should let wait.
pub(super) const COUNTED_MAX: i64 = 1_000;

pub(super) struct WaitingRow {
    pub payments: i64,
    pub proposed: i64,
    pub amount: Decimal,
}

pub(super) async fn waiting(db: &PgPool) -> sqlx::Result<WaitingRow> {
    sqlx::query_as!(
        WaitingRow,
        r#"
        select count(*) as "payments!", count(*) filter (where state = 'proposed') as "proposed!",
          coalesce(sum(amount), 0) as "amount!"
        from (
          select h.state, t.amount from payment_holds h join transactions t on t.id = h.transaction_id
          where h.closed_at is null order by h.created_at, h.id limit $1
        ) as open
        "#,
        COUNTED_MAX
    )
    .fetch_one(db)
    .await
}

/// What the queue is narrowed to.
pub(super) struct Narrowing<'a> {
    pub state: Option<&'a str>,
    pub cause: Option<&'a str>,
    pub after: Option<(DateTime<Utc>, &'a str)>,
    pub limit: i64,
}

pub(super) struct LineRow {
    pub id: String,
    pub state: String,
    pub cause: String,
    pub created_at: DateTime<Utc>,
    pub closed_at: Option<DateTime<Utc>>,
    pub proposed_by: Option<String>,
    pub user_id: String,
    pub customer: String,
    pub kind: String,
    pub amount: Decimal,
    pub currency: String,
    pub payee: String,
    pub country: Option<String>,
}

/// What waits, the oldest first.
pub(super) async fn open(db: &PgPool, by: &Narrowing<'_>) -> sqlx::Result<Vec<LineRow>> {
    let (at, id) = by.after.unzip();
    sqlx::query_as!(
        LineRow,
        r#"
        select h.id as "id!", h.state as "state!", h.cause as "cause!", h.created_at as "created_at!", h.closed_at,
          case when h.state = 'proposed' then o.first_name || ' ' || o.last_name end as proposed_by,
          t.user_id, u.first_name || ' ' || u.last_name as "customer!", t.type as kind, t.amount, t.currency,
          coalesce(r.name, m.business_name, '') as "payee!", r.country as "country?"
        from (
          select * from payment_holds
          where closed_at is null and ($1::text is null or state = $1) and ($2::text is null or cause = $2)
            and (created_at, id) > (coalesce($3, '-infinity'::timestamptz), coalesce($4, ''))
          order by created_at, id limit $5
        ) h
        join transactions t on t.id = h.transaction_id
        join users u on u.id = t.user_id
        left join recipients r on r.id = t.recipient_id
        left join merchants m on m.id = t.merchant_id
        left join payment_hold_decisions d on d.id = h.decision_id
        left join users o on o.id = d.officer_id
        order by h.created_at, h.id
        "#,
        by.state,
        by.cause,
        at,
        id,
        by.limit
    )
    .fetch_all(db)
    .await
}

/// What is decided, the last one first.
pub(super) async fn closed(db: &PgPool, by: &Narrowing<'_>) -> sqlx::Result<Vec<LineRow>> {
    let (at, id) = by.after.unzip();
    sqlx::query_as!(
        LineRow,
        r#"
        select h.id as "id!", h.state as "state!", h.cause as "cause!", h.created_at as "created_at!", h.closed_at,
          null::text as proposed_by,
          t.user_id, u.first_name || ' ' || u.last_name as "customer!", t.type as kind, t.amount, t.currency,
          coalesce(r.name, m.business_name, '') as "payee!", r.country as "country?"
        from (
          select * from payment_holds
          where closed_at is not null and ($1::text is null or cause = $1)
            and (closed_at, id) < (coalesce($2, 'infinity'::timestamptz), coalesce($3, ''))
          order by closed_at desc, id desc limit $4
        ) h
        join transactions t on t.id = h.transaction_id
        join users u on u.id = t.user_id
        left join recipients r on r.id = t.recipient_id
        left join merchants m on m.id = t.merchant_id
        order by h.closed_at desc, h.id desc
        "#,
        by.cause,
        at,
        id,
        by.limit
    )
    .fetch_all(db)
    .await
}

#[derive(Deserialize)]
pub(super) struct FindingRow {
    pub rule: String,
    pub severity: String,
    pub score: i16,
    pub alert_id: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct HitRow {
    pub id: String,
    pub name: String,
    pub listed_as: Option<String>,
    pub source: Option<String>,
    pub score: i32,
    pub settled_as: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct DecisionRow {
    pub step: String,
    pub officer_id: String,
    pub officer: String,
    pub reason: String,
    pub decided_at: DateTime<Utc>,
}

pub(super) struct HoldRow {
    pub id: String,
    pub state: String,
    pub cause: String,
    pub created_at: DateTime<Utc>,
    pub closed_at: Option<DateTime<Utc>>,
    pub transaction_id: String,
    pub kind: String,
    pub status: String,
    pub amount: Decimal,
    pub currency: String,
    pub order_state: Option<String>,
    pub approve_by: Option<DateTime<Utc>>,
    pub user_id: String,
    pub customer: String,
    pub payee: String,
    pub recipient_id: Option<String>,
    pub merchant_id: Option<String>,
    pub owner_id: Option<String>,
    pub country: Option<String>,
    pub account: Option<String>,
    pub bank: Option<String>,
    pub findings: Json<Vec<FindingRow>>,
    pub hits: Json<Vec<HitRow>>,
    pub decisions: Json<Vec<DecisionRow>>,
}

/// One hold with everything that is known of it: one round trip.
pub(super) async fn hold(db: &PgPool, id: &HoldId) -> sqlx::Result<Option<HoldRow>> {
    sqlx::query_as!(
        HoldRow,
        r#"
        select h.id, h.state, h.cause, h.created_at, h.closed_at, h.transaction_id, t.type as kind, t.status, t.amount,
          t.currency, o.state as "order_state?", o.approve_by as "approve_by?", t.user_id,
          u.first_name || ' ' || u.last_name as "customer!",
          coalesce(r.name, o.creditor_name, m.business_name, '') as "payee!", t.recipient_id, t.merchant_id,
          m.user_id as "owner_id?", r.country as "country?", coalesce(r.bank_account, o.creditor_account) as account,
          r.bank_name as bank,
          coalesce((
            select json_agg(json_build_object('rule', f.rule, 'severity', f.severity, 'score', f.score,
              'alert_id', f.alert_id) order by f.score desc, f.rule)
            from aml_findings f where f.transaction_id = t.id and f.mode = 'live'
          ), '[]') as "findings!: Json<Vec<FindingRow>>",
          coalesce((
            select json_agg(json_build_object('id', s.id, 'score', coalesce(s.score, 0), 'settled_as', s.settled_as,
              'name', coalesce(s.match_details -> 'names' ->> 0, ''), 'listed_as', s.match_details ->> 'listed_as',
              'source', s.match_details ->> 'source') order by s.settled_as is not null, s.score desc nulls last, s.id)
            from screening_results s
            where s.subject_id in (t.user_id, t.recipient_id, t.merchant_id, m.user_id, p.user_id)
              and s.superseded_at is null and s.screening_type = 'sanctions'
              and s.result in ('match', 'potential_match')
          ), '[]') as "hits!: Json<Vec<HitRow>>",
          coalesce((
            select json_agg(json_build_object('step', d.step, 'officer_id', d.officer_id,
              'officer', w.first_name || ' ' || w.last_name, 'reason', d.reason, 'decided_at', d.decided_at) order by d.id)
            from payment_hold_decisions d join users w on w.id = d.officer_id where d.hold_id = h.id
          ), '[]') as "decisions!: Json<Vec<DecisionRow>>"
        from payment_holds h
        join transactions t on t.id = h.transaction_id
        join users u on u.id = t.user_id
        left join payment_orders o on o.transaction_id = t.id
        left join recipients r on r.id = t.recipient_id
        left join merchants m on m.id = t.merchant_id
        left join transactions p on p.id = t.refund_of
        where h.id = $1
        "#,
        id.as_str()
    )
    .fetch_optional(db)
    .await
}
