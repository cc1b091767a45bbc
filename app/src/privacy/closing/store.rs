//! All SQL of closing an account.
use chrono::{DateTime, NaiveDate, Utc};
use domain::ids::{LoginId, UserId};
use sqlx::{PgConnection, PgExecutor};

pub(super) struct StandingRow {
    pub closing_on: Option<NaiveDate>,
    pub payments: bool,
    pub sales: bool,
    pub shops: bool,
}

/// What of an account is under way.
pub(super) async fn standing(db: impl PgExecutor<'_>, user: &UserId) -> sqlx::Result<StandingRow> {
    sqlx::query_as!(
        StandingRow,
        r#"
        select closing_on,
          exists (select from transactions t where t.user_id = u.id and t.status = 'processing') as "payments!",
          exists (
            select from merchants m join transactions t on t.merchant_id = m.id
            where m.user_id = u.id and t.status = 'processing'
          ) as "sales!",
          exists (select from merchants m where m.user_id = u.id and m.status <> 'closed') as "shops!"
        from users u where id = $1
        "#,
        user.as_str()
    )
    .fetch_one(db)
    .await
}

pub(super) async fn lock_in_tx(tx: &mut PgConnection, user: &UserId) -> sqlx::Result<()> {
    sqlx::query!("select id from users where id = $1 for update", user.as_str()).fetch_optional(tx).await?;
    Ok(())
}

pub(super) async fn ask_in_tx(
    tx: &mut PgConnection,
    user: &UserId,
    day: NaiveDate,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!(
        "update users set closing_asked_at = $2, closing_on = $3 where id = $1",
        user.as_str(),
        now,
        day
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// Every login but the one that asks.
pub(super) async fn end_other_logins_in_tx(
    tx: &mut PgConnection,
    user: &UserId,
    kept: &LoginId,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!(
        "update sessions set revoked = true, revoked_at = $3 where user_id = $1 and id <> $2 and not revoked",
        user.as_str(),
        kept.as_str(),
        now
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// False when it did not wait to be closed.
pub(super) async fn keep_in_tx(tx: &mut PgConnection, user: &UserId) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        r#"
        update users set closing_asked_at = null, closing_on = null
        where id = $1 and closing_on is not null and left_at is null
        "#,
        user.as_str()
    )
    .execute(tx)
    .await?;
    Ok(done.rows_affected() == 1)
}
