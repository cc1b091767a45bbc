//! All SQL of the runs through everybody.
use chrono::{DateTime, Utc};
use sqlx::{PgConnection, PgPool};

use super::Run;

/// Two servers that start at once start one run.
const RUN_LOCK: i64 = 0x0064_726f_7072_756e;

pub(super) async fn lock_in_tx(tx: &mut PgConnection) -> sqlx::Result<bool> {
    sqlx::query_scalar!(r#"select pg_try_advisory_xact_lock($1) as "locked!""#, RUN_LOCK).fetch_one(tx).await
}

pub(super) async fn list(db: &PgPool, limit: i64) -> sqlx::Result<Vec<Run>> {
    sqlx::query_as!(
        Run,
        r#"
        select id, list_version, state, total, done, hits, started_at, finished_at
        from screening_runs order by id desc limit $1
        "#,
        limit
    )
    .fetch_all(db)
    .await
}

pub(super) async fn exists_in_tx(tx: &mut PgConnection, version: i64) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"select exists(select from screening_runs where list_version >= $1) as "exists!""#,
        version
    )
    .fetch_one(tx)
    .await
}

pub(super) async fn replace_running_in_tx(tx: &mut PgConnection, now: DateTime<Utc>) -> sqlx::Result<()> {
    sqlx::query!(
        "update screening_runs set state = 'replaced', finished_at = $1, updated_at = $1 where state = 'running'",
        now
    )
    .execute(tx)
    .await?;
    Ok(())
}

pub(super) async fn insert_in_tx(
    tx: &mut PgConnection,
    version: i64,
    now: DateTime<Utc>,
) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        r#"
        insert into screening_runs (list_version, total, started_at, updated_at)
        select $1, ((select count(*) from users where role in ('user', 'merchant') and forgotten_at is null)
          + (select count(*) from recipients where removed_at is null) + (select count(*) from merchants))::integer,
          $2, $2
        returning id
        "#,
        version,
        now
    )
    .fetch_one(tx)
    .await
}

pub(super) struct Position {
    pub kind: String,
    pub id: String,
}

/// How far a run has come; none when it has ended.
pub(super) async fn position(db: &mut PgConnection, run: i64) -> sqlx::Result<Option<Position>> {
    sqlx::query_as!(
        Position,
        "select at_kind as kind, at_id as id from screening_runs where id = $1 and state = 'running'",
        run
    )
    .fetch_optional(db)
    .await
}

/// Goes on to another kind of subject; false when somebody else has gone on.
pub(super) async fn advance(
    db: &PgPool,
    run: i64,
    from: &Position,
    (kind, id): (&str, &str),
    now: DateTime<Utc>,
) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        r#"
        update screening_runs set at_kind = $4, at_id = $5, updated_at = $6
        where id = $1 and state = 'running' and at_kind = $2 and at_id = $3
        "#,
        run,
        from.kind,
        from.id,
        kind,
        id,
        now
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Goes on behind `last`; false when somebody else has.
pub(super) async fn step_in_tx(
    tx: &mut PgConnection,
    run: i64,
    from: &Position,
    last: &str,
    done: i32,
    now: DateTime<Utc>,
) -> sqlx::Result<bool> {
    let updated = sqlx::query!(
        r#"
        update screening_runs set at_id = $4, done = done + $5, updated_at = $6
        where id = $1 and state = 'running' and at_kind = $2 and at_id = $3
        "#,
        run,
        from.kind,
        from.id,
        last,
        done,
        now
    )
    .execute(tx)
    .await?;
    Ok(updated.rows_affected() == 1)
}

pub(super) async fn count_hits_in_tx(tx: &mut PgConnection, run: i64, hits: i32) -> sqlx::Result<()> {
    sqlx::query!("update screening_runs set hits = hits + $2 where id = $1", run, hits).execute(tx).await?;
    Ok(())
}

pub(super) async fn finish(db: &PgPool, run: i64, now: DateTime<Utc>) -> sqlx::Result<()> {
    sqlx::query!(
        r#"
        update screening_runs set state = 'done', finished_at = $2, updated_at = $2
        where id = $1 and state = 'running'
        "#,
        run,
        now
    )
    .execute(db)
    .await?;
    Ok(())
}
