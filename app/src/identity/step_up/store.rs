//! All SQL of showing again who one is.
use chrono::{DateTime, Utc};
use domain::ids::{LoginId, UserId};
use sqlx::{PgConnection, PgPool};

/// Was it shown in this login since then?
pub(super) async fn holds(db: &PgPool, login: &LoginId, since: DateTime<Utc>) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"select exists(select from sessions where id = $1 and not revoked and stepped_up_at > $2) as "holds!""#,
        login.as_str(),
        since
    )
    .fetch_one(db)
    .await
}

/// Under a new hash: the cookie of before opens nothing any more. False when the login has ended meanwhile.
pub(super) async fn note_in_tx(
    tx: &mut PgConnection,
    login: &LoginId,
    token_hash: &str,
    now: DateTime<Utc>,
) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "update sessions set stepped_up_at = $3, token_hash = $2 where id = $1 and not revoked",
        login.as_str(),
        token_hash,
        now
    )
    .execute(tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

pub(super) struct AskedRow {
    pub password_hash: String,
    pub has_factor: bool,
    pub has_passkeys: bool,
}

pub(super) async fn asked(db: &PgPool, user: &UserId) -> sqlx::Result<AskedRow> {
    sqlx::query_as!(
        AskedRow,
        r#"
        select password_hash, exists(select from second_factors f where f.user_id = users.id) as "has_factor!",
          exists(select from passkeys p where p.user_id = users.id) as "has_passkeys!"
        from users where id = $1
        "#,
        user.as_str()
    )
    .fetch_one(db)
    .await
}
