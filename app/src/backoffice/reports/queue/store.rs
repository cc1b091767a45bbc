//! All SQL of the list of reports, and of what a new one could be about.
use chrono::{DateTime, Utc};
use domain::ids::{AlertId, UserId};
use sqlx::PgPool;

pub(super) struct LineRow {
    pub id: String,
    pub user_id: String,
    pub name: String,
    pub state: String,
    pub reference: Option<String>,
    pub alerts: i64,
    pub begun_by: Option<String>,
    pub proposed_by: Option<String>,
    pub created_at: DateTime<Utc>,
    pub filed_at: Option<DateTime<Utc>>,
}

/// What the list is narrowed to; what is none narrows nothing.
pub(super) struct Narrowing<'a> {
    pub state: Option<&'a str>,
    pub user: Option<&'a UserId>,
    /// The beginning of a reference, an id, or a part of a name.
    pub search: Option<&'a str>,
    pub after: Option<(DateTime<Utc>, &'a str)>,
    pub limit: i64,
}

/// Reports, the newest first. Dropped ones only when they are asked for.
pub(super) async fn list(db: &PgPool, by: &Narrowing<'_>) -> sqlx::Result<Vec<LineRow>> {
    let (created_at, id) = by.after.map_or((None, None), |(at, id)| (Some(at), Some(id)));
    sqlx::query_as!(
        LineRow,
        r#"
        select r.id, r.user_id, u.first_name || ' ' || u.last_name as "name!", r.state,
          r.reference_number as reference, (select count(*) from str_report_alerts l where l.report_id = r.id) as "alerts!",
          b.first_name || ' ' || b.last_name as begun_by, p.first_name || ' ' || p.last_name as proposed_by,
          r.created_at, r.filed_at
        from str_reports r
        join users u on u.id = r.user_id
        left join users b on b.id = r.created_by
        left join users p on p.id = r.proposed_by
        where (r.state = $1 or ($1::text is null and r.state <> 'withdrawn'))
          and ($2::text is null or r.user_id = $2)
          and ($3::text is null or r.id = $3 or r.user_id = $3 or starts_with(r.reference_number, upper($3))
            or strpos(lower(u.first_name || ' ' || u.last_name), lower($3)) > 0)
          and ($4::timestamptz is null or (r.created_at, r.id) < ($4, $5))
        order by r.created_at desc, r.id desc limit $6
        "#,
        by.state,
        by.user.map(UserId::as_str),
        by.search,
        created_at,
        id,
        by.limit
    )
    .fetch_all(db)
    .await
}

pub(super) struct WaitingRow {
    pub drafts: i64,
    pub proposed: i64,
    pub submitted: i64,
}

/// How many are not done: three short ranges of the index on the state.
pub(super) async fn waiting(db: &PgPool) -> sqlx::Result<WaitingRow> {
    sqlx::query_as!(
        WaitingRow,
        r#"
        select (select count(*) from str_reports where state = 'draft') as "drafts!",
          (select count(*) from str_reports where state = 'proposed') as "proposed!",
          (select count(*) from str_reports where state = 'submitted') as "submitted!"
        "#
    )
    .fetch_one(db)
    .await
}

/// Whose an alert is, and which report has it.
pub(super) struct AlertOwner {
    pub user_id: String,
    pub name: String,
    pub report_id: Option<String>,
}

pub(super) async fn alert(db: &PgPool, id: &AlertId) -> sqlx::Result<Option<AlertOwner>> {
    sqlx::query_as!(
        AlertOwner,
        r#"
        select a.user_id, u.first_name || ' ' || u.last_name as "name!", l.report_id as "report_id?"
        from aml_alerts a join users u on u.id = a.user_id left join str_report_alerts l on l.alert_id = a.id
        where a.id = $1
        "#,
        id.as_str()
    )
    .fetch_optional(db)
    .await
}

pub(super) struct ChoiceRow {
    pub id: String,
    pub alert_type: String,
    pub severity: String,
    pub findings: i64,
    pub created_at: DateTime<Utc>,
}

/// The alerts of a customer that may be reported: those that are not closed, or were with a suspicion that remains.
pub(super) async fn reportable(db: &PgPool, user: &UserId, limit: i64) -> sqlx::Result<Vec<ChoiceRow>> {
    sqlx::query_as!(
        ChoiceRow,
        r#"
        select a.id, a.alert_type, a.severity, a.created_at,
          (select count(*) from aml_findings f where f.alert_id = a.id) as "findings!"
        from aml_alerts a
        where a.user_id = $1 and (a.status in ('open', 'investigating', 'escalated')
            or (a.status = 'resolved' and a.outcome = 'confirmed'))
          and not exists (select from str_report_alerts l where l.alert_id = a.id)
        order by a.created_at desc, a.id desc limit $2
        "#,
        user.as_str(),
        limit
    )
    .fetch_all(db)
    .await
}
