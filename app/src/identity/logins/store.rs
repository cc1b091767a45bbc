//! All SQL of the list of logins.
use chrono::{DateTime, Utc};
use domain::ids::{LoginId, UserId};
use sqlx::{PgConnection, PgPool};

pub(super) struct LoginRow {
    pub id: String,
    pub device: Option<String>,
    pub ip_address: Option<String>,
    pub user_agent: Option<String>,
    pub created_at: DateTime<Utc>,
    pub last_seen_at: DateTime<Utc>,
}

/// Logins that still open something: the caller's first.
pub(super) async fn open_logins(
    db: &PgPool,
    user: &UserId,
    this: &LoginId,
    now: DateTime<Utc>,
    used_since: DateTime<Utc>,
) -> sqlx::Result<Vec<LoginRow>> {
    sqlx::query_as!(
        LoginRow,
        r#"
        select id, device, ip_address, user_agent, created_at, last_seen_at
        from sessions
        where user_id = $1 and not revoked and expires_at > $3 and last_seen_at > $4
        order by id = $2 desc, last_seen_at desc, id
        "#,
        user.as_str(),
        this.as_str(),
        now,
        used_since
    )
    .fetch_all(db)
    .await
}

/// Says whether there was one that was open.
pub(super) async fn end_in_tx(
    tx: &mut PgConnection,
    user: &UserId,
    login: &LoginId,
    now: DateTime<Utc>,
) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "update sessions set revoked = true, revoked_at = $3 where id = $2 and user_id = $1 and not revoked",
        user.as_str(),
        login.as_str(),
        now
    )
    .execute(tx)
    .await?;
    Ok(done.rows_affected() == 1)
}
