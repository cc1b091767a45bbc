//! All SQL of counted attempts.
use sqlx::PgPool;

pub(super) struct CountRow {
    pub count: i32,
    /// Unix seconds.
    pub reset_at: i64,
}

/// Counts one attempt in a fixed window and says how many there were, and when the window ends.
pub(super) async fn count(
    db: &PgPool,
    key: &str,
    now_seconds: i64,
    window_seconds: i64,
) -> sqlx::Result<CountRow> {
    sqlx::query_as!(
        CountRow,
        r#"
        insert into rate_limits as r (key, count, reset_at) values ($1, 1, $2::bigint + $3::bigint)
        on conflict (key) do update set
          count = case when r.reset_at <= $2::bigint then 1 else r.count + 1 end,
          reset_at = case when r.reset_at <= $2::bigint then $2::bigint + $3::bigint else r.reset_at end
        returning count, reset_at
        "#,
        key,
        now_seconds,
        window_seconds,
    )
    .fetch_one(db)
    .await
}

/// Counts one attempt unless the wait after the last one is not over; says whether it was counted. The last attempt
/// was at `reset_at - kept`; `delays[n]` is the wait after `n` of them, the last one also after more.
pub(super) async fn count_unless_waiting(
    db: &PgPool,
    key: &str,
    now_seconds: i64,
    kept_seconds: i64,
    delays_seconds: &[i64],
) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        r#"
        insert into rate_limits as r (key, count, reset_at) values ($1, 1, $2::bigint + $3::bigint)
        on conflict (key) do update set
          count = case when r.reset_at <= $2::bigint then 1 else r.count + 1 end,
          reset_at = $2::bigint + $3::bigint
        where r.reset_at <= $2::bigint
          or $2::bigint >= r.reset_at - $3::bigint + ($4::bigint[])[least(r.count, cardinality($4::bigint[]))]
        "#,
        key,
        now_seconds,
        kept_seconds,
        delays_seconds,
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

pub(super) async fn counted(db: &PgPool, key: &str) -> sqlx::Result<Option<CountRow>> {
    sqlx::query_as!(CountRow, "select count, reset_at from rate_limits where key = $1", key)
        .fetch_optional(db)
        .await
}

pub(super) async fn prune(db: &PgPool, now_seconds: i64) -> sqlx::Result<u64> {
    let done = sqlx::query!("delete from rate_limits where reset_at <= $1", now_seconds).execute(db).await?;
    Ok(done.rows_affected())
}

pub(super) async fn forget(db: &PgPool, key: &str) -> sqlx::Result<()> {
    sqlx::query!("delete from rate_limits where key = $1", key).execute(db).await?;
    Ok(())
}
