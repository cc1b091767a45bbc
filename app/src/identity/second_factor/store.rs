//! All SQL of second factors.
use chrono::{DateTime, Utc};
use domain::ids::UserId;
use sqlx::{PgConnection, PgPool};

pub(super) struct FactorRow {
    /// Sealed.
    pub secret: String,
    pub last_step: i64,
}

/// Locked, so that two logins cannot use one code.
pub(super) async fn factor_in_tx(tx: &mut PgConnection, user: &UserId) -> sqlx::Result<Option<FactorRow>> {
    sqlx::query_as!(
        FactorRow,
        r#"
        select f.secret, f.last_step from second_factors f join users u on u.id = f.user_id
        where f.user_id = $1 and u.deactivated_at is null
        for update of f
        "#,
        user.as_str()
    )
    .fetch_optional(tx)
    .await
}

/// The newest step that was used; nothing of somebody who has no factor.
pub(super) async fn last_step(db: &PgPool, user: &UserId) -> sqlx::Result<Option<i64>> {
    sqlx::query_scalar!("select last_step from second_factors where user_id = $1", user.as_str())
        .fetch_optional(db)
        .await
}

pub(super) async fn use_step_in_tx(tx: &mut PgConnection, user: &UserId, step: i64) -> sqlx::Result<()> {
    sqlx::query!("update second_factors set last_step = $2 where user_id = $1", user.as_str(), step)
        .execute(tx)
        .await?;
    Ok(())
}

/// Says whether the code was there and not used.
pub(super) async fn use_recovery_code_in_tx(
    tx: &mut PgConnection,
    user: &UserId,
    hash: &str,
    now: DateTime<Utc>,
) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "update recovery_codes set used_at = $3 where user_id = $1 and code_hash = $2 and used_at is null",
        user.as_str(),
        hash,
        now
    )
    .execute(tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// How many there are that were not used.
pub(super) async fn codes_left_in_tx(tx: &mut PgConnection, user: &UserId) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        r#"select count(*) as "left!" from recovery_codes where user_id = $1 and used_at is null"#,
        user.as_str()
    )
    .fetch_one(tx)
    .await
}

/// False when there is one already, or the account is closed.
pub(super) async fn insert_factor_in_tx(
    tx: &mut PgConnection,
    user: &UserId,
    sealed: &str,
    step: i64,
    now: DateTime<Utc>,
) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        r#"
        insert into second_factors (user_id, secret, enrolled_at, last_step)
        select id, $2, $4, $3 from users where id = $1 and deactivated_at is null
        on conflict (user_id) do nothing
        "#,
        user.as_str(),
        sealed,
        step,
        now
    )
    .execute(tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// The codes before these open nothing any more.
pub(super) async fn replace_recovery_codes_in_tx(
    tx: &mut PgConnection,
    user: &UserId,
    hashes: &[String],
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!("delete from recovery_codes where user_id = $1", user.as_str()).execute(&mut *tx).await?;
    sqlx::query!(
        r#"
        insert into recovery_codes (user_id, code_hash, created_at)
        select $1, hash, $3 from unnest($2::text[]) as made (hash)
        "#,
        user.as_str(),
        hashes,
        now
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// Says whether there was one.
pub(super) async fn remove_in_tx(tx: &mut PgConnection, user: &UserId) -> sqlx::Result<bool> {
    sqlx::query!("delete from recovery_codes where user_id = $1", user.as_str()).execute(&mut *tx).await?;
    let done =
        sqlx::query!("delete from second_factors where user_id = $1", user.as_str()).execute(tx).await?;
    Ok(done.rows_affected() == 1)
}
