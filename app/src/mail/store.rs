//! All SQL of letters.
use chrono::{DateTime, Utc};
use domain::ids::{LetterId, UserId};
use sqlx::{PgConnection, PgPool};

pub(super) struct Reader {
    pub email: String,
    pub language: String,
}

/// Where and in which language a user is written to.
pub(super) async fn reader_in_tx(tx: &mut PgConnection, user: &UserId) -> sqlx::Result<Option<Reader>> {
    sqlx::query_as!(
        Reader,
        r#"
        select u.email, coalesce(s.language, 'nb') as "language!"
        from users u left join settings s on s.user_id = u.id where u.id = $1
        "#,
        user.as_str()
    )
    .fetch_optional(tx)
    .await
}

pub(super) async fn insert_in_tx(
    tx: &mut PgConnection,
    id: &LetterId,
    user: Option<&UserId>,
    kind: &str,
    letter: &str,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into mail_outbox (id, user_id, kind, letter, created_at) values ($1, $2, $3, $4, $5)",
        id.as_str(),
        user.map(UserId::as_str),
        kind,
        letter,
        now
    )
    .execute(tx)
    .await?;
    Ok(())
}

pub(super) struct Waiting {
    pub kind: String,
    pub letter: String,
    pub created_at: DateTime<Utc>,
}

/// A letter that has neither left nor been refused.
pub(super) async fn waiting(db: &PgPool, id: &LetterId) -> sqlx::Result<Option<Waiting>> {
    sqlx::query_as!(
        Waiting,
        r#"
        select kind, letter as "letter!", created_at from mail_outbox
        where id = $1 and letter is not null and sent_at is null and refused_at is null
        "#,
        id.as_str()
    )
    .fetch_optional(db)
    .await
}

/// What was in it is forgotten, unless it is to be shown.
pub(super) async fn mark_sent(
    db: &PgPool,
    id: &LetterId,
    now: DateTime<Utc>,
    keep: bool,
) -> sqlx::Result<()> {
    sqlx::query!(
        "update mail_outbox set sent_at = $2, letter = case when $3 then letter end where id = $1",
        id.as_str(),
        now,
        keep
    )
    .execute(db)
    .await?;
    Ok(())
}

pub(super) async fn mark_refused(
    db: &PgPool,
    id: &LetterId,
    now: DateTime<Utc>,
    keep: bool,
) -> sqlx::Result<()> {
    sqlx::query!(
        "update mail_outbox set refused_at = $2, letter = case when $3 then letter end where id = $1",
        id.as_str(),
        now,
        keep
    )
    .execute(db)
    .await?;
    Ok(())
}

pub(super) struct Kept {
    pub id: String,
    pub letter: String,
    pub created_at: DateTime<Utc>,
}

/// What can still be read, newest first.
pub(super) async fn newest(db: &PgPool, limit: i64) -> sqlx::Result<Vec<Kept>> {
    sqlx::query_as!(
        Kept,
        r#"
        select id, letter as "letter!", created_at from mail_outbox
        where letter is not null order by created_at desc, id desc limit $1
        "#,
        limit
    )
    .fetch_all(db)
    .await
}

pub(super) async fn delete_older(db: &PgPool, before: DateTime<Utc>) -> sqlx::Result<u64> {
    let done = sqlx::query!("delete from mail_outbox where created_at < $1", before).execute(db).await?;
    Ok(done.rows_affected())
}
