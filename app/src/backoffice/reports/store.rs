//! All SQL of one report: the draft, its alerts, statements and steps. What they tell is read in `facts`.
use chrono::{DateTime, Utc};
use domain::compliance::report::Step;
use domain::ids::{ReportId, UserId};
use serde::Deserialize;
use serde_json::Value;
use sqlx::PgConnection;
use sqlx::types::Json;

/// Locks alerts of which one report is to be about: those of them that may be reported.
pub(super) async fn lock_reportable_in_tx(
    tx: &mut PgConnection,
    alerts: &[String],
) -> sqlx::Result<Vec<(String, String)>> {
    let rows = sqlx::query!(
        r#"
        select a.id, a.user_id from aml_alerts a
        where a.id = any($1) and (a.status in ('open', 'investigating', 'escalated')
            or (a.status = 'resolved' and a.outcome = 'confirmed'))
          and not exists (select from str_report_alerts l where l.alert_id = a.id)
        order by a.id for update
        "#,
        alerts
    )
    .fetch_all(tx)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.user_id)).collect())
}

pub(super) struct NewReport<'a> {
    pub id: &'a ReportId,
    pub user: &'a UserId,
    pub alert: &'a str,
    pub officer: &'a UserId,
    pub details: Value,
    pub now: DateTime<Utc>,
}

pub(super) async fn insert_in_tx(tx: &mut PgConnection, new: &NewReport<'_>) -> sqlx::Result<()> {
    sqlx::query!(
        r#"
        insert into str_reports (id, user_id, alert_id, report_type, details, created_by, created_at)
        values ($1, $2, $3, 'str', $4, $5, $6)
        "#,
        new.id.as_str(),
        new.user.as_str(),
        new.alert,
        new.details,
        new.officer.as_str(),
        new.now
    )
    .execute(tx)
    .await?;
    Ok(())
}

