//! All SQL of one alert's page.
use chrono::{DateTime, Utc};
use domain::ids::{AlertId, UserId};
use rust_decimal::Decimal;
use serde_json::Value;
use sqlx::PgPool;

use crate::backoffice::alerts::list::store::LineRow;

pub(super) async fn one(db: &PgPool, id: &AlertId) -> sqlx::Result<Option<LineRow>> {
    sqlx::query_as!(
        LineRow,
        r#"
        select a.id, a.version, a.user_id, u.first_name || ' ' || u.last_name as "customer!", a.alert_type, a.severity,
          a.status, coalesce((a.details ->> 'findings')::bigint, 0) as "findings!",
          coalesce((a.details ->> 'score')::bigint, 0) as "score!", o.first_name || ' ' || o.last_name as "officer?",
          a.outcome, a.created_at, a.due_at, a.snoozed_until, a.closed_at
        from aml_alerts a
        join users u on u.id = a.user_id
        left join users o on o.id = coalesce(a.reviewed_by, a.assigned_to)
        where a.id = $1
        "#,
        id.as_str()
    )
    .fetch_optional(db)
    .await
}

pub(super) struct SummaryRow {
    pub assigned_to: Option<String>,
    pub transaction_id: Option<String>,
    pub kyc_status: String,
    pub since: DateTime<Utc>,
    pub open_alerts: i64,
    pub shops: i64,
    pub payments: i64,
    pub sum: Decimal,
}

/// Whose it is, and the customer in a few figures: their last payments since a day, of a bounded number.
pub(super) async fn summary(
    db: &PgPool,
    id: &AlertId,
    since: DateTime<Utc>,
    limit: i64,
) -> sqlx::Result<SummaryRow> {
    sqlx::query_as!(
        SummaryRow,
        r#"
        select a.assigned_to, a.transaction_id, u.kyc_status, u.created_at as since,
          (select count(*) from aml_alerts b where b.user_id = a.user_id and b.closed_at is null) as "open_alerts!",
          (select count(*) from merchants m where m.user_id = a.user_id) as "shops!",
          p.payments as "payments!", p.sum as "sum!"
        from aml_alerts a
        join users u on u.id = a.user_id
        cross join lateral (
          select count(*) as payments, coalesce(sum(last.amount), 0) as sum from (
            select t.amount from transactions t
            where t.user_id = a.user_id and t.created_at >= $2 and t.type <> 'refund' and t.status <> 'failed'
            order by t.created_at desc, t.id desc limit $3
          ) last
        ) p
        where a.id = $1
        "#,
        id.as_str(),
        since,
        limit
    )
    .fetch_one(db)
    .await
}

pub(super) struct FindingRow {
    pub id: String,
    pub transaction_id: String,
    pub severity: String,
    pub score: i16,
    pub evidence: Value,
    pub created_at: DateTime<Utc>,
}

/// What was found, the last one first.
pub(super) async fn findings(db: &PgPool, id: &AlertId, limit: i64) -> sqlx::Result<Vec<FindingRow>> {
    sqlx::query_as!(
        FindingRow,
        r#"
        select id, transaction_id, severity, score, evidence, created_at from aml_findings
        where alert_id = $1 order by created_at desc, id desc limit $2
        "#,
        id.as_str(),
        limit
    )
    .fetch_all(db)
    .await
}

pub(super) struct PaymentRow {
    pub id: String,
    pub kind: String,
    pub status: String,
    pub amount: Decimal,
    pub currency: String,
    pub counterpart: String,
    pub country: Option<String>,
    pub user_id: String,
    pub created_at: DateTime<Utc>,
}

pub(super) async fn payments(db: &PgPool, ids: &[String]) -> sqlx::Result<Vec<PaymentRow>> {
    sqlx::query_as!(
        PaymentRow,
        r#"
        select t.id, t.type as kind, t.status, t.amount, t.currency,
          coalesce(o.creditor_name, r.name, m.business_name, '') as "counterpart!", r.country as "country?", t.user_id,
          t.created_at
        from transactions t
        left join recipients r on r.id = t.recipient_id
        left join merchants m on m.id = t.merchant_id
        left join payment_orders o on o.transaction_id = t.id
        where t.id = any($1)
        "#,
        ids
    )
    .fetch_all(db)
    .await
}

pub(super) struct HoldRow {
    pub id: String,
    pub transaction_id: String,
    pub amount: Decimal,
    pub currency: String,
    pub state: String,
    pub created_at: DateTime<Utc>,
}

