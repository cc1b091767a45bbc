//! All SQL of the queue.
use chrono::{DateTime, Utc};
use domain::ids::UserId;
use sqlx::PgPool;

pub(in crate::backoffice::alerts) struct LineRow {
    pub id: String,
    pub version: i32,
    pub user_id: String,
    pub customer: String,
    pub alert_type: String,
    pub severity: String,
    pub status: String,
    pub findings: i64,
    pub score: i64,
    pub officer: Option<String>,
    pub outcome: Option<String>,
    pub created_at: DateTime<Utc>,
    pub due_at: DateTime<Utc>,
    pub snoozed_until: Option<DateTime<Utc>>,
    pub closed_at: Option<DateTime<Utc>>,
}

/// What the queue is narrowed to; what is none narrows nothing.
pub(super) struct Narrowing<'a> {
    pub after: Option<(DateTime<Utc>, &'a str)>,
    pub status: Option<&'a str>,
    pub severity: Option<&'a str>,
    pub rule: Option<&'a str>,
    pub assigned_to: Option<&'a str>,
    pub free: bool,
    pub snoozed: bool,
    pub outcome: Option<&'a str>,
    pub due_before: Option<DateTime<Utc>>,
    pub begins_at: Option<DateTime<Utc>>,
    pub ends_before: Option<DateTime<Utc>>,
    pub now: DateTime<Utc>,
    pub limit: i64,
}

/// What is not closed, what is due first at the top. Every condition is one on the queue's index, which is walked until
/// the page is full.
pub(super) async fn queue(db: &PgPool, by: &Narrowing<'_>) -> sqlx::Result<Vec<LineRow>> {
    let (due_at, id) = by.after.unzip();
    sqlx::query_as!(
        LineRow,
        r#"
        select a.id, a.version, a.user_id, u.first_name || ' ' || u.last_name as "customer!", a.alert_type, a.severity,
          a.status, coalesce((a.details ->> 'findings')::bigint, 0) as "findings!",
          coalesce((a.details ->> 'score')::bigint, 0) as "score!", o.first_name || ' ' || o.last_name as "officer?",
          a.outcome, a.created_at, a.due_at, a.snoozed_until, a.closed_at
        from (
          select id from aml_alerts
          where closed_at is null
            and (due_at, id) > (coalesce($1, '-infinity'::timestamptz), coalesce($2, ''))
            and ($3::text is null or status = $3)
            and ($4::text is null or severity = $4)
            and ($5::text is null or alert_type = $5)
            and ($6::text is null or assigned_to = $6)
            and (not $7 or assigned_to is null)
            and coalesce(snoozed_until > $8, false) = $9
            and due_at <= coalesce($10, 'infinity'::timestamptz)
            and created_at >= coalesce($11, '-infinity'::timestamptz)
            and created_at < coalesce($12, 'infinity'::timestamptz)
          order by due_at, id limit $13
        ) found
        join aml_alerts a on a.id = found.id
        join users u on u.id = a.user_id
        left join users o on o.id = a.assigned_to
        order by a.due_at, a.id
        "#,
        due_at,
        id,
        by.status,
        by.severity,
        by.rule,
        by.assigned_to,
        by.free,
        by.now,
        by.snoozed,
        by.due_before,
        by.begins_at,
        by.ends_before,
        by.limit
    )
    .fetch_all(db)
    .await
}

/// Which strips of the closed ones are looked at.
pub(super) struct Strips<'a> {
    pub statuses: &'a [String],
    pub rules: &'a [String],
    pub severities: &'a [String],
}

/// What is closed, newest first, put together from the heads of strips.
pub(super) async fn closed(
    db: &PgPool,
    by: &Narrowing<'_>,
    strips: &Strips<'_>,
) -> sqlx::Result<Vec<LineRow>> {
    let (created_at, id) = by.after.unzip();
    sqlx::query_as!(
        LineRow,
        r#"
        select a.id, a.version, a.user_id, u.first_name || ' ' || u.last_name as "customer!", a.alert_type, a.severity,
          a.status, coalesce((a.details ->> 'findings')::bigint, 0) as "findings!",
          coalesce((a.details ->> 'score')::bigint, 0) as "score!", o.first_name || ' ' || o.last_name as "officer?",
          a.outcome, a.created_at, a.due_at, a.snoozed_until, a.closed_at
        from (
          select head.id from unnest($3::text[]) as s (status), unnest($4::text[]) as r (rule),
            unnest($5::text[]) as v (severity)
          cross join lateral (
            select id, created_at from aml_alerts
            where closed_at is not null and status = s.status and alert_type = r.rule and severity = v.severity
              and (created_at, id) < (coalesce($1, 'infinity'::timestamptz), coalesce($2, ''))
              and created_at >= coalesce($6, '-infinity'::timestamptz)
              and created_at < coalesce($7, 'infinity'::timestamptz)
              and ($8::text is null or outcome = $8)
            order by created_at desc, id desc limit $9
          ) head
          order by head.created_at desc, head.id desc limit $9
        ) found
        join aml_alerts a on a.id = found.id
        join users u on u.id = a.user_id
        left join users o on o.id = a.reviewed_by
        order by a.created_at desc, a.id desc
        "#,
        created_at,
        id,
        strips.statuses,
        strips.rules,
        strips.severities,
        by.begins_at,
        by.ends_before,
        by.outcome,
        by.limit
    )
    .fetch_all(db)
    .await
}

