//! All SQL of complaints as officers work on them.
use chrono::{DateTime, NaiveDate, Utc};
use domain::ids::{ComplaintId, UserId};
use serde::Deserialize;
use sqlx::types::Json;
use sqlx::{PgConnection, PgPool};

use crate::complaints::service::PaymentRow;

/// What the queue is narrowed to; what is none narrows nothing.
pub(super) struct Narrowing<'a> {
    pub category: Option<&'a str>,
    pub status: Option<&'a str>,
    pub officer: Option<&'a str>,
    pub unassigned: bool,
    pub due_before: Option<NaiveDate>,
    /// In lower case.
    pub search: Option<&'a str>,
    pub limit: i64,
}

pub(super) struct QueueRow {
    pub id: String,
    pub subject: String,
    pub customer: String,
    pub category: String,
    pub status: String,
    pub received_on: NaiveDate,
    pub due_on: NaiveDate,
    pub last_due_on: NaiveDate,
    pub officer: Option<String>,
    pub outcome: Option<String>,
    pub resolved_at: Option<DateTime<Utc>>,
}

/// What waits for an answer, the most urgent first, from just after one that was shown before.
pub(super) async fn open(
    db: &PgPool,
    by: &Narrowing<'_>,
    after: Option<(NaiveDate, &str)>,
) -> sqlx::Result<Vec<QueueRow>> {
    let (day, id) = after.unzip();
    sqlx::query_as!(
        QueueRow,
        r#"
        select c.id, c.subject, u.first_name || ' ' || u.last_name as "customer!", c.category, c.status, c.received_on,
          c.due_on, c.last_due_on, o.first_name || ' ' || o.last_name as officer, c.outcome, c.resolved_at
        from complaints c join users u on u.id = c.user_id left join users o on o.id = c.assigned_to
        where c.status <> 'resolved'
          and (c.due_on, c.id) > (coalesce($1, '-infinity'::date), coalesce($2, ''))
          and ($3::text is null or c.category = $3)
          and ($4::text is null or c.status = $4)
          and ($5::text is null or c.assigned_to = $5)
          and (not $6 or c.assigned_to is null)
          and c.due_on < coalesce($7, 'infinity'::date)
          and ($8::text is null
            or strpos(lower(concat_ws(' ', c.id, c.subject, u.first_name, u.last_name, u.email)), $8) > 0)
        order by c.due_on, c.id limit $9
        "#,
        day,
        id,
        by.category,
        by.status,
        by.officer,
        by.unassigned,
        by.due_before,
        by.search,
        by.limit
    )
    .fetch_all(db)
    .await
}

