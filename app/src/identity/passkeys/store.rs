//! All SQL of passkeys.
use chrono::{DateTime, Utc};
use domain::ids::{PasskeyId, UserId};
use serde_json::Value;
use sqlx::{PgConnection, PgPool};

pub(super) struct PasskeyRow {
    pub id: String,
    pub name: String,
    pub created_at: DateTime<Utc>,
    pub last_used_at: Option<DateTime<Utc>>,
    pub credential: Value,
}

/// Newest first.
pub(super) async fn of_user(db: &PgPool, user: &UserId) -> sqlx::Result<Vec<PasskeyRow>> {
    sqlx::query_as!(
        PasskeyRow,
        r#"
        select id, name, created_at, last_used_at, credential
        from passkeys where user_id = $1 order by created_at desc, id desc
        "#,
        user.as_str()
    )
    .fetch_all(db)
    .await
}

pub(super) struct NewPasskey<'a> {
    pub id: &'a PasskeyId,
    pub user: &'a UserId,
    pub credential_id: &'a str,
    pub credential: &'a Value,
    pub name: &'a str,
    pub now: DateTime<Utc>,
    /// How many one may have.
    pub most: i64,
}

/// False when there are as many as there may be.
pub(super) async fn insert_in_tx(tx: &mut PgConnection, new: &NewPasskey<'_>) -> sqlx::Result<bool> {
    // Of two at once the second counts the first.
    sqlx::query!("select id from users where id = $1 for update", new.user.as_str())
        .fetch_one(&mut *tx)
        .await?;
    let done = sqlx::query!(
        r#"
        insert into passkeys (id, user_id, credential_id, credential, name, created_at)
        select $1, $2, $3, $4, $5, $6
        where (select count(*) from passkeys where user_id = $2) < $7
        "#,
        new.id.as_str(),
        new.user.as_str(),
        new.credential_id,
        new.credential,
        new.name,
        new.now,
        new.most
    )
    .execute(tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

pub(super) struct HolderRow {
    pub id: String,
    pub credential: Value,
    pub user_id: String,
    pub email: String,
    pub role: String,
}

/// Locked, so that two answers cannot both be the next use. Nothing of somebody who left.
pub(super) async fn holder_in_tx(
    tx: &mut PgConnection,
    credential_id: &str,
) -> sqlx::Result<Option<HolderRow>> {
    sqlx::query_as!(
        HolderRow,
        r#"
        select p.id, p.credential, u.id as user_id, u.email, u.role
        from passkeys p join users u on u.id = p.user_id
        where p.credential_id = $1 and u.deactivated_at is null
        for update of p
        "#,
        credential_id
    )
    .fetch_optional(tx)
    .await
}

pub(super) async fn note_use_in_tx(
    tx: &mut PgConnection,
    id: &str,
    credential: &Value,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!("update passkeys set credential = $2, last_used_at = $3 where id = $1", id, credential, now)
        .execute(tx)
        .await?;
    Ok(())
}

/// The name of the one that was removed; nothing when there was none of this owner.
pub(super) async fn remove_in_tx(
    tx: &mut PgConnection,
    user: &UserId,
    id: &PasskeyId,
) -> sqlx::Result<Option<String>> {
    sqlx::query_scalar!(
        "delete from passkeys where id = $2 and user_id = $1 returning name",
        user.as_str(),
        id.as_str()
    )
    .fetch_optional(tx)
    .await
}

/// False when there is none of this owner.
pub(super) async fn rename_in_tx(
    tx: &mut PgConnection,
    user: &UserId,
    id: &PasskeyId,
    name: &str,
) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "update passkeys set name = $3 where id = $2 and user_id = $1",
        user.as_str(),
        id.as_str(),
        name
    )
    .execute(tx)
    .await?;
    Ok(done.rows_affected() == 1)
}