pub(super) async fn add_alerts_in_tx(
    tx: &mut PgConnection,
    report: &ReportId,
    alerts: &[String],
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!(
        r#"
        insert into str_report_alerts (report_id, alert_id, added_at)
        select $1, id, $3 from unnest($2::text[]) as added (id)
        "#,
        report.as_str(),
        alerts,
        now
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// A dropped report is about no alert any more, so that another one may be.
pub(super) async fn remove_alerts_in_tx(
    tx: &mut PgConnection,
    report: &ReportId,
) -> sqlx::Result<Vec<String>> {
    sqlx::query_scalar!(
        "delete from str_report_alerts where report_id = $1 returning alert_id",
        report.as_str()
    )
    .fetch_all(tx)
    .await
}

pub(super) struct ReportRow {
    pub id: String,
    pub user_id: String,
    pub state: String,
    pub version: i32,
    pub details: Option<Value>,
    pub proposed_by: Option<String>,
    pub content: Option<String>,
    pub content_hash: Option<String>,
    pub receipt: Option<String>,
    pub statements: Json<Vec<StatementRow>>,
    pub timeline: Json<Vec<StepRow>>,
}

#[derive(Deserialize)]
pub(super) struct StatementRow {
    pub number: i32,
    pub body: String,
    pub payments: Vec<String>,
}

#[derive(Deserialize)]
pub(super) struct StepRow {
    pub step: String,
    pub by: String,
    pub reason: Option<String>,
    pub at: DateTime<Utc>,
}

/// One report with its statements and its steps.
pub(super) async fn report(tx: &mut PgConnection, id: &ReportId) -> sqlx::Result<Option<ReportRow>> {
    sqlx::query_as!(
        ReportRow,
        r#"
        select r.id, r.user_id, r.state, r.version, r.details, r.proposed_by, r.content,
          r.content_hash, r.receipt_number as receipt,
          coalesce((
            select jsonb_agg(jsonb_build_object('number', s.number, 'body', s.body, 'payments', coalesce((
                select jsonb_agg(l.transaction_id order by l.transaction_id) from str_statement_transactions l
                where l.report_id = s.report_id and l.number = s.number), '[]')) order by s.number)
            from str_statements s where s.report_id = r.id), '[]') as "statements!: Json<Vec<StatementRow>>",
          coalesce((
            select jsonb_agg(jsonb_build_object('step', t.step, 'by', o.first_name || ' ' || o.last_name,
                'reason', t.reason, 'at', t.taken_at) order by t.id)
            from str_report_steps t join users o on o.id = t.officer_id
            where t.report_id = r.id), '[]') as "timeline!: Json<Vec<StepRow>>"
        from str_reports r where r.id = $1
        "#,
        id.as_str()
    )
    .fetch_optional(tx)
    .await
}

/// Nobody else changes the report until this transaction is over.
pub(super) async fn lock_in_tx(tx: &mut PgConnection, id: &ReportId) -> sqlx::Result<()> {
    sqlx::query!("select id from str_reports where id = $1 for update", id.as_str())
        .fetch_optional(tx)
        .await?;
    Ok(())
}

pub(super) async fn save_details_in_tx(
    tx: &mut PgConnection,
    id: &ReportId,
    details: Option<&Value>,
) -> sqlx::Result<()> {
    sqlx::query!(
        "update str_reports set details = coalesce($2, details), version = version + 1 where id = $1",
        id.as_str(),
        details
    )
    .execute(tx)
    .await?;
    Ok(())
}

pub(super) struct NewStatement<'a> {
    pub report: &'a ReportId,
    /// Of one that is there; none is the next one.
    pub number: Option<i32>,
    pub body: &'a str,
    pub payments: &'a [String],
    /// Payments of others that alerts of the report rest on.
    pub evidence: &'a [String],
    pub officer: &'a UserId,
    pub now: DateTime<Utc>,
}

/// Writes a statement and what it is about: payments of the customer, and of others those that alerts rest on. Returns its
/// number.
pub(super) async fn save_statement_in_tx(tx: &mut PgConnection, new: &NewStatement<'_>) -> sqlx::Result<i32> {
    let number = sqlx::query_scalar!(
        r#"
        insert into str_statements (report_id, number, body, written_by, written_at)
        values ($1, coalesce($2, (select coalesce(max(number), 0) + 1 from str_statements where report_id = $1)), $3, $4, $5)
        on conflict (report_id, number) do update
          set body = excluded.body, written_by = excluded.written_by, written_at = excluded.written_at
        returning number
        "#,
        new.report.as_str(),
        new.number,
        new.body,
        new.officer.as_str(),
        new.now
    )
    .fetch_one(&mut *tx)
    .await?;
    sqlx::query!(
        "delete from str_statement_transactions where report_id = $1 and number = $2",
        new.report.as_str(),
        number
    )
    .execute(&mut *tx)
    .await?;
    sqlx::query!(
        r#"
        insert into str_statement_transactions (report_id, number, transaction_id)
        select r.id, $2, t.id from str_reports r, transactions t
        where r.id = $1 and t.id = any($3) and (t.user_id = r.user_id or t.id = any($4))
        "#,
        new.report.as_str(),
        number,
        new.payments,
        new.evidence
    )
    .execute(tx)
    .await?;
    Ok(number)
}

pub(super) async fn remove_statement_in_tx(
    tx: &mut PgConnection,
    report: &ReportId,
    number: i32,
) -> sqlx::Result<()> {
    sqlx::query!("delete from str_statements where report_id = $1 and number = $2", report.as_str(), number)
        .execute(tx)
        .await?;
    Ok(())
}

pub(super) async fn record_step_in_tx(
    tx: &mut PgConnection,
    report: &ReportId,
    step: Step,
    officer: &UserId,
    (reason, now): (Option<&str>, DateTime<Utc>),
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into str_report_steps (report_id, step, officer_id, reason, taken_at) values ($1, $2, $3, $4, $5)",
        report.as_str(),
        step.as_str(),
        officer.as_str(),
        reason,
        now
    )
    .execute(tx)
    .await?;
    Ok(())
}
