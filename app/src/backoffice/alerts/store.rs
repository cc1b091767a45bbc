//! All SQL of steps: one alert is locked, moved, and what was done is written beside it.
use chrono::{DateTime, Utc};
use domain::ids::{AlertId, UserId};
use serde_json::Value;
use sqlx::{PgConnection, PgPool};

pub(super) struct AlertRow {
    pub severity: String,
    pub status: String,
    pub assigned_to: Option<String>,
    pub snoozed_until: Option<DateTime<Utc>>,
    pub outcome: Option<String>,
    pub due_at: DateTime<Utc>,
    pub version: i32,
}

pub(super) async fn lock_in_tx(tx: &mut PgConnection, id: &AlertId) -> sqlx::Result<Option<AlertRow>> {
    sqlx::query_as!(
        AlertRow,
        r#"
        select severity, status, assigned_to, snoozed_until, outcome, due_at, version
        from aml_alerts where id = $1 for update
        "#,
        id.as_str()
    )
    .fetch_optional(tx)
    .await
}

/// An alert as a step leaves it. `closed` says who closed it and when.
pub(super) struct Moved<'a> {
    pub id: &'a AlertId,
    pub status: &'a str,
    pub assigned_to: Option<&'a str>,
    pub snoozed_until: Option<DateTime<Utc>>,
    pub outcome: Option<&'a str>,
    pub due_at: DateTime<Utc>,
    pub closed: Option<(&'a UserId, DateTime<Utc>)>,
}

pub(super) async fn move_in_tx(tx: &mut PgConnection, moved: &Moved<'_>) -> sqlx::Result<()> {
    let (by, at) = moved.closed.map_or((None, None), |(by, at)| (Some(by.as_str()), Some(at)));
    sqlx::query!(
        r#"
        update aml_alerts set status = $2, assigned_to = $3, snoozed_until = $4, outcome = $5, due_at = $6,
          reviewed_by = $7, reviewed_at = $8, closed_at = $8, version = version + 1
        where id = $1
        "#,
        moved.id.as_str(),
        moved.status,
        moved.assigned_to,
        moved.snoozed_until,
        moved.outcome,
        moved.due_at,
        by,
        at
    )
    .execute(tx)
    .await?;
    Ok(())
}

pub(super) struct NewEvent<'a> {
    pub alert: &'a AlertId,
    pub step: &'a str,
    pub officer: &'a UserId,
    pub note: Option<&'a str>,
    pub before: Value,
    pub after: Value,
    pub now: DateTime<Utc>,
}

pub(super) async fn event_in_tx(tx: &mut PgConnection, new: &NewEvent<'_>) -> sqlx::Result<()> {
    sqlx::query!(
        r#"
        insert into aml_alert_events (alert_id, step, officer_id, note, before, after, created_at)
        values ($1, $2, $3, $4, $5, $6, $7)
        "#,
        new.alert.as_str(),
        new.step,
        new.officer.as_str(),
        new.note,
        new.before,
        new.after,
        new.now
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// The alert that is due first of those that nobody has, locked; what another officer is taking at this instant is left to
/// them. What is escalated waits for a lead.
pub(super) async fn first_free_in_tx(
    tx: &mut PgConnection,
    now: DateTime<Utc>,
    for_lead: bool,
) -> sqlx::Result<Option<String>> {
    sqlx::query_scalar!(
        r#"
        select id from aml_alerts
        where closed_at is null and assigned_to is null and (snoozed_until is null or snoozed_until <= $1)
          and (status <> 'escalated' or $2)
        order by due_at, id limit 1 for update skip locked
        "#,
        now,
        for_lead
    )
    .fetch_optional(tx)
    .await
}

pub(super) struct StaffRow {
    pub id: String,
    pub name: String,
    pub role: String,
}

/// The people of the staff; they are few.
pub(super) async fn staff(db: &PgPool) -> sqlx::Result<Vec<StaffRow>> {
    sqlx::query_as!(
        StaffRow,
        r#"
        select id, first_name || ' ' || last_name as "name!", role from users
        where role in ('compliance', 'admin') order by first_name, last_name, id
        "#
    )
    .fetch_all(db)
    .await
}

pub(super) async fn role_of(db: &PgPool, user: &UserId) -> sqlx::Result<Option<String>> {
    sqlx::query_scalar!("select role from users where id = $1", user.as_str()).fetch_optional(db).await
}

pub(super) struct ViewRow {
    pub id: i64,
    pub name: String,
    pub query: String,
}

pub(super) async fn views(db: &PgPool, officer: &UserId) -> sqlx::Result<Vec<ViewRow>> {
    sqlx::query_as!(
        ViewRow,
        "select id, name, query from aml_alert_views where officer_id = $1 order by name, id",
        officer.as_str()
    )
    .fetch_all(db)
    .await
}

/// Keeps a view; one of the same name is replaced. False when the officer has as many as they may have.
pub(super) async fn save_view(
    db: &PgPool,
    officer: &UserId,
    (name, query): (&str, &str),
    max: i64,
    now: DateTime<Utc>,
) -> sqlx::Result<bool> {
    let saved = sqlx::query!(
        r#"
        insert into aml_alert_views (officer_id, name, query, created_at)
        select $1, $2, $3, $4
        where exists (select from aml_alert_views where officer_id = $1 and name = $2)
          or (select count(*) from aml_alert_views where officer_id = $1) < $5
        on conflict (officer_id, name) do update set query = excluded.query
        "#,
        officer.as_str(),
        name,
        query,
        now,
        max
    )
    .execute(db)
    .await?;
    Ok(saved.rows_affected() > 0)
}

pub(super) async fn remove_view(db: &PgPool, officer: &UserId, id: i64) -> sqlx::Result<bool> {
    let removed =
        sqlx::query!("delete from aml_alert_views where id = $1 and officer_id = $2", id, officer.as_str())
            .execute(db)
            .await?;
    Ok(removed.rows_affected() > 0)
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
