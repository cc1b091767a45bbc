//! All SQL of links in letters and of registrations that wait for one.
use chrono::{DateTime, NaiveDate, Utc};
use domain::ids::UserId;
use sqlx::{PgConnection, PgExecutor, PgPool};

pub(super) struct NewLink<'a> {
    pub purpose: &'a str,
    pub user_id: Option<&'a UserId>,
    pub email: &'a str,
    pub language: &'a str,
    /// Of a link whose letter is written in the same transaction.
    pub token_hash: Option<&'a str>,
    pub now: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
}

pub(super) async fn insert_link_in_tx(tx: &mut PgConnection, link: &NewLink<'_>) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        r#"
        insert into account_links (purpose, user_id, email, language, token_hash, is_due, created_at, expires_at)
        values ($1, $2, $3, $4, $5, $5::text is null, $6, $7)
        returning id
        "#,
        link.purpose,
        link.user_id.map(UserId::as_str),
        link.email,
        link.language,
        link.token_hash,
        link.now,
        link.expires_at,
    )
    .fetch_one(tx)
    .await
}

pub(super) struct LinkRow {
    pub id: i64,
    pub purpose: String,
    pub user_id: Option<String>,
    pub email: String,
    pub language: String,
    pub created_at: DateTime<Utc>,
}

/// A link whose letter is still to be written, locked.
pub(super) async fn due_link_in_tx(
    tx: &mut PgConnection,
    id: i64,
    now: DateTime<Utc>,
) -> sqlx::Result<Option<LinkRow>> {
    sqlx::query_as!(
        LinkRow,
        r#"
        select id, purpose, user_id, email, language, created_at from account_links
        where id = $1 and is_due and expires_at > $2
        for update
        "#,
        id,
        now
    )
    .fetch_optional(tx)
    .await
}

