//! Use cases of identity: the register of logins, and "who is asking".
use chrono::{DateTime, Duration, Utc};
use domain::access::{Actor, KycStatus};
use domain::identity::{CaseStatus, IdentityStep};
use domain::ids::{LoginId, UserId};
use serde_json::json;
use sha2::{Digest, Sha256};

use super::passwords::HashingFailed;
use super::store;
use crate::audit;
use crate::context::{AppState, RequestInfo};
use crate::db;
use crate::error::{AppError, FieldErrors};
use crate::jobs::service::JobsError;
use crate::mail::MailError;
use crate::throttle::service::ThrottleError;

pub use super::credentials::{Asked, Known, check_credentials};
pub use super::registration::{add_staff, register};

/// A login ends after this long without a request (ASVS 7.3.1) …
pub const IDLE_MINUTES: i64 = 30;
/// … of staff, who see everybody, sooner …
pub const STAFF_IDLE_MINUTES: i64 = 15;
/// … and in any case after this long (ASVS 7.3.2).
pub const ABSOLUTE_HOURS: i64 = 12;
/// How often "last seen" is written.
const TOUCH_SECONDS: i64 = 60;
/// Somebody who is logged in.
#[derive(Clone, Debug)]
pub struct Visitor {
    pub login_id: LoginId,
    pub actor: Actor,
    pub first_name: String,
    pub last_name: String,
    pub email: String,
    pub phone: Option<String>,
    pub unread: i64,
    /// How far we are with who they are.
    pub identity: IdentityStep,
}

