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
              and ($9::text is null or reviewed_by = $9)
            order by created_at desc, id desc limit $10
          ) head
          order by head.created_at desc, head.id desc limit $10
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
        by.assigned_to,
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

/// Customers by their own e-mail or id, or by how their names begin; an empty first name is any.
pub(super) async fn customers(
    db: &PgPool,
    text: &str,
    (first, last): (&str, &str),
    limit: i64,
) -> sqlx::Result<Vec<String>> {
    sqlx::query_scalar!(
        r#"
        (select id as "id!" from users where id = $1)
        union (select id from users where email = lower($1))
        union (
          select id from users
          where lower(last_name) ~>=~ lower($3) and lower(last_name) ~<~ (lower($3) || chr(1114111))
            and starts_with(lower(first_name), lower($2)) limit $4
        )
        union (
          select id from users
          where $2 = '' and lower(first_name) ~>=~ lower($3) and lower(first_name) ~<~ (lower($3) || chr(1114111))
          limit $4
        )
        "#,
        text,
        first,
        last,
        limit
    )
    .fetch_all(db)
    .await
}

/// The customers of recipients by how their names begin, or by their account.
pub(super) async fn customers_of_recipients(
    db: &PgPool,
    name: &str,
    account: &str,
    limit: i64,
) -> sqlx::Result<Vec<String>> {
    sqlx::query_scalar!(
        r#"
        (
          select user_id as "user_id!" from recipients
          where lower(name) ~>=~ lower($1) and lower(name) ~<~ (lower($1) || chr(1114111)) limit $3
        )
        union (select user_id from recipients where bank_account = $2 limit $3)
        "#,
        name,
        account,
        limit
    )
    .fetch_all(db)
    .await
}

/// Alerts in which something was found in a payment with this reference.
pub(super) async fn alerts_of_reference(db: &PgPool, ending: &str, limit: i64) -> sqlx::Result<Vec<String>> {
    sqlx::query_scalar!(
        r#"
        select alert_id as "alert_id!" from aml_findings
        where right(transaction_id, 8) = $1 and alert_id is not null limit $2
        "#,
        ending,
        limit
    )
    .fetch_all(db)
    .await
}
