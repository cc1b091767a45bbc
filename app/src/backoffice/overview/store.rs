//! All SQL of the overview.
use chrono::{DateTime, NaiveDate, Utc};
use domain::ids::UserId;
use rust_decimal::Decimal;
use serde::Deserialize;
use sqlx::PgPool;
use sqlx::types::Json;

use super::model::COUNTED_MAX;

#[derive(Deserialize)]
pub(super) struct SeverityRow {
    pub severity: String,
    pub open: i64,
    pub overdue: i64,
}

#[derive(Deserialize)]
pub(super) struct RuleRow {
    pub rule: String,
    pub closed: i64,
    pub false_positives: i64,
}

#[derive(Deserialize)]
pub(super) struct DayRow {
    pub day: NaiveDate,
    pub closed: i64,
}

pub(super) struct OverviewRow {
    pub alerts: Json<Vec<SeverityRow>>,
    pub unassigned: i64,
    pub mine: i64,
    pub escalated: i64,
    /// Up to a day, three days, a week, a month, and older.
    pub ages: Json<Vec<i64>>,
    pub closed: i64,
    pub in_time: i64,
    pub median_minutes: Option<i64>,
    pub days: Json<Vec<DayRow>>,
    pub rules: Json<Vec<RuleRow>>,
    pub holds: i64,
    pub held: Decimal,
    pub hits: i64,
    pub kyc: i64,
    pub drafts: i64,
    pub complaints: i64,
    pub complaints_overdue: i64,
    pub requests: i64,
    pub requests_overdue: i64,
}

/// From when on closed alerts are looked at.
pub(super) struct Since {
    pub closed: DateTime<Utc>,
    pub rules: DateTime<Utc>,
    pub chart: DateTime<Utc>,
}

/// Everything in one round trip. What is open stands in partial indexes of its own; what was closed is read from the
/// newest end of one, and nothing is counted beyond [`COUNTED_MAX`].
pub(super) async fn overview(
    db: &PgPool,
    officer: &UserId,
    now: DateTime<Utc>,
    today: NaiveDate,
    since: &Since,
) -> sqlx::Result<OverviewRow> {
    sqlx::query_as!(
        OverviewRow,
        r#"
        with open as materialized (
          select severity, status, assigned_to, due_at, created_at from aml_alerts
          where closed_at is null order by due_at, id limit $4
        ), closed as materialized (
          select alert_type, outcome, created_at, due_at, closed_at from aml_alerts
          where closed_at is not null and closed_at >= $6 order by closed_at desc limit $4
        ), lately as (
          select * from closed where closed_at >= $5
        ), held as (
          select t.amount from payment_holds h join transactions t on t.id = h.transaction_id
          where h.closed_at is null order by h.created_at, h.id limit $4
        ), complaining as (
          select due_on from complaints where status <> 'resolved' order by due_on, id limit $4
        ), requested as (
          select due_on from data_access_requests where status = 'pending' order by due_on, id limit $4
        )
        select
          coalesce((select json_agg(counted) from (
            select severity, count(*) as open, count(*) filter (where due_at < $2) as overdue from open group by severity
          ) counted), '[]') as "alerts!: Json<Vec<SeverityRow>>",
          (select count(*) from open where assigned_to is null) as "unassigned!",
          (select count(*) from open where assigned_to = $1) as "mine!",
          (select count(*) from open where status = 'escalated') as "escalated!",
          (select json_build_array(
            count(*) filter (where created_at > $2 - interval '1 day'),
            count(*) filter (where created_at > $2 - interval '3 days' and created_at <= $2 - interval '1 day'),
            count(*) filter (where created_at > $2 - interval '7 days' and created_at <= $2 - interval '3 days'),
            count(*) filter (where created_at > $2 - interval '30 days' and created_at <= $2 - interval '7 days'),
            count(*) filter (where created_at <= $2 - interval '30 days')) from open) as "ages!: Json<Vec<i64>>",
          (select count(*) from lately) as "closed!",
          (select count(*) from lately where closed_at <= due_at) as "in_time!",
          (select (extract(epoch from percentile_disc(0.5) within group (order by closed_at - created_at)) / 60)::bigint
            from lately) as median_minutes,
          coalesce((select json_agg(counted) from (
            select (closed_at at time zone 'Europe/Oslo')::date as day, count(*) as closed from closed
            where closed_at >= $7 group by 1
          ) counted), '[]') as "days!: Json<Vec<DayRow>>",
          coalesce((select json_agg(counted) from (
            select alert_type as rule, count(*) as closed,
              count(*) filter (where outcome = 'false_positive') as false_positives
            from closed group by alert_type
          ) counted), '[]') as "rules!: Json<Vec<RuleRow>>",
          (select count(*) from held) as "holds!",
          (select coalesce(sum(amount), 0) from held) as "held!",
          (select count(*) from (
            select from screening_results
            where superseded_at is null and settled_as is null and result in ('match', 'potential_match') limit $4
          ) hits) as "hits!",
          (select count(*) from (select from kyc_cases where status = 'submitted' limit $4) waiting) as "kyc!",
          (select count(*) from (select from str_reports where state in ('draft', 'proposed') limit $4) drafts) as "drafts!",
          (select count(*) from complaining) as "complaints!",
          (select count(*) from complaining where due_on < $3) as "complaints_overdue!",
          (select count(*) from requested) as "requests!",
          (select count(*) from requested where due_on < $3) as "requests_overdue!"
        "#,
        officer.as_str(),
        now,
        today,
        COUNTED_MAX,
        since.closed,
        since.rules,
        since.chart,
    )
    .fetch_one(db)
    .await
}