#[derive(Debug, thiserror::Error)]
pub enum IdentityError {
    #[error("the form has errors")]
    Form(FieldErrors),
    #[error("wrong e-mail or password")]
    WrongCredentials,
    /// Right, but nobody has shown yet that the address is theirs.
    #[error("the address is not confirmed")]
    NotConfirmed { link: i64, email: String },
    #[error("the link opens nothing")]
    LinkDead,
    #[error("too many attempts")]
    TooManyAttempts { retry_after_seconds: u32 },
    #[error(transparent)]
    Refused(#[from] domain::access::Refusal),
    #[error(transparent)]
    Hashing(#[from] HashingFailed),
    #[error(transparent)]
    Letter(#[from] MailError),
    #[error(transparent)]
    Jobs(#[from] JobsError),
    #[error(transparent)]
    Database(#[from] sqlx::Error),
    #[error(transparent)]
    BadRow(#[from] db::BadRow),
}

impl From<ThrottleError> for IdentityError {
    fn from(error: ThrottleError) -> Self {
        match error {
            ThrottleError::TooMany { retry_after_seconds } => Self::TooManyAttempts { retry_after_seconds },
            ThrottleError::Database(error) => Self::Database(error),
        }
    }
}

impl From<IdentityError> for AppError {
    fn from(error: IdentityError) -> Self {
        match error {
            IdentityError::Form(fields) => Self::Form(fields),
            IdentityError::WrongCredentials | IdentityError::NotConfirmed { .. } => Self::WrongCredentials,
            IdentityError::LinkDead => Self::LinkDead,
            IdentityError::Refused(refusal) => refusal.into(),
            IdentityError::TooManyAttempts { retry_after_seconds } => {
                Self::TooManyAttempts { retry_after_seconds }
            }
            IdentityError::Hashing(_)
            | IdentityError::Letter(_)
            | IdentityError::Jobs(_)
            | IdentityError::Database(_)
            | IdentityError::BadRow(_) => {
                tracing::error!(%error, "identity");
                Self::Unexpected
            }
        }
    }
}

/// SHA-256 of a cookie's value, in hex: the only form in which it is stored.
#[must_use]
pub fn token_hash(token: &str) -> String {
    hex::encode(Sha256::digest(token.as_bytes()))
}

fn idle_at(now: DateTime<Utc>) -> store::Idle {
    store::Idle {
        customers: now - Duration::minutes(IDLE_MINUTES),
        staff: now - Duration::minutes(STAFF_IDLE_MINUTES),
    }
}

/// Who holds this cookie, unless the login has ended, was revoked or has been idle for too long. A login of staff that
/// was opened without their second factor is nobody's.
pub async fn visitor(state: &AppState, token: &str) -> Result<Option<Visitor>, IdentityError> {
    let now = state.clock.now();
    let touch = now - Duration::seconds(TOUCH_SECONDS);
    let Some(row) = store::visitor(&state.db, &token_hash(token), now, idle_at(now), touch).await? else {
        return Ok(None);
    };
    let kyc: KycStatus = db::parsed("a KYC status", &row.kyc_status)?;
    let last: Option<CaseStatus> =
        row.last_case.as_deref().map(|status| db::parsed("a submission's status", status)).transpose()?;
    Ok(Some(Visitor {
        login_id: db::parsed("a login id", &row.login_id)?,
        actor: Actor {
            user_id: db::parsed("a user id", &row.user_id)?,
            role: db::parsed("a role", &row.role)?,
            kyc,
        },
        first_name: row.first_name,
        last_name: row.last_name,
        email: row.email,
        phone: row.phone,
        unread: row.unread,
        identity: IdentityStep::of(kyc, last),
    }))
}

/// Does a login still hold? Unlike [`visitor`] this does not count as a use of it.
pub async fn login_holds(state: &AppState, login: &LoginId) -> Result<bool, IdentityError> {
    let now = state.clock.now();
    Ok(store::login_holds(&state.db, login, now, idle_at(now)).await?)
}

/// What somebody has shown of who they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    Password,
    SecondFactor,
}

/// Enters a login into the register that each request is checked against.
pub async fn open_login(
    state: &AppState,
    request: &RequestInfo,
    user: &UserId,
    token: &str,
    shown: Shown,
) -> Result<LoginId, IdentityError> {
    let now = state.clock.now();
    let id = LoginId::generate(state.entropy.as_ref());
    let mut tx = state.db.begin().await?;
    store::insert_login_in_tx(
        &mut tx,
        &store::NewLogin {
            id: &id,
            user_id: user,
            token_hash: &token_hash(token),
            device: device_name(&request.user_agent),
            ip: &request.ip.to_string(),
            user_agent: &request.user_agent,
            now,
            expires_at: now + Duration::hours(ABSOLUTE_HOURS),
            second_factor_at: (shown == Shown::SecondFactor).then_some(now),
        },
    )
    .await?;
    audit::record_in_tx(
        &mut tx,
        state.entropy.as_ref(),
        now,
        Some(request),
        audit::Entry {
            user_id: Some(user),
            action: "auth.login",
            resource: Some(("session", id.as_str())),
            details: json!({ "second_factor": shown == Shown::SecondFactor }),
        },
    )
    .await?;
    tx.commit().await?;
    Ok(id)
}

/// Ends a login. Ending it twice is the same as once.
pub async fn close_login(
    state: &AppState,
    request: &RequestInfo,
    visitor: &Visitor,
) -> Result<(), IdentityError> {
    let now = state.clock.now();
    let mut tx = state.db.begin().await?;
    if store::revoke_login_in_tx(&mut tx, &visitor.login_id, now).await? {
        audit::record_in_tx(
            &mut tx,
            state.entropy.as_ref(),
            now,
            Some(request),
            audit::Entry {
                user_id: Some(&visitor.actor.user_id),
                action: "auth.logout",
                resource: Some(("session", visitor.login_id.as_str())),
                details: json!({}),
            },
        )
        .await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Ends every login of somebody; says how many there were.
pub async fn end_logins_in_tx(
    tx: &mut sqlx::PgConnection,
    user: &UserId,
    now: DateTime<Utc>,
) -> sqlx::Result<u64> {
    store::revoke_logins_in_tx(tx, user, now).await
}

/// Ends every other login of somebody than this one.
pub async fn end_other_logins_in_tx(
    tx: &mut sqlx::PgConnection,
    user: &UserId,
    kept: &LoginId,
    now: DateTime<Utc>,
) -> sqlx::Result<u64> {
    store::revoke_other_logins_in_tx(tx, user, kept, now).await
}

/// Takes a new password, as its hash.
pub(super) async fn set_password_in_tx(
    tx: &mut sqlx::PgConnection,
    user: &UserId,
    hash: &str,
) -> sqlx::Result<()> {
    store::replace_password_hash_in_tx(tx, user, hash).await
}

/// Closes the account of somebody of the staff, or opens it again.
pub async fn set_deactivated_in_tx(
    tx: &mut sqlx::PgConnection,
    user: &UserId,
    at: Option<DateTime<Utc>>,
) -> sqlx::Result<()> {
    store::set_deactivated_in_tx(tx, user, at).await
}

/// A short name for the list of logins: browser family and system, from the User-Agent header.
#[must_use]
pub fn device_name(user_agent: &str) -> &'static str {
    const KNOWN: [(&str, &str); 6] = [
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Android", "Android"),
        ("Windows", "Windows"),
        ("Mac OS", "Mac"),
        ("Linux", "Linux"),
    ];
    KNOWN.iter().find(|(mark, _)| user_agent.contains(mark)).map_or("–", |(_, name)| name)
}

/// Keeps the chosen language with the person, for e-mails and other browsers.
pub async fn save_language(state: &AppState, visitor: &Visitor, language: &str) -> Result<(), IdentityError> {
    store::save_language(&state.db, &visitor.actor.user_id, language, state.clock.now()).await?;
    Ok(())
}

/// The language that a person has chosen, here or in another browser.
pub async fn chosen_language(state: &AppState, user: &UserId) -> Result<Option<String>, IdentityError> {
    Ok(store::chosen_language(&state.db, user).await?)
}

/// A consent as a fact: what was granted, when and from where (GDPR art. 7(1)).
pub async fn record_consent_in_tx(
    tx: &mut sqlx::PgConnection,
    id: &domain::ids::ConsentId,
    user: &UserId,
    consent_type: &str,
    request: &RequestInfo,
    now: chrono::DateTime<chrono::Utc>,
) -> sqlx::Result<()> {
    store::insert_consent_in_tx(tx, id, user, consent_type, &request.ip.to_string(), now).await
}

/// Notes the withdrawal of a consent; that it was given stays as it was.
pub async fn withdraw_consent_in_tx(
    tx: &mut sqlx::PgConnection,
    fact: &str,
    now: chrono::DateTime<chrono::Utc>,
) -> sqlx::Result<()> {
    store::withdraw_consent_in_tx(tx, fact, now).await
}

/// Makes a customer a merchant, with what makes them one. The role opens no door that was closed before, so that the
/// login goes on.
pub async fn make_merchant_in_tx(tx: &mut sqlx::PgConnection, user: &UserId) -> sqlx::Result<()> {
    store::make_merchant_in_tx(tx, user).await
}

/// Notes the date of birth that a national identity number holds, in place of the one that was typed at registration.
pub async fn correct_birth_date_in_tx(
    tx: &mut sqlx::PgConnection,
    user: &UserId,
    born: chrono::NaiveDate,
) -> sqlx::Result<()> {
    store::correct_birth_date_in_tx(tx, user, born).await
}

/// Notes what is decided about a customer's identity: what every access asks from then on.
pub async fn set_kyc_in_tx(
    tx: &mut sqlx::PgConnection,
    user: &UserId,
    status: KycStatus,
) -> sqlx::Result<()> {
    store::set_kyc_in_tx(tx, user, status.as_str()).await
}

/// Somebody of the staff, by e-mail, for a command at the terminal.
pub async fn staff_of(
    db: &sqlx::PgPool,
    email: &domain::form::Email,
) -> Result<Option<Actor>, IdentityError> {
    let Some(row) = store::person_of(db, email.as_str()).await? else { return Ok(None) };
    let actor = Actor {
        user_id: db::parsed("a user id", &row.id)?,
        role: db::parsed("a role", &row.role)?,
        kyc: db::parsed("a KYC status", &row.kyc_status)?,
    };
    Ok(Some(actor).filter(|actor| actor.role.is_staff()))
}
