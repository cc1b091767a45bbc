//! All SQL of identity: users, settings, consents and the register of logins.
use chrono::{DateTime, NaiveDate, Utc};
use domain::ids::{ConsentId, LoginId, UserId};
use sqlx::{PgConnection, PgPool};

pub(super) struct VisitorRow {
    pub login_id: String,
    pub user_id: String,
    pub role: String,
    pub kyc_status: String,
    pub first_name: String,
    pub last_name: String,
    pub email: String,
    pub phone: Option<String>,
    pub unread: i64,
    pub last_case: Option<String>,
}

/// A login that was not used since then is over.
pub(super) struct Idle {
    pub customers: DateTime<Utc>,
    pub staff: DateTime<Utc>,
}

/// Looks a login up and, at most once a minute, notes that it was used: one round trip for each page.
pub(super) async fn visitor(
    db: &PgPool,
    token_hash: &str,
    now: DateTime<Utc>,
    idle: Idle,
    touch_before: DateTime<Utc>,
) -> sqlx::Result<Option<VisitorRow>> {
    sqlx::query_as!(
        VisitorRow,
        r#"
        with login as (
          select s.id, s.user_id, s.last_seen_at from sessions s join users u on u.id = s.user_id
          where s.token_hash = $1 and not s.revoked and s.expires_at > $2 and u.deactivated_at is null
            and case when u.role not in ('user', 'merchant')
              then s.last_seen_at > $5 and s.second_factor_at is not null else s.last_seen_at > $3 end
        ), touched as (
          update sessions set last_seen_at = $2
          from login where sessions.id = login.id and login.last_seen_at < $4
        )
        select login.id as login_id, users.id as user_id, role, kyc_status, first_name, last_name, email, phone,
          (select count(*) from notifications n where n.user_id = users.id and not n.read) as "unread!",
          case when kyc_status = 'pending' then (
            select c.status from kyc_cases c where c.user_id = users.id order by c.submitted_at desc, c.id desc limit 1
          ) end as last_case
        from login join users on users.id = login.user_id
        "#,
        token_hash,
        now,
        idle.customers,
        touch_before,
        idle.staff,
    )
    .fetch_optional(db)
    .await
}

pub(super) async fn login_holds(
    db: &PgPool,
    login: &LoginId,
    now: DateTime<Utc>,
    idle: Idle,
) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"
        select exists(
          select from sessions s join users u on u.id = s.user_id
          where s.id = $1 and not s.revoked and s.expires_at > $2 and u.deactivated_at is null
            and s.last_seen_at > case when u.role not in ('user', 'merchant') then $4::timestamptz else $3 end
        ) as "holds!"
        "#,
        login.as_str(),
        now,
        idle.customers,
        idle.staff,
    )
    .fetch_one(db)
    .await
}

pub(super) struct CredentialsRow {
    pub id: String,
    pub email: String,
    pub password_hash: String,
    pub role: String,
    pub deactivated: bool,
    pub has_factor: bool,
}

pub(super) async fn credentials(db: &PgPool, email: &str) -> sqlx::Result<Option<CredentialsRow>> {
    sqlx::query_as!(
        CredentialsRow,
        r#"
        select id, email, password_hash, role, deactivated_at is not null as "deactivated!",
          exists(select from second_factors f where f.user_id = users.id) as "has_factor!"
        from users where email = $1
        "#,
        email
    )
    .fetch_optional(db)
    .await
}

pub(super) struct NewUser<'a> {
    pub id: &'a UserId,
    pub email: &'a str,
    pub password_hash: &'a str,
    pub first_name: &'a str,
    pub last_name: &'a str,
    pub phone: Option<&'a str>,
    pub date_of_birth: Option<NaiveDate>,
    pub role: &'a str,
    pub language: &'a str,
    pub now: DateTime<Utc>,
}

pub(super) async fn insert_user_in_tx(tx: &mut PgConnection, user: &NewUser<'_>) -> sqlx::Result<()> {
    sqlx::query!(
        r#"
        with person as (
          insert into users (id, email, password_hash, first_name, last_name, phone, date_of_birth, role, created_at)
          values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
          returning id
        )
        insert into settings (user_id, language, updated_at) select id, $10, $9 from person
        "#,
        user.id.as_str(),
        user.email,
        user.password_hash,
        user.first_name,
        user.last_name,
        user.phone,
        user.date_of_birth,
        user.role,
        user.now,
        user.language,
    )
    .execute(tx)
    .await?;
    Ok(())
}

pub(super) async fn insert_consent_in_tx(
    tx: &mut PgConnection,
    id: &ConsentId,
    user: &UserId,
    consent_type: &str,
    ip: &str,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into consents (id, user_id, consent_type, granted, granted_at, ip_address) values ($1, $2, $3, true, $4, $5)",
        id.as_str(),
        user.as_str(),
        consent_type,
        now,
        ip,
    )
    .execute(tx)
    .await?;
    Ok(())
}

