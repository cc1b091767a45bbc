//! All SQL of subscriptions.
use chrono::{DateTime, Utc};
use domain::ids::{PushId, UserId};
use sqlx::{PgConnection, PgPool};

pub(super) struct Row {
    pub id: String,
    pub device: String,
    pub created_at: DateTime<Utc>,
}

pub(super) async fn list(db: &PgPool, user: &UserId, limit: i64) -> sqlx::Result<Vec<Row>> {
    sqlx::query_as!(
        Row,
        r#"
        select id, device, created_at from push_subscriptions
        where user_id = $1 order by created_at desc, id desc limit $2
        "#,
        user.as_str(),
        limit
    )
    .fetch_all(db)
    .await
}

pub(super) async fn ids_in_tx(tx: &mut PgConnection, user: &UserId) -> sqlx::Result<Vec<String>> {
    sqlx::query_scalar!("select id from push_subscriptions where user_id = $1", user.as_str())
        .fetch_all(tx)
        .await
}

pub(super) struct One {
    pub subscription: String,
    pub language: String,
}

/// One, and the language of whose it is.
pub(super) async fn one(db: &PgPool, id: &PushId) -> sqlx::Result<Option<One>> {
    sqlx::query_as!(
        One,
        r#"
        select p.subscription, coalesce(s.language, 'nb') as "language!"
        from push_subscriptions p left join settings s on s.user_id = p.user_id where p.id = $1
        "#,
        id.as_str()
    )
    .fetch_optional(db)
    .await
}

pub(super) struct NewRow<'a> {
    pub id: &'a PushId,
    pub user: &'a UserId,
    pub subscription: &'a str,
    pub endpoint_hash: &'a str,
    pub device: &'a str,
    pub now: DateTime<Utc>,
}

pub(super) async fn insert_in_tx(tx: &mut PgConnection, row: &NewRow<'_>) -> sqlx::Result<()> {
    sqlx::query!(
        r#"
        insert into push_subscriptions (id, user_id, subscription, endpoint_hash, device, created_at)
        values ($1, $2, $3, $4, $5, $6)
        on conflict (endpoint_hash) do update set id = excluded.id, user_id = excluded.user_id,
          subscription = excluded.subscription, device = excluded.device, created_at = excluded.created_at
        "#,
        row.id.as_str(),
        row.user.as_str(),
        row.subscription,
        row.endpoint_hash,
        row.device,
        row.now
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// Whoever had this browser before.
pub(super) async fn delete_endpoint_in_tx(tx: &mut PgConnection, hashes: &[String]) -> sqlx::Result<()> {
    sqlx::query!("delete from push_subscriptions where endpoint_hash = any($1)", hashes).execute(tx).await?;
    Ok(())
}

pub(super) async fn keep_newest_in_tx(tx: &mut PgConnection, user: &UserId, most: i64) -> sqlx::Result<()> {
    sqlx::query!(
        r#"
        delete from push_subscriptions where id in (
          select id from push_subscriptions where user_id = $1 order by created_at desc, id desc offset $2
        )
        "#,
        user.as_str(),
        most
    )
    .execute(tx)
    .await?;
    Ok(())
}

pub(super) async fn delete_own_in_tx(
    tx: &mut PgConnection,
    user: &UserId,
    id: &PushId,
) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "delete from push_subscriptions where id = $1 and user_id = $2",
        id.as_str(),
        user.as_str()
    )
    .execute(tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

pub(super) async fn delete(db: &PgPool, id: &PushId) -> sqlx::Result<()> {
    sqlx::query!("delete from push_subscriptions where id = $1", id.as_str()).execute(db).await?;
    Ok(())
}
