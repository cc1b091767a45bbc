//! All SQL of known devices.
use chrono::{DateTime, Utc};
use domain::ids::UserId;
use sqlx::{PgConnection, PgPool};

/// Notes that a device was used; says whether it was known.
pub(super) async fn touch_device_in_tx(
    tx: &mut PgConnection,
    user: &UserId,
    token_hash: &str,
    now: DateTime<Utc>,
) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "update known_devices set last_seen_at = $3 where user_id = $1 and token_hash = $2",
        user.as_str(),
        token_hash,
        now
    )
    .execute(tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

pub(super) async fn insert_device_in_tx(
    tx: &mut PgConnection,
    user: &UserId,
    token_hash: &str,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!(
        r#"
        insert into known_devices (user_id, token_hash, first_seen_at, last_seen_at) values ($1, $2, $3, $3)
        on conflict do nothing
        "#,
        user.as_str(),
        token_hash,
        now
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// Has somebody logged in before this login?
pub(super) async fn logged_in_before_in_tx(
    tx: &mut PgConnection,
    user: &UserId,
    login: &str,
) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"select exists(select from sessions where user_id = $1 and id <> $2) as "before!""#,
        user.as_str(),
        login
    )
    .fetch_one(tx)
    .await
}

pub(super) async fn delete_unseen(db: &PgPool, since: DateTime<Utc>) -> sqlx::Result<()> {
    sqlx::query!("delete from known_devices where last_seen_at < $1", since).execute(db).await?;
    Ok(())
}
