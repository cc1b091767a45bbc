//! All SQL of jobs.
use chrono::{DateTime, Utc};
use serde_json::Value;
use sqlx::{PgConnection, PgPool};

pub(super) struct NewRow<'a> {
    pub id: &'a str,
    pub kind: &'a str,
    pub payload: Value,
    pub unique_key: Option<&'a str>,
    pub run_at: DateTime<Utc>,
    pub now: DateTime<Utc>,
}

pub(super) async fn insert_in_tx(tx: &mut PgConnection, row: &NewRow<'_>) -> sqlx::Result<()> {
    sqlx::query!(
        r#"
        insert into jobs (id, kind, payload, unique_key, run_at, created_at, updated_at)
        values ($1, $2, $3, $4, $5, $6, $6)
        on conflict (unique_key) where state = 'queued'
        do update set run_at = least(jobs.run_at, excluded.run_at) where jobs.run_at > excluded.run_at and jobs.attempts = 0
        "#,
        row.id,
        row.kind,
        row.payload,
        row.unique_key,
        row.run_at,
        row.now
    )
    .execute(tx)
    .await?;
    Ok(())
}

pub(super) struct ClaimedRow {
    pub id: String,
    pub kind: String,
    pub payload: Value,
    pub attempts: i32,
}

/// Claims jobs that are due, each by one worker across all servers.
pub(super) async fn claim(
    db: &PgPool,
    now: DateTime<Utc>,
    until: DateTime<Utc>,
    limit: i64,
) -> sqlx::Result<Vec<ClaimedRow>> {
    sqlx::query_as!(
        ClaimedRow,
        r#"
        with due as (
          select id from jobs
          where state = 'queued' and run_at <= $1 and (claimed_until is null or claimed_until <= $1)
          order by run_at limit $3 for update skip locked
        )
        update jobs j set claimed_until = $2, attempts = attempts + 1, updated_at = $1
        from due where j.id = due.id
        returning j.id, kind, payload, attempts
        "#,
        now,
        until,
        limit
    )
    .fetch_all(db)
    .await
}

/// Removes a job that is done, if the claim still holds.
pub(super) async fn delete_done(db: &PgPool, id: &str, claim: DateTime<Utc>) -> sqlx::Result<()> {
    sqlx::query!("delete from jobs where id = $1 and claimed_until = $2", id, claim).execute(db).await?;
    Ok(())
}

/// Lets a periodic job wait for its next time.
pub(super) async fn rearm(
    db: &PgPool,
    id: &str,
    claim: DateTime<Utc>,
    run_at: DateTime<Utc>,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!(
        r#"
        update jobs set run_at = $3, attempts = 0, claimed_until = null, last_error = null, updated_at = $4
        where id = $1 and claimed_until = $2
        "#,
        id,
        claim,
        run_at,
        now
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Lets a failed job wait; false when the claim no longer holds.
pub(super) async fn retry_later(
    db: &PgPool,
    id: &str,
    claim: DateTime<Utc>,
    run_at: DateTime<Utc>,
    why: &str,
    now: DateTime<Utc>,
) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        r#"
        update jobs set run_at = $3, claimed_until = null, last_error = $4, updated_at = $5
        where id = $1 and claimed_until = $2
        "#,
        id,
        claim,
        run_at,
        why,
        now
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Makes a dead letter of a job; false when the claim no longer holds.
pub(super) async fn bury(
    db: &PgPool,
    id: &str,
    claim: DateTime<Utc>,
    why: &str,
    now: DateTime<Utc>,
) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        r#"
        update jobs set state = 'dead', claimed_until = null, last_error = $3, updated_at = $4
        where id = $1 and claimed_until = $2
        "#,
        id,
        claim,
        why,
        now
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

pub(super) struct ListedRow {
    pub id: String,
    pub kind: String,
    pub state: String,
    pub run_at: DateTime<Utc>,
    pub attempts: i32,
    pub last_error: Option<String>,
}

pub(super) async fn list(db: &PgPool, only_dead: bool, limit: i64) -> sqlx::Result<Vec<ListedRow>> {
    sqlx::query_as!(
        ListedRow,
        r#"
        select id, kind, state, run_at, attempts, last_error from jobs
        where state = 'dead' or not $1
        order by state, case when state = 'dead' then null else run_at end, updated_at desc limit $2
        "#,
        only_dead,
        limit
    )
    .fetch_all(db)
    .await
}

/// Dead letters wait again, unless a job with the same key waits already: that one does their work.
pub(super) async fn revive(db: &PgPool, id: Option<&str>, now: DateTime<Utc>) -> sqlx::Result<u64> {
    let revived = sqlx::query_scalar!(
        r#"
        with chosen as (
          select id, unique_key, row_number() over (partition by coalesce(unique_key, id) order by created_at) as place
          from jobs where state = 'dead' and (id = $1 or $1::text is null)
        ), replaced as (
          delete from jobs j using chosen c
          where j.id = c.id and (c.place > 1
            or exists (select 1 from jobs w where w.unique_key = c.unique_key and w.state = 'queued'))
          returning j.id
        ), revived as (
          update jobs j set state = 'queued', run_at = $2, attempts = 0, updated_at = $2
          from chosen c where j.id = c.id and c.place = 1
            and not exists (select 1 from jobs w where w.unique_key = c.unique_key and w.state = 'queued')
          returning j.id
        )
        select (select count(*) from replaced) + (select count(*) from revived) as "count!"
        "#,
        id,
        now
    )
    .fetch_one(db)
    .await?;
    Ok(revived.unsigned_abs())
}

pub(super) async fn delete_dead(db: &PgPool, id: &str) -> sqlx::Result<bool> {
    let done = sqlx::query!("delete from jobs where id = $1 and state = 'dead'", id).execute(db).await?;
    Ok(done.rows_affected() == 1)
}
