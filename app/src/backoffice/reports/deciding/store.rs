//! All SQL of the steps that change where a report stands.
use chrono::{DateTime, Utc};
use domain::ids::{ReportId, UserId};
use sqlx::PgConnection;

/// It is whole, says this officer.
pub(super) async fn propose_in_tx(
    tx: &mut PgConnection,
    id: &ReportId,
    officer: &UserId,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!(
        "update str_reports set proposed_by = $2, proposed_at = $3, version = version + 1 where id = $1",
        id.as_str(),
        officer.as_str(),
        now
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// It is a draft again.
pub(super) async fn return_in_tx(tx: &mut PgConnection, id: &ReportId) -> sqlx::Result<()> {
    sqlx::query!(
        "update str_reports set proposed_by = null, proposed_at = null, version = version + 1 where id = $1",
        id.as_str()
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// The number of the next report that is submitted.
pub(super) async fn next_number_in_tx(tx: &mut PgConnection) -> sqlx::Result<i64> {
    sqlx::query_scalar!(r#"select nextval('str_report_numbers') as "number!""#).fetch_one(tx).await
}

pub(super) struct Sealed<'a> {
    pub report: &'a ReportId,
    pub officer: &'a UserId,
    pub reference: &'a str,
    pub content: &'a str,
    pub hash: &'a str,
    pub now: DateTime<Utc>,
}

/// From here on nothing of it can be changed.
pub(super) async fn submit_in_tx(tx: &mut PgConnection, sealed: &Sealed<'_>) -> sqlx::Result<()> {
    sqlx::query!(
        r#"
        update str_reports set status = 'submitted', submitted_by = $2, reference_number = $3, content = $4,
          content_hash = $5, filed_at = $6, version = version + 1
        where id = $1
        "#,
        sealed.report.as_str(),
        sealed.officer.as_str(),
        sealed.reference,
        sealed.content,
        sealed.hash,
        sealed.now
    )
    .execute(tx)
    .await?;
    Ok(())
}

pub(super) async fn acknowledge_in_tx(
    tx: &mut PgConnection,
    id: &ReportId,
    officer: &UserId,
    (receipt, now): (&str, DateTime<Utc>),
) -> sqlx::Result<()> {
    sqlx::query!(
        r#"
        update str_reports set status = 'acknowledged', receipt_number = $3, acknowledged_by = $2, acknowledged_at = $4
        where id = $1
        "#,
        id.as_str(),
        officer.as_str(),
        receipt,
        now
    )
    .execute(tx)
    .await?;
    Ok(())
}

pub(super) async fn withdraw_in_tx(
    tx: &mut PgConnection,
    id: &ReportId,
    officer: &UserId,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!(
        "update str_reports set withdrawn_by = $2, withdrawn_at = $3, version = version + 1 where id = $1",
        id.as_str(),
        officer.as_str(),
        now
    )
    .execute(tx)
    .await?;
    Ok(())
}

pub(super) async fn name_in_tx(tx: &mut PgConnection, id: &UserId) -> sqlx::Result<(String, String)> {
    let row = sqlx::query!("select first_name, last_name from users where id = $1", id.as_str())
        .fetch_one(tx)
        .await?;
    Ok((row.first_name, row.last_name))
}