pub(super) async fn replace_password_hash_in_tx(
    tx: &mut PgConnection,
    user: &UserId,
    password_hash: &str,
) -> sqlx::Result<()> {
    sqlx::query!("update users set password_hash = $2 where id = $1", user.as_str(), password_hash)
        .execute(tx)
        .await?;
    Ok(())
}

pub(super) struct NewLogin<'a> {
    pub id: &'a LoginId,
    pub user_id: &'a UserId,
    pub token_hash: &'a str,
    pub device: &'a str,
    pub ip: &'a str,
    pub user_agent: &'a str,
    pub now: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
    /// When the second factor was given, if it was.
    pub second_factor_at: Option<DateTime<Utc>>,
}

pub(super) async fn insert_login_in_tx(tx: &mut PgConnection, login: &NewLogin<'_>) -> sqlx::Result<()> {
    sqlx::query!(
        r#"
        insert into sessions (id, user_id, token_hash, device, ip_address, user_agent, created_at, last_seen_at, expires_at,
          second_factor_at)
        values ($1, $2, $3, $4, $5, $6, $7, $7, $8, $9)
        "#,
        login.id.as_str(),
        login.user_id.as_str(),
        login.token_hash,
        login.device,
        login.ip,
        login.user_agent,
        login.now,
        login.expires_at,
        login.second_factor_at,
    )
    .execute(tx)
    .await?;
    Ok(())
}

pub(super) async fn revoke_login_in_tx(
    tx: &mut PgConnection,
    id: &LoginId,
    now: DateTime<Utc>,
) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "update sessions set revoked = true, revoked_at = $2 where id = $1 and not revoked",
        id.as_str(),
        now
    )
    .execute(tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

pub(super) async fn save_language(
    db: &PgPool,
    user: &UserId,
    language: &str,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!(
        r#"
        insert into settings (user_id, language, updated_at) values ($1, $2, $3)
        on conflict (user_id) do update set language = excluded.language, updated_at = excluded.updated_at
        "#,
        user.as_str(),
        language,
        now
    )
    .execute(db)
    .await?;
    Ok(())
}

pub(super) async fn chosen_language(db: &PgPool, user: &UserId) -> sqlx::Result<Option<String>> {
    sqlx::query_scalar!("select language from settings where user_id = $1", user.as_str())
        .fetch_optional(db)
        .await
}

pub(super) async fn withdraw_consent_in_tx(
    tx: &mut PgConnection,
    fact: &str,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!("update consents set withdrawn_at = $2 where id = $1 and withdrawn_at is null", fact, now)
        .execute(tx)
        .await?;
    Ok(())
}

pub(super) async fn make_merchant_in_tx(tx: &mut PgConnection, user: &UserId) -> sqlx::Result<()> {
    sqlx::query!("update users set role = 'merchant' where id = $1 and role = 'user'", user.as_str())
        .execute(tx)
        .await?;
    Ok(())
}

pub(super) struct PersonRow {
    pub id: String,
    pub role: String,
    pub kyc_status: String,
}

pub(super) async fn person_of(db: &PgPool, email: &str) -> sqlx::Result<Option<PersonRow>> {
    sqlx::query_as!(
        PersonRow,
        "select id, role, kyc_status from users where email = $1 and deactivated_at is null",
        email
    )
    .fetch_optional(db)
    .await
}

pub(super) async fn correct_birth_date_in_tx(
    tx: &mut PgConnection,
    user: &UserId,
    born: NaiveDate,
) -> sqlx::Result<()> {
    sqlx::query!("update users set date_of_birth = $2 where id = $1", user.as_str(), born)
        .execute(tx)
        .await?;
    Ok(())
}

pub(super) async fn set_kyc_in_tx(tx: &mut PgConnection, user: &UserId, status: &str) -> sqlx::Result<()> {
    sqlx::query!("update users set kyc_status = $2 where id = $1", user.as_str(), status).execute(tx).await?;
    Ok(())
}

pub(super) async fn revoke_logins_in_tx(
    tx: &mut PgConnection,
    user: &UserId,
    now: DateTime<Utc>,
) -> sqlx::Result<u64> {
    let done = sqlx::query!(
        "update sessions set revoked = true, revoked_at = $2 where user_id = $1 and not revoked",
        user.as_str(),
        now
    )
    .execute(tx)
    .await?;
    Ok(done.rows_affected())
}

pub(super) async fn revoke_other_logins_in_tx(
    tx: &mut PgConnection,
    user: &UserId,
    kept: &LoginId,
    now: DateTime<Utc>,
) -> sqlx::Result<u64> {
    let done = sqlx::query!(
        "update sessions set revoked = true, revoked_at = $3 where user_id = $1 and id <> $2 and not revoked",
        user.as_str(),
        kept.as_str(),
        now
    )
    .execute(tx)
    .await?;
    Ok(done.rows_affected())
}

pub(super) async fn set_deactivated_in_tx(
    tx: &mut PgConnection,
    user: &UserId,
    at: Option<DateTime<Utc>>,
) -> sqlx::Result<()> {
    sqlx::query!("update users set deactivated_at = $2 where id = $1", user.as_str(), at).execute(tx).await?;
    Ok(())
}
