//! All SQL of data requests as officers decide them.
use chrono::{DateTime, NaiveDate, Utc};
use domain::ids::{DataRequestId, UserId};
use serde::Deserialize;
use sqlx::types::Json;
use sqlx::{PgConnection, PgPool};

/// What the queue is narrowed to; what is none narrows nothing.
pub(super) struct Narrowing<'a> {
    pub kind: Option<&'a str>,
    pub officer: Option<&'a str>,
    pub unassigned: bool,
    pub due_before: Option<NaiveDate>,
    /// In lower case.
    pub search: Option<&'a str>,
    pub limit: i64,
}

pub(super) struct QueueRow {
    pub id: String,
    pub kind: String,
    pub customer: String,
    pub status: String,
    pub received_on: NaiveDate,
    pub due_on: NaiveDate,
    pub last_due_on: NaiveDate,
    pub officer: Option<String>,
    pub decided_at: Option<DateTime<Utc>>,
}

/// What waits for a decision, the most urgent first, from just after one that was shown before.
pub(super) async fn open(
    db: &PgPool,
    by: &Narrowing<'_>,
    after: Option<(NaiveDate, &str)>,
) -> sqlx::Result<Vec<QueueRow>> {
    let (day, id) = after.unzip();
    sqlx::query_as!(
        QueueRow,
        r#"
        select r.id, r.request_type as kind, u.first_name || ' ' || u.last_name as "customer!", r.status, r.received_on,
          r.due_on, r.last_due_on, o.first_name || ' ' || o.last_name as officer, r.decided_at
        from data_access_requests r join users u on u.id = r.user_id left join users o on o.id = r.assigned_to
        where r.status = 'pending'
          and (r.due_on, r.id) > (coalesce($1, '-infinity'::date), coalesce($2, ''))
          and ($3::text is null or r.request_type = $3)
          and ($4::text is null or r.assigned_to = $4)
          and (not $5 or r.assigned_to is null)
          and r.due_on < coalesce($6, 'infinity'::date)
          and ($7::text is null or strpos(lower(concat_ws(' ', r.id, u.first_name, u.last_name, u.email)), $7) > 0)
        order by r.due_on, r.id limit $8
        "#,
        day,
        id,
        by.kind,
        by.officer,
        by.unassigned,
        by.due_before,
        by.search,
        by.limit
    )
    .fetch_all(db)
    .await
}

/// What was decided, the latest first.
pub(super) async fn decided(
    db: &PgPool,
    by: &Narrowing<'_>,
    after: Option<(DateTime<Utc>, &str)>,
) -> sqlx::Result<Vec<QueueRow>> {
    let (at, id) = after.unzip();
    sqlx::query_as!(
        QueueRow,
        r#"
        select r.id, r.request_type as kind, u.first_name || ' ' || u.last_name as "customer!", r.status, r.received_on,
          r.due_on, r.last_due_on, o.first_name || ' ' || o.last_name as officer, r.decided_at
        from data_access_requests r join users u on u.id = r.user_id left join users o on o.id = r.decided_by
        where r.status <> 'pending'
          and (r.decided_at, r.id) < (coalesce($1, 'infinity'::timestamptz), coalesce($2, ''))
          and ($3::text is null or r.request_type = $3)
          and ($4::text is null or strpos(lower(concat_ws(' ', r.id, u.first_name, u.last_name, u.email)), $4) > 0)
        order by r.decided_at desc, r.id desc limit $5
        "#,
        at,
        id,
        by.kind,
        by.search,
        by.limit
    )
    .fetch_all(db)
    .await
}

pub(super) struct CountRow {
    pub open: i64,
    pub mine: i64,
    pub unassigned: i64,
    pub overdue: i64,
}

