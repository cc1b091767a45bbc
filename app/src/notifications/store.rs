//! All SQL of notifications.
use chrono::{DateTime, Utc};
use domain::ids::UserId;
use serde_json::Value;
use sqlx::{PgConnection, PgPool};

pub(super) struct NewRow<'a> {
    pub id: &'a str,
    pub user_id: &'a UserId,
    pub kind: &'a str,
    pub title: &'a str,
    pub body: &'a str,
    pub params: Value,
    pub link: Option<&'a str>,
    pub now: DateTime<Utc>,
}

pub(super) async fn insert_in_tx(tx: &mut PgConnection, row: &NewRow<'_>) -> sqlx::Result<()> {
    sqlx::query!(
        r#"
        insert into notifications (id, user_id, type, title, body, params, link, created_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8)
        "#,
        row.id,
        row.user_id.as_str(),
        row.kind,
        row.title,
        row.body,
        row.params,
        row.link,
        row.now
    )
    .execute(tx)
    .await?;
    Ok(())
}

pub(super) struct Row {
    pub id: String,
    pub title: String,
    pub body: String,
    pub params: Value,
    pub link: Option<String>,
    pub read: bool,
    pub created_at: DateTime<Utc>,
}

/// Newest first, from just after one that was shown before.
pub(super) async fn list(
    db: &PgPool,
    user: &UserId,
    after: Option<(DateTime<Utc>, &str)>,
    limit: i64,
) -> sqlx::Result<Vec<Row>> {
    let (at, id) = after.unzip();
    sqlx::query_as!(
        Row,
        r#"
        select id, title, body, params, link, read, created_at from notifications
        where user_id = $1 and ($2::timestamptz is null or (created_at, id) < ($2, $3))
        order by created_at desc, id desc limit $4
        "#,
        user.as_str(),
        at,
        id,
        limit
    )
    .fetch_all(db)
    .await
}

pub(super) struct ReadRow {
    pub user_id: String,
    pub link: Option<String>,
}

/// Whose it is and where it leads.
pub(super) async fn one(db: &PgPool, id: &str) -> sqlx::Result<Option<ReadRow>> {
    sqlx::query_as!(ReadRow, "select user_id, link from notifications where id = $1", id)
        .fetch_optional(db)
        .await
}

/// Marks one, or all of them up to now, as read. The first reading counts.
pub(super) async fn mark_read(
    db: &PgPool,
    user: &UserId,
    id: Option<&str>,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!(
        r#"
        update notifications set read = true, read_at = $3
        where user_id = $1 and not read and created_at <= $3 and ($2::text is null or id = $2)
        "#,
        user.as_str(),
        id,
        now
    )
    .execute(db)
    .await?;
    Ok(())
}
