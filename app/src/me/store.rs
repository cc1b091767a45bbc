//! All SQL of "Me".
use chrono::{DateTime, NaiveDate, Utc};
use domain::ids::UserId;
use domain::money::Currency;
use sqlx::{PgConnection, PgPool};

pub(super) struct HubRow {
    pub currency: Option<String>,
    pub has_factor: bool,
    pub logins: i64,
    pub banks: i64,
    pub shops: i64,
    pub complaints: i64,
    pub requests: i64,
}

/// How everything of a customer's own stands, in one round trip. A login that was not used since `idle` is over.
pub(super) async fn hub(
    db: &PgPool,
    user: &UserId,
    now: DateTime<Utc>,
    idle: DateTime<Utc>,
    today: NaiveDate,
) -> sqlx::Result<HubRow> {
    sqlx::query_as!(
        HubRow,
        r#"
        select (select currency from settings where user_id = $1) as currency,
          exists(select from second_factors where user_id = $1) or exists(select from passkeys where user_id = $1)
            as "has_factor!",
          (select count(*) from sessions where user_id = $1 and not revoked and expires_at > $2 and last_seen_at > $3)
            as "logins!",
          (select count(distinct bank_id) from bank_consents
            where user_id = $1 and status = 'valid' and valid_until >= $4) as "banks!",
          (select count(*) from merchants where user_id = $1 and status <> 'closed') as "shops!",
          (select count(*) from complaints where user_id = $1 and status <> 'resolved') as "complaints!",
          (select count(*) from data_access_requests where user_id = $1 and status in ('pending', 'processing'))
            as "requests!"
        "#,
        user.as_str(),
        now,
        idle,
        today
    )
    .fetch_one(db)
    .await
}

pub(super) async fn born(db: &PgPool, user: &UserId) -> sqlx::Result<Option<NaiveDate>> {
    sqlx::query_scalar!("select date_of_birth from users where id = $1", user.as_str()).fetch_one(db).await
}

pub(super) async fn currency(db: &PgPool, user: &UserId) -> sqlx::Result<Option<String>> {
    sqlx::query_scalar!("select currency from settings where user_id = $1", user.as_str())
        .fetch_optional(db)
        .await
}

pub(super) async fn save_currency_in_tx(
    tx: &mut PgConnection,
    user: &UserId,
    currency: Currency,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!(
        r#"
        insert into settings (user_id, currency, updated_at) values ($1, $2, $3)
        on conflict (user_id) do update set currency = excluded.currency, updated_at = excluded.updated_at
        "#,
        user.as_str(),
        currency.code(),
        now
    )
    .execute(tx)
    .await?;
    Ok(())
}
