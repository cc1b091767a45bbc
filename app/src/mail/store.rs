//! All SQL of letters.
use chrono::{DateTime, Utc};
use domain::ids::{LetterId, UserId};
use sqlx::PgConnection;

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