/// What one officer has closed, newest first.
pub(super) async fn closed_by(
    db: &PgPool,
    by: &Narrowing<'_>,
    officer: &str,
    statuses: &[String],
) -> sqlx::Result<Vec<LineRow>> {
    let (created_at, id) = by.after.unzip();
    sqlx::query_as!(
        LineRow,
        r#"
        select a.id, a.version, a.user_id, u.first_name || ' ' || u.last_name as "customer!", a.alert_type, a.severity,
          a.status, coalesce((a.details ->> 'findings')::bigint, 0) as "findings!",
          coalesce((a.details ->> 'score')::bigint, 0) as "score!", o.first_name || ' ' || o.last_name as "officer?",
          a.outcome, a.created_at, a.due_at, a.snoozed_until, a.closed_at
        from (
          select id from aml_alerts
          where closed_at is not null and reviewed_by = $3 and status = any($4)
            and (created_at, id) < (coalesce($1, 'infinity'::timestamptz), coalesce($2, ''))
            and created_at >= coalesce($5, '-infinity'::timestamptz)
            and created_at < coalesce($6, 'infinity'::timestamptz)
            and ($7::text is null or severity = $7)
            and ($8::text is null or alert_type = $8)
            and ($9::text is null or outcome = $9)
          order by created_at desc, id desc limit $10
        ) found
        join aml_alerts a on a.id = found.id
        join users u on u.id = a.user_id
        left join users o on o.id = a.reviewed_by
        order by a.created_at desc, a.id desc
        "#,
        created_at,
        id,
        officer,
        statuses,
        by.begins_at,
        by.ends_before,
        by.severity,
        by.rule,
        by.outcome,
        by.limit
    )
    .fetch_all(db)
    .await
}

/// What a search means.
#[derive(Default)]
pub(super) struct Sought {
    pub alerts: Vec<String>,
    pub users: Vec<String>,
}

/// Alerts of the people who were looked for, newest first, closed or not.
pub(super) async fn sought(
    db: &PgPool,
    by: &Narrowing<'_>,
    sought: &Sought,
    statuses: &[String],
) -> sqlx::Result<Vec<LineRow>> {
    let (created_at, id) = by.after.unzip();
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
        where (a.user_id = any($3) or a.id = any($4))
          and a.status = any($5)
          and (a.created_at, a.id) < (coalesce($1, 'infinity'::timestamptz), coalesce($2, ''))
          and a.created_at >= coalesce($6, '-infinity'::timestamptz)
          and a.created_at < coalesce($7, 'infinity'::timestamptz)
          and ($8::text is null or a.severity = $8)
          and ($9::text is null or a.alert_type = $9)
          and ($10::text is null or coalesce(a.reviewed_by, a.assigned_to) = $10)
          and (not $11 or a.assigned_to is null)
          and ($12::text is null or a.outcome = $12)
          and (not $13 or (a.closed_at is null and a.snoozed_until > $14))
          and ($15::timestamptz is null or (a.closed_at is null and a.due_at <= $15))
        order by a.created_at desc, a.id desc limit $16
        "#,
        created_at,
        id,
        &sought.users,
        &sought.alerts,
        statuses,
        by.begins_at,
        by.ends_before,
        by.severity,
        by.rule,
        by.assigned_to,
        by.free,
        by.outcome,
        by.snoozed,
        by.now,
        by.due_before,
        by.limit
    )
    .fetch_all(db)
    .await
}

pub(super) struct CountRow {
    pub counted: i64,
    pub active: i64,
    pub mine: i64,
    pub free: i64,
    pub overdue: i64,
    pub critical: i64,
    pub escalated: i64,
    pub snoozed: i64,
}

/// How many stand where, of those that are due first: one walk over the queue's index, of a bounded length.
pub(super) async fn counts(
    db: &PgPool,
    me: &UserId,
    now: DateTime<Utc>,
    limit: i64,
) -> sqlx::Result<CountRow> {
    sqlx::query_as!(
        CountRow,
        r#"
        select count(*) as "counted!", count(*) filter (where awake) as "active!",
          count(*) filter (where awake and assigned_to = $1) as "mine!",
          count(*) filter (where awake and assigned_to is null) as "free!",
          count(*) filter (where awake and due_at <= $2) as "overdue!",
          count(*) filter (where awake and severity = 'critical') as "critical!",
          count(*) filter (where awake and status = 'escalated') as "escalated!",
          count(*) filter (where not awake) as "snoozed!"
        from (
          select assigned_to, due_at, severity, status, coalesce(snoozed_until <= $2, true) as awake
          from aml_alerts where closed_at is null order by due_at, id limit $3
        ) as queue
        "#,
        me.as_str(),
        now,
        limit
    )
    .fetch_one(db)
    .await
}