/// Of the most urgent that wait; there are few, and were there many the numbers would end at `most`.
pub(super) async fn counts(
    db: &PgPool,
    officer: &UserId,
    today: NaiveDate,
    most: i64,
) -> sqlx::Result<CountRow> {
    sqlx::query_as!(
        CountRow,
        r#"
        select count(*) as "open!", count(*) filter (where assigned_to = $1) as "mine!",
          count(*) filter (where assigned_to is null) as "unassigned!",
          count(*) filter (where due_on < $2) as "overdue!"
        from (
          select assigned_to, due_on from data_access_requests where status = 'pending' order by due_on, id limit $3
        ) waiting
        "#,
        officer.as_str(),
        today,
        most
    )
    .fetch_one(db)
    .await
}

#[derive(Deserialize)]
pub(super) struct LineRow {
    pub kind: String,
    pub ground: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct EventRow {
    pub step: String,
    pub officer: String,
    pub status_before: String,
    pub status_after: String,
    pub due_before: NaiveDate,
    pub due_after: NaiveDate,
    pub note: Option<String>,
    pub at: DateTime<Utc>,
}

pub(super) struct CaseRow {
    pub id: String,
    pub version: i32,
    pub user_id: String,
    pub first_name: String,
    pub last_name: String,
    pub email: String,
    pub phone: Option<String>,
    pub date_of_birth: Option<NaiveDate>,
    pub has_shop: bool,
    pub kind: String,
    pub status: String,
    pub received_on: NaiveDate,
    pub due_on: NaiveDate,
    pub last_due_on: NaiveDate,
    pub details: Option<String>,
    pub assigned_to: Option<String>,
    pub officer: Option<String>,
    pub requested_at: DateTime<Utc>,
    pub decided_at: Option<DateTime<Utc>>,
    pub decided_by: Option<String>,
    pub answer: Option<String>,
    pub ground: Option<String>,
    pub lines: Json<Vec<LineRow>>,
    pub events: Json<Vec<EventRow>>,
}

/// One request with what was decided and what officers did, in one round trip.
pub(super) async fn case(db: &PgPool, id: &DataRequestId) -> sqlx::Result<Option<CaseRow>> {
    sqlx::query_as!(
        CaseRow,
        r#"
        select r.id, r.version, r.user_id, u.first_name, u.last_name, u.email, u.phone, u.date_of_birth,
          exists (select from merchants m where m.user_id = r.user_id) as "has_shop!", r.request_type as kind, r.status,
          r.received_on, r.due_on, r.last_due_on, r.details, r.assigned_to,
          o.first_name || ' ' || o.last_name as officer, r.requested_at, r.decided_at,
          d.first_name || ' ' || d.last_name as decided_by, r.answer, r.ground,
          coalesce((
            select json_agg(json_build_object('kind', l.data_kind, 'ground', l.ground))
            from data_request_lines l where l.request_id = r.id
          ), '[]') as "lines!: Json<Vec<LineRow>>",
          coalesce((
            select json_agg(json_build_object('step', e.step, 'officer', a.first_name || ' ' || a.last_name,
              'status_before', e.status_before, 'status_after', e.status_after, 'due_before', e.due_before,
              'due_after', e.due_after, 'note', e.note, 'at', e.created_at) order by e.id)
            from data_request_events e join users a on a.id = e.officer_id where e.request_id = r.id
          ), '[]') as "events!: Json<Vec<EventRow>>"
        from data_access_requests r join users u on u.id = r.user_id left join users o on o.id = r.assigned_to
          left join users d on d.id = r.decided_by
        where r.id = $1
        "#,
        id.as_str()
    )
    .fetch_optional(db)
    .await
}

pub(super) struct StandingRow {
    pub version: i32,
    pub user_id: String,
    pub kind: String,
    pub status: String,
    pub received_on: NaiveDate,
    pub due_on: NaiveDate,
    pub last_due_on: NaiveDate,
    pub assigned_to: Option<String>,
    pub has_shop: bool,
}

/// Locks one request, as far as steps depend on it.
pub(super) async fn lock_in_tx(
    tx: &mut PgConnection,
    id: &DataRequestId,
) -> sqlx::Result<Option<StandingRow>> {
    sqlx::query_as!(
        StandingRow,
        r#"
        select version, user_id, request_type as kind, status, received_on, due_on, last_due_on, assigned_to,
          exists (select from merchants m where m.user_id = r.user_id) as "has_shop!"
        from data_access_requests r where id = $1 for update
        "#,
        id.as_str()
    )
    .fetch_optional(tx)
    .await
}

pub(super) struct Moved<'a> {
    pub id: &'a DataRequestId,
    pub status: &'a str,
    pub due_on: NaiveDate,
    pub assigned_to: Option<&'a str>,
    /// Of a decision: what the customer is told, and of a refusal by which law.
    pub answer: Option<(&'a str, Option<&'a str>)>,
    /// Why it takes longer, or why a restriction ends.
    pub told: Option<&'a str>,
    pub officer: &'a UserId,
    /// Nothing is left to do.
    pub is_over: bool,
    pub now: DateTime<Utc>,
}