/// What was answered, the latest first.
pub(super) async fn resolved(
    db: &PgPool,
    by: &Narrowing<'_>,
    after: Option<(DateTime<Utc>, &str)>,
) -> sqlx::Result<Vec<QueueRow>> {
    let (at, id) = after.unzip();
    sqlx::query_as!(
        QueueRow,
        r#"
        select c.id, c.subject, u.first_name || ' ' || u.last_name as "customer!", c.category, c.status, c.received_on,
          c.due_on, c.last_due_on, o.first_name || ' ' || o.last_name as officer, c.outcome, c.resolved_at
        from complaints c join users u on u.id = c.user_id left join users o on o.id = c.resolved_by
        where c.status = 'resolved'
          and (c.resolved_at, c.id) < (coalesce($1, 'infinity'::timestamptz), coalesce($2, ''))
          and ($3::text is null or c.category = $3)
          and ($4::text is null
            or strpos(lower(concat_ws(' ', c.id, c.subject, u.first_name, u.last_name, u.email)), $4) > 0)
        order by c.resolved_at desc, c.id desc limit $5
        "#,
        at,
        id,
        by.category,
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
    pub escalated: i64,
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
          count(*) filter (where due_on < $2) as "overdue!",
          count(*) filter (where status = 'escalated') as "escalated!"
        from (
          select assigned_to, due_on, status from complaints where status <> 'resolved' order by due_on, id limit $3
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
pub(super) struct LetterRow {
    pub kind: String,
    pub author: String,
    pub body: String,
    pub due_on: Option<NaiveDate>,
    pub at: DateTime<Utc>,
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
    pub customer: String,
    pub email: String,
    pub category: String,
    pub subject: String,
    pub description: String,
    pub status: String,
    pub received_on: NaiveDate,
    pub due_on: NaiveDate,
    pub last_due_on: NaiveDate,
    pub acknowledged: bool,
    pub assigned_to: Option<String>,
    pub officer: Option<String>,
    pub outcome: Option<String>,
    pub created_at: DateTime<Utc>,
    pub resolved_at: Option<DateTime<Utc>>,
    pub others: i64,
    pub about: Option<Json<PaymentRow>>,
    pub letters: Json<Vec<LetterRow>>,
    pub events: Json<Vec<EventRow>>,
}

/// One complaint with its thread and what officers did, in one round trip.
pub(super) async fn case(db: &PgPool, id: &ComplaintId) -> sqlx::Result<Option<CaseRow>> {
    sqlx::query_as!(
        CaseRow,
        r#"
        select c.id, c.version, c.user_id, u.first_name || ' ' || u.last_name as "customer!", u.email, c.category,
          c.subject, c.description, c.status, c.received_on, c.due_on, c.last_due_on,
          c.acknowledged_at is not null as "acknowledged!", c.assigned_to,
          o.first_name || ' ' || o.last_name as officer, c.outcome, c.created_at, c.resolved_at,
          (select count(*) from complaints s where s.user_id = c.user_id and s.id <> c.id) as "others!",
          (
            select json_build_object('id', t.id, 'to', coalesce(r.name, b.business_name, ''), 'amount', t.amount::text,
              'currency', t.currency, 'at', t.created_at)
            from transactions t left join recipients r on r.id = t.recipient_id
            left join merchants b on b.id = t.merchant_id
            where t.id = c.transaction_id
          ) as "about?: Json<PaymentRow>",
          coalesce((
            select json_agg(json_build_object('kind', m.kind, 'author', a.first_name || ' ' || a.last_name,
              'body', m.body, 'due_on', m.due_on, 'at', m.created_at) order by m.id)
            from complaint_messages m join users a on a.id = m.author_id where m.complaint_id = c.id
          ), '[]') as "letters!: Json<Vec<LetterRow>>",
          coalesce((
            select json_agg(json_build_object('step', e.step, 'officer', a.first_name || ' ' || a.last_name,
              'status_before', e.status_before, 'status_after', e.status_after, 'due_before', e.due_before,
              'due_after', e.due_after, 'note', e.note, 'at', e.created_at) order by e.id)
            from complaint_events e join users a on a.id = e.officer_id where e.complaint_id = c.id
          ), '[]') as "events!: Json<Vec<EventRow>>"
        from complaints c join users u on u.id = c.user_id left join users o on o.id = c.assigned_to
        where c.id = $1
        "#,
        id.as_str()
    )
    .fetch_optional(db)
    .await
}

pub(super) struct StandingRow {
    pub version: i32,
    pub user_id: String,
    pub subject: String,
    pub status: String,
    pub received_on: NaiveDate,
    pub due_on: NaiveDate,
    pub last_due_on: NaiveDate,
    pub acknowledged: bool,
    pub assigned_to: Option<String>,
    /// In which the customer reads.
    pub language: Option<String>,
}

/// Locks one complaint, as far as steps depend on it.
pub(super) async fn lock_in_tx(tx: &mut PgConnection, id: &ComplaintId) -> sqlx::Result<Option<StandingRow>> {
    sqlx::query_as!(
        StandingRow,
        r#"
        select c.version, c.user_id, c.subject, c.status, c.received_on, c.due_on, c.last_due_on,
          c.acknowledged_at is not null as "acknowledged!", c.assigned_to, s.language as "language?"
        from complaints c left join settings s on s.user_id = c.user_id
        where c.id = $1 for update of c
        "#,
        id.as_str()
    )
    .fetch_optional(tx)
    .await
}

pub(super) struct Moved<'a> {
    pub id: &'a ComplaintId,
    pub status: &'a str,
    pub due_on: NaiveDate,
    pub acknowledged: bool,
    pub assigned_to: Option<&'a str>,
    /// Of a final reply: its outcome, its text and who gave it.
    pub answer: Option<(&'a str, &'a str, &'a UserId)>,
    pub now: DateTime<Utc>,
}

pub(super) async fn move_in_tx(tx: &mut PgConnection, to: &Moved<'_>) -> sqlx::Result<()> {
    let outcome = to.answer.map(|(outcome, _, _)| outcome);
    let (text, by) = (to.answer.map(|(_, text, _)| text), to.answer.map(|(_, _, by)| by.as_str()));
    sqlx::query!(
        r#"
        update complaints set status = $2, due_on = $3, version = version + 1, assigned_to = $5,
          acknowledged_at = case when $4 then coalesce(acknowledged_at, $9) end,
          outcome = $6, resolution = $7, resolved_by = $8, resolved_at = case when $6::text is not null then $9 end
        where id = $1
        "#,
        to.id.as_str(),
        to.status,
        to.due_on,
        to.acknowledged,
        to.assigned_to,
        outcome,
        text,
        by,
        to.now
    )
    .execute(tx)
    .await?;
    Ok(())
}

pub(super) async fn write_in_tx(
    tx: &mut PgConnection,
    id: &ComplaintId,
    (kind, body, due_on): (&str, &str, Option<NaiveDate>),
    officer: &UserId,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!(
        r#"
        insert into complaint_messages (complaint_id, kind, author_id, body, due_on, created_at)
        values ($1, $2, $3, $4, $5, $6)
        "#,
        id.as_str(),
        kind,
        officer.as_str(),
        body,
        due_on,
        now
    )
    .execute(tx)
    .await?;
    Ok(())
}

pub(super) struct NewEvent<'a> {
    pub id: &'a ComplaintId,
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
        insert into complaint_events (complaint_id, step, officer_id, status_before, status_after, due_before, due_after,
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