/// The letter is written: from now on the link opens with this and nothing else.
pub(super) async fn arm_link_in_tx(
    tx: &mut PgConnection,
    id: i64,
    user: Option<&str>,
    token_hash: Option<&str>,
) -> sqlx::Result<()> {
    sqlx::query!(
        r#"
        update account_links set is_due = false, token_hash = $3, user_id = coalesce(user_id, $2) where id = $1
        "#,
        id,
        user,
        token_hash
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// Says whether there is such a registration, and that another letter is to be written.
pub(super) async fn ask_again_in_tx(
    tx: &mut PgConnection,
    id: i64,
    now: DateTime<Utc>,
) -> sqlx::Result<Option<String>> {
    sqlx::query_scalar!(
        r#"
        update account_links set is_due = true
        where id = $1 and purpose = 'register' and expires_at > $2
        returning email
        "#,
        id,
        now
    )
    .fetch_optional(tx)
    .await
}

pub(super) async fn open_link(
    db: impl PgExecutor<'_>,
    purpose: &str,
    token_hash: &str,
    now: DateTime<Utc>,
) -> sqlx::Result<Option<LinkRow>> {
    sqlx::query_as!(
        LinkRow,
        r#"
        select id, purpose, user_id, email, language, created_at from account_links
        where token_hash = $2 and purpose = $1 and expires_at > $3
        "#,
        purpose,
        token_hash,
        now
    )
    .fetch_optional(db)
    .await
}

/// Opens a link: of two at the same instant one finds it. Its row goes, so that it never opens again.
pub(super) async fn use_link_in_tx(
    tx: &mut PgConnection,
    purpose: &str,
    token_hash: &str,
    now: DateTime<Utc>,
) -> sqlx::Result<Option<LinkRow>> {
    sqlx::query_as!(
        LinkRow,
        r#"
        delete from account_links where token_hash = $2 and purpose = $1 and expires_at > $3
        returning id, purpose, user_id, email, language, created_at
        "#,
        purpose,
        token_hash,
        now
    )
    .fetch_optional(tx)
    .await
}

/// Links of these purposes open nothing any more; `except` stays.
pub(super) async fn drop_links_in_tx(
    tx: &mut PgConnection,
    user: &str,
    purposes: &[String],
    except: Option<i64>,
) -> sqlx::Result<()> {
    sqlx::query!(
        "delete from account_links where user_id = $1 and purpose = any($2) and id is distinct from $3",
        user,
        purposes,
        except
    )
    .execute(tx)
    .await?;
    Ok(())
}

pub(super) struct NewRegistration<'a> {
    pub link: i64,
    pub password_hash: &'a str,
    pub first_name: &'a str,
    pub last_name: &'a str,
    pub phone: &'a str,
    pub date_of_birth: NaiveDate,
    pub marketing: bool,
    pub ip: &'a str,
    pub now: DateTime<Utc>,
}

pub(super) async fn insert_registration_in_tx(
    tx: &mut PgConnection,
    new: &NewRegistration<'_>,
) -> sqlx::Result<()> {
    sqlx::query!(
        r#"
        insert into registrations (link_id, password_hash, first_name, last_name, phone, date_of_birth, marketing,
          ip_address, registered_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        "#,
        new.link,
        new.password_hash,
        new.first_name,
        new.last_name,
        new.phone,
        new.date_of_birth,
        new.marketing,
        new.ip,
        new.now,
    )
    .execute(tx)
    .await?;
    Ok(())
}

pub(super) struct RegistrationRow {
    pub id: i64,
    pub email: String,
    pub language: String,
    pub password_hash: String,
    pub first_name: String,
    pub last_name: String,
    pub phone: String,
    pub date_of_birth: NaiveDate,
    pub marketing: bool,
    pub ip_address: String,
    pub registered_at: DateTime<Utc>,
}

/// Locks every registration of the address that a link confirms, in their order, so that of two links at the same instant
/// one waits for the other.
pub(super) async fn lock_registrations_in_tx(tx: &mut PgConnection, token_hash: &str) -> sqlx::Result<()> {
    sqlx::query!(
        r#"
        select id from account_links
        where purpose = 'register' and email = (select email from account_links where token_hash = $1)
        order by id for update
        "#,
        token_hash
    )
    .fetch_all(tx)
    .await?;
    Ok(())
}

pub(super) async fn registration_in_tx(
    tx: &mut PgConnection,
    token_hash: &str,
    now: DateTime<Utc>,
) -> sqlx::Result<Option<RegistrationRow>> {
    sqlx::query_as!(
        RegistrationRow,
        r#"
        select l.id, l.email, l.language, r.password_hash, r.first_name, r.last_name, r.phone, r.date_of_birth,
          r.marketing, r.ip_address, r.registered_at
        from account_links l join registrations r on r.link_id = l.id
        where l.token_hash = $1 and l.expires_at > $2
        "#,
        token_hash,
        now
    )
    .fetch_optional(tx)
    .await
}

/// Of everybody who wanted an account with this address.
pub(super) async fn drop_registrations_in_tx(tx: &mut PgConnection, email: &str) -> sqlx::Result<()> {
    sqlx::query!("delete from account_links where purpose = 'register' and email = $1", email)
        .execute(tx)
        .await?;
    Ok(())
}

pub(in crate::identity) struct Waiting {
    pub link: i64,
    pub password_hash: String,
}

/// The newest registration that waits for a link, of this address.
pub(in crate::identity) async fn waiting(
    db: &PgPool,
    email: &str,
    now: DateTime<Utc>,
) -> sqlx::Result<Option<Waiting>> {
    sqlx::query_as!(
        Waiting,
        r#"
        select l.id as link, r.password_hash
        from account_links l join registrations r on r.link_id = l.id
        where l.purpose = 'register' and l.email = $1 and l.expires_at > $2
        order by l.id desc limit 1
        "#,
        email,
        now
    )
    .fetch_optional(db)
    .await
}

pub(super) async fn delete_expired(db: &PgPool, now: DateTime<Utc>) -> sqlx::Result<u64> {
    let done = sqlx::query!("delete from account_links where expires_at <= $1", now).execute(db).await?;
    Ok(done.rows_affected())
}

pub(super) struct OwnerRow {
    pub id: String,
    pub email: String,
    pub first_name: String,
    pub last_name: String,
    pub phone: Option<String>,
    pub language: String,
}

/// Who has this address, if nothing stands in the way of writing to them.
pub(super) async fn owner_of_in_tx(tx: &mut PgConnection, email: &str) -> sqlx::Result<Option<OwnerRow>> {
    sqlx::query_as!(
        OwnerRow,
        r#"
        select u.id, u.email, u.first_name, u.last_name, u.phone, coalesce(s.language, 'nb') as "language!"
        from users u left join settings s on s.user_id = u.id
        where u.email = $1 and u.deactivated_at is null
        "#,
        email
    )
    .fetch_optional(tx)
    .await
}

/// The same by id, locked.
pub(super) async fn owner_in_tx(tx: &mut PgConnection, user: &str) -> sqlx::Result<Option<OwnerRow>> {
    sqlx::query_as!(
        OwnerRow,
        r#"
        select u.id, u.email, u.first_name, u.last_name, u.phone, coalesce(s.language, 'nb') as "language!"
        from users u left join settings s on s.user_id = u.id
        where u.id = $1 and u.deactivated_at is null
        for update of u
        "#,
        user
    )
    .fetch_optional(tx)
    .await
}

pub(super) async fn set_email_in_tx(tx: &mut PgConnection, user: &str, email: &str) -> sqlx::Result<()> {
    sqlx::query!("update users set email = $2 where id = $1", user, email).execute(tx).await?;
    Ok(())
}

pub(super) async fn set_phone_in_tx(tx: &mut PgConnection, user: &str, phone: &str) -> sqlx::Result<()> {
    sqlx::query!("update users set phone = $2 where id = $1", user, phone).execute(tx).await?;
    Ok(())
}