/// Moves a request; what was decided before stays.
pub(super) async fn move_in_tx(tx: &mut PgConnection, to: &Moved<'_>) -> sqlx::Result<()> {
    let answer = to.answer.map(|(answer, _)| answer);
    sqlx::query!(
        r#"
        update data_access_requests set status = $2, due_on = $3, assigned_to = $4, version = version + 1,
          answer = coalesce(answer, $5), ground = coalesce(ground, $6),
          decided_at = coalesce(decided_at, case when $5::text is not null then $9::timestamptz end),
          decided_by = coalesce(decided_by, case when $5::text is not null then $7 end),
          completed_at = coalesce(completed_at, case when $8 then $9::timestamptz end), told = coalesce($10, told)
        where id = $1
        "#,
        to.id.as_str(),
        to.status,
        to.due_on,
        to.assigned_to,
        answer,
        to.answer.and_then(|(_, ground)| ground),
        to.officer.as_str(),
        to.is_over,
        to.now,
        to.told
    )
    .execute(tx)
    .await?;
    Ok(())
}

pub(super) async fn decide_kind_in_tx(
    tx: &mut PgConnection,
    id: &DataRequestId,
    kind: &str,
    ground: Option<&str>,
) -> sqlx::Result<()> {
    sqlx::query!(
        r#"
        insert into data_request_lines (request_id, data_kind, outcome, ground)
        values ($1, $2, case when $3::text is null then 'erase' else 'keep' end, $3)
        "#,
        id.as_str(),
        kind,
        ground
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// Puts right what a customer has told. Answers whether anything is another than before.
pub(super) async fn rectify_in_tx(
    tx: &mut PgConnection,
    user: &UserId,
    (first_name, last_name, phone, born): (&str, &str, Option<&str>, Option<NaiveDate>),
) -> sqlx::Result<bool> {
    let changed = sqlx::query!(
        r#"
        update users set first_name = $2, last_name = $3, phone = $4, date_of_birth = coalesce($5, date_of_birth)
        where id = $1 and (first_name, last_name, phone, date_of_birth)
          is distinct from ($2, $3, $4, coalesce($5, date_of_birth))
        "#,
        user.as_str(),
        first_name,
        last_name,
        phone,
        born
    )
    .execute(tx)
    .await?;
    Ok(changed.rows_affected() > 0)
}

pub(super) struct NewEvent<'a> {
    pub id: &'a DataRequestId,
    pub step: &'a str,
    pub officer: &'a UserId,
    pub status: (&'a str, &'a str),
    pub due_on: (NaiveDate, NaiveDate),
    pub note: Option<&'a str>,
    pub now: DateTime<Utc>,
}

pub(super) async fn note_in_tx(tx: &mut PgConnection, event: &NewEvent<'_>) -> sqlx::Result<()> {
    sqlx::query!(
        r#"
        insert into data_request_events (request_id, step, officer_id, status_before, status_after, due_before, due_after,
          note, created_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        "#,
        event.id.as_str(),
        event.step,
        event.officer.as_str(),
        event.status.0,
        event.status.1,
        event.due_on.0,
        event.due_on.1,
        event.note,
        event.now
    )
    .execute(tx)
    .await?;
    Ok(())
}