/// Which of these payments wait for an officer, or have waited.
pub(super) async fn holds(db: &PgPool, payments: &[String], limit: i64) -> sqlx::Result<Vec<HoldRow>> {
    sqlx::query_as!(
        HoldRow,
        r#"
        select h.id, h.transaction_id, t.amount, t.currency, h.state, h.created_at
        from payment_holds h join transactions t on t.id = h.transaction_id
        where h.transaction_id = any($1) order by h.created_at desc, h.id desc limit $2
        "#,
        payments,
        limit
    )
    .fetch_all(db)
    .await
}

pub(super) struct ReportRow {
    pub id: String,
    pub status: String,
    pub reference_number: Option<String>,
}

/// Reports that grew out of it, or have it among others.
pub(super) async fn reports(db: &PgPool, id: &AlertId) -> sqlx::Result<Vec<ReportRow>> {
    sqlx::query_as!(
        ReportRow,
        r#"
        select id, status, reference_number from str_reports
        where alert_id = $1
          or id in (select report_id from str_report_alerts where alert_id = $1)
          or id in (select after ->> 'report' from aml_alert_events where alert_id = $1 and step = 'file')
        order by created_at desc, id
        "#,
        id.as_str()
    )
    .fetch_all(db)
    .await
}

/// Other alerts about the customer, newest first.
pub(super) async fn of_customer(
    db: &PgPool,
    user: &UserId,
    but: &AlertId,
    limit: i64,
) -> sqlx::Result<Vec<LineRow>> {
    sqlx::query_as!(
        LineRow,
        r#"
        select a.id, a.version, a.user_id, u.first_name || ' ' || u.last_name as "customer!", a.alert_type, a.severity,
          a.status, coalesce((a.details ->> 'findings')::bigint, 0) as "findings!",
          coalesce((a.details ->> 'score')::bigint, 0) as "score!", o.first_name || ' ' || o.last_name as "officer?",
          a.outcome, a.created_at, a.due_at, a.snoozed_until, a.closed_at
        from aml_alerts a
        join users u on u.id = a.user_id
        left join users o on o.id = coalesce(a.reviewed_by, a.assigned_to)
        where a.user_id = $1 and a.id <> $2
        order by a.created_at desc, a.id desc limit $3
        "#,
        user.as_str(),
        but.as_str(),
        limit
    )
    .fetch_all(db)
    .await
}

/// Bounds of looking for others who pay to the same accounts.
pub(super) struct Around {
    pub accounts: i64,
    pub payments_each: i64,
    pub alerts: i64,
}

/// Alerts about other customers, in whose payments to the same accounts something was found.
pub(super) async fn of_accounts(
    db: &PgPool,
    user: &UserId,
    payments: &[String],
    around: &Around,
) -> sqlx::Result<Vec<LineRow>> {
    sqlx::query_as!(
        LineRow,
        r#"
        select a.id, a.version, a.user_id, u.first_name || ' ' || u.last_name as "customer!", a.alert_type, a.severity,
          a.status, coalesce((a.details ->> 'findings')::bigint, 0) as "findings!",
          coalesce((a.details ->> 'score')::bigint, 0) as "score!", o.first_name || ' ' || o.last_name as "officer?",
          a.outcome, a.created_at, a.due_at, a.snoozed_until, a.closed_at
        from (
          select distinct f.alert_id
          from (select distinct creditor_account from payment_orders where transaction_id = any($2) limit $3) own
          cross join lateral (
            select transaction_id from payment_orders
            where creditor_account = own.creditor_account order by created_at desc limit $4
          ) paid
          join aml_findings f on f.transaction_id = paid.transaction_id
          where f.alert_id is not null and f.user_id <> $1
        ) found
        join aml_alerts a on a.id = found.alert_id
        join users u on u.id = a.user_id
        left join users o on o.id = coalesce(a.reviewed_by, a.assigned_to)
        order by a.created_at desc, a.id desc limit $5
        "#,
        user.as_str(),
        payments,
        around.accounts,
        around.payments_each,
        around.alerts
    )
    .fetch_all(db)
    .await
}

pub(super) struct EventRow {
    pub step: String,
    pub officer: String,
    pub note: Option<String>,
    pub before: Value,
    pub after: Value,
    pub created_at: DateTime<Utc>,
}

/// What officers did, the last step first.
pub(super) async fn events(db: &PgPool, id: &AlertId, limit: i64) -> sqlx::Result<Vec<EventRow>> {
    sqlx::query_as!(
        EventRow,
        r#"
        select e.step, u.first_name || ' ' || u.last_name as "officer!", e.note, e.before, e.after, e.created_at
        from aml_alert_events e join users u on u.id = e.officer_id
        where e.alert_id = $1 order by e.id desc limit $2
        "#,
        id.as_str(),
        limit
    )
    .fetch_all(db)
    .await
}
