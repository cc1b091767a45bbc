//! All SQL of idempotency keys.
use chrono::{DateTime, Utc};
use domain::ids::UserId;
use sqlx::{PgConnection, PgPool};

/// Takes the key for the time of this transaction; false when the same command is being carried out now.
pub(super) async fn lock_key_in_tx(tx: &mut PgConnection, user: &UserId, key: &str) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"select pg_try_advisory_xact_lock(hashtextextended($1 || ':' || $2, 0)) as "locked!""#,
        user.as_str(),
        key
    )
    .fetch_one(tx)
    .await
}

pub(super) struct KeyRow {
    pub request_hash: Vec<u8>,
    pub response: serde_json::Value,
}

pub(super) async fn stored_answer_in_tx(
    tx: &mut PgConnection,
    user: &UserId,
    key: &str,
) -> sqlx::Result<Option<KeyRow>> {
    sqlx::query_as!(
        KeyRow,
        "select request_hash, response from idempotency_keys where user_id = $1 and key = $2",
        user.as_str(),
        key
    )
    .fetch_optional(tx)
    .await
}

pub(super) async fn store_answer_in_tx(
    tx: &mut PgConnection,
    user: &UserId,
    key: &str,
    action: &str,
    request_hash: &[u8],
    response: serde_json::Value,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!(
        r#"
        insert into idempotency_keys (user_id, key, action, request_hash, response, created_at)
        values ($1, $2, $3, $4, $5, $6)
        "#,
        user.as_str(),
        key,
        action,
        request_hash,
        response,
        now
    )
    .execute(tx)
    .await?;
    Ok(())
}

pub(super) async fn prune(db: &PgPool, before: DateTime<Utc>) -> sqlx::Result<u64> {
    let done = sqlx::query!("delete from idempotency_keys where created_at < $1", before).execute(db).await?;
    Ok(done.rows_affected())
}
