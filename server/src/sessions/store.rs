//! All SQL of sessions.
use chrono::{DateTime, Utc};
use sqlx::PgPool;

/// Writes a new row; `false` when its key is taken.
pub(super) async fn insert(db: &PgPool, key: &str, data: &[u8], expiry: DateTime<Utc>) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "insert into tower_sessions.session (id, data, expiry_date) values ($1, $2, $3) on conflict do nothing",
        key,
        data,
        expiry
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

pub(super) async fn upsert(db: &PgPool, key: &str, data: &[u8], expiry: DateTime<Utc>) -> sqlx::Result<()> {
    sqlx::query!(
        r#"
        insert into tower_sessions.session (id, data, expiry_date) values ($1, $2, $3)
        on conflict (id) do update set data = excluded.data, expiry_date = excluded.expiry_date
        "#,
        key,
        data,
        expiry
    )
    .execute(db)
    .await?;
    Ok(())
}

pub(super) struct Row {
    pub data: Vec<u8>,
    pub expiry_date: DateTime<Utc>,
}

pub(super) async fn find(db: &PgPool, key: &str) -> sqlx::Result<Option<Row>> {
    sqlx::query_as!(
        Row,
        "select data, expiry_date from tower_sessions.session where id = $1 and expiry_date > now()",
        key
    )
    .fetch_optional(db)
    .await
}

pub(super) async fn delete(db: &PgPool, key: &str) -> sqlx::Result<()> {
    sqlx::query!("delete from tower_sessions.session where id = $1", key).execute(db).await?;
    Ok(())
}

pub(super) async fn delete_expired(db: &PgPool) -> sqlx::Result<u64> {
    let done =
        sqlx::query!("delete from tower_sessions.session where expiry_date <= now()").execute(db).await?;
    Ok(done.rows_affected())
}
