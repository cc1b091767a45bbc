//! Use cases of the second factor: proving it, enrolling, and taking it away.
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, Utc};
use domain::form::FieldCode;
use domain::ids::{LoginId, UserId};
use domain::second_factor::{Secret, Typed, in_groups, recovery_codes, recovery_hash, step_at};
use domain::throttle::CODES;
use sqlx::PgConnection;

use super::store;
use crate::context::{AppState, RequestInfo};
use crate::error::AppError;
use crate::identity::security::told::{note_in_tx, tell_in_tx};
use crate::identity::service::{end_logins_in_tx, end_other_logins_in_tx};
use crate::mail::model::Letter;
use crate::mail::service::{MailError, post_in_tx};
use crate::merchant::codes::drawing::{Drawing, DrawingError};
use crate::notifications::model::SecurityChange;
use crate::throttle;
use crate::throttle::service::ThrottleError;
use crate::vault::service::second_factor;
use crate::vault::{Place, VaultError};

#[derive(Debug, thiserror::Error)]
pub enum FactorError {
    /// Wrong, old or used.
    #[error("not a code that opens")]
    WrongCode,
    /// Somebody has enrolled meanwhile, or the account was closed.
    #[error("cannot be enrolled")]
    NotOpen,
    #[error("too many attempts")]
    TooManyAttempts { retry_after_seconds: u32 },
    #[error(transparent)]
    Database(#[from] sqlx::Error),
    #[error(transparent)]
    Mail(#[from] MailError),
    #[error(transparent)]
    Vault(#[from] VaultError),
    #[error(transparent)]
    Drawing(#[from] DrawingError),
    #[error("what the vault holds is no secret")]
    NoSecret,
}

impl From<ThrottleError> for FactorError {
    fn from(error: ThrottleError) -> Self {
        match error {
            ThrottleError::TooMany { retry_after_seconds } => Self::TooManyAttempts { retry_after_seconds },
            ThrottleError::Database(error) => Self::Database(error),
        }
    }
}

impl From<FactorError> for AppError {
    fn from(error: FactorError) -> Self {
        match error {
            FactorError::WrongCode => Self::field("code", FieldCode::CodeWrong),
            FactorError::NotOpen => Self::ChangedMeanwhile,
            FactorError::TooManyAttempts { retry_after_seconds } => {
                Self::TooManyAttempts { retry_after_seconds }
            }
            FactorError::Database(_)
            | FactorError::Mail(_)
            | FactorError::Vault(_)
            | FactorError::Drawing(_)
            | FactorError::NoSecret => {
                tracing::error!(%error, "second factor");
                Self::Unexpected
            }
        }
    }
}

/// Takes a code of the app or a recovery code, once.
///
/// # Errors
/// [`FactorError::WrongCode`] also for a code that was used, and for somebody who has no factor.
pub async fn prove(
    state: &AppState,
    request: &RequestInfo,
    user: &UserId,
    typed: &str,
) -> Result<(), FactorError> {
    let key = counted(state, request, user).await?;
    let now = state.clock.now();
    let mut tx = state.db.begin().await?;
    let action = match Typed::read(typed) {
        Some(Typed::Code(code)) => {
            use_code_in_tx(&mut tx, state, user, &code, now).await?.then_some("auth.code_used")
        }
        Some(Typed::Recovery(code)) => {
            let has_factor = store::factor_in_tx(&mut tx, user).await?.is_some();
            let hash = recovery_hash(user, &code);
            let is_good = has_factor && store::use_recovery_code_in_tx(&mut tx, user, &hash, now).await?;
            if is_good {
                let left = u32::try_from(store::codes_left_in_tx(&mut tx, user).await?).unwrap_or_default();
                post_in_tx(&mut tx, state, user, &Letter::RecoveryCodeUsed { left }).await?;
            }
            is_good.then_some("auth.recovery_code_used")
        }
        None => None,
    };
    note_in_tx(&mut tx, state, request, user, action.unwrap_or("auth.code_failed")).await?;
    tx.commit().await?;
    if action.is_none() {
        return Err(FactorError::WrongCode);
    }
    throttle::service::forget(state, &key).await?;
    Ok(())
}

/// Counts an attempt, from this address and on this account.
async fn counted(state: &AppState, request: &RequestInfo, user: &UserId) -> Result<String, FactorError> {
    throttle::service::count_address(state, &CODES, request.ip).await?;
    let key = format!("code:account:{user}");
    throttle::service::count_account(state, &key).await?;
    Ok(key)
}

async fn use_code_in_tx(
    tx: &mut PgConnection,
    state: &AppState,
    user: &UserId,
    code: &str,
    now: DateTime<Utc>,
) -> Result<bool, FactorError> {
    let Some(row) = store::factor_in_tx(tx, user).await? else { return Ok(false) };
    let secret = opened(state, user, &row.secret)?;
    let Some(step) = secret.accept(code, now, row.last_step) else { return Ok(false) };
    store::use_step_in_tx(tx, user, step).await?;
    Ok(true)
}

fn opened(state: &AppState, user: &UserId, sealed: &str) -> Result<Secret, FactorError> {
    let text = state.vault.open(second_factor(user.as_str()), sealed)?;
    Secret::from_base32(&text).ok_or(FactorError::NoSecret)
}

/// A new secret for somebody who is about to enrol, sealed for them.
///
/// # Errors
/// When it cannot be sealed.
pub fn new_secret(state: &AppState, user: &UserId) -> Result<String, FactorError> {
    let secret = Secret::generate(state.entropy.as_ref());
    Ok(state.vault.seal(second_factor(user.as_str()), &secret.to_base32())?)
}

/// The picture for an app's camera, as a data address, and the same to be typed.
///
/// # Errors
/// When the secret does not open.
pub fn shown(
    state: &AppState,
    user: &UserId,
    email: &str,
    sealed: &str,
) -> Result<(String, String), FactorError> {
    let secret = opened(state, user, sealed)?;
    let svg = Drawing::of(&secret.address(email))?.svg();
    let picture = format!("data:image/svg+xml;base64,{}", STANDARD.encode(svg));
    Ok((picture, in_groups(&secret.to_base32(), " ")))
}

/// Enrols: the code shows that the app has the secret. Returns the recovery codes, for the only time. Every login but
/// `kept` ends: it was opened without this factor.
///
/// # Errors
/// [`FactorError::WrongCode`], and [`FactorError::NotOpen`] for somebody who has a factor.
pub async fn enrol(
    state: &AppState,
    request: &RequestInfo,
    user: &UserId,
    sealed: &str,
    typed: &str,
    kept: Option<&LoginId>,
) -> Result<Vec<String>, FactorError> {
    let key = counted(state, request, user).await?;
    let now = state.clock.now();
    let secret = opened(state, user, sealed)?;
    let step = match Typed::read(typed) {
        Some(Typed::Code(code)) => secret.accept(&code, now, 0),
        _ => None,
    };
    let step = step.ok_or(FactorError::WrongCode)?;
    let mut tx = state.db.begin().await?;
    if !store::insert_factor_in_tx(&mut tx, user, sealed, step, now).await? {
        return Err(FactorError::NotOpen);
    }
    let codes = new_codes_in_tx(&mut tx, state, user, now).await?;
    note_in_tx(&mut tx, state, request, user, "auth.second_factor_enrolled").await?;
    match kept {
        Some(kept) => {
            end_other_logins_in_tx(&mut tx, user, kept, now).await?;
            tell_in_tx(&mut tx, state, user, SecurityChange::SecondFactor, &Letter::FactorAdded).await?;
        }
        // Staff at their first log-in: a letter, and no notification that they could read.
        None => {
            end_logins_in_tx(&mut tx, user, now).await?;
            post_in_tx(&mut tx, state, user, &Letter::FactorAdded).await?;
        }
    }
    tx.commit().await?;
    throttle::service::forget(state, &key).await?;
    Ok(codes)
}

async fn new_codes_in_tx(
    tx: &mut PgConnection,
    state: &AppState,
    user: &UserId,
    now: DateTime<Utc>,
) -> sqlx::Result<Vec<String>> {
    let codes = recovery_codes(state.entropy.as_ref());
    let hashes: Vec<String> = codes.iter().map(|code| recovery_hash(user, code)).collect();
    store::replace_recovery_codes_in_tx(tx, user, &hashes, now).await?;
    Ok(codes)
}

/// New recovery codes, for whoever has shown again who they are. Those before open nothing any more, and every login but
/// `kept` ends.
///
/// # Errors
/// [`FactorError::NotOpen`] for somebody without a factor.
pub async fn renew_codes(
    state: &AppState,
    request: &RequestInfo,
    user: &UserId,
    kept: &LoginId,
) -> Result<Vec<String>, FactorError> {
    let now = state.clock.now();
    let mut tx = state.db.begin().await?;
    if store::factor_in_tx(&mut tx, user).await?.is_none() {
        return Err(FactorError::NotOpen);
    }
    let codes = new_codes_in_tx(&mut tx, state, user, now).await?;
    end_other_logins_in_tx(&mut tx, user, kept, now).await?;
    note_in_tx(&mut tx, state, request, user, "auth.recovery_codes_renewed").await?;
    tell_in_tx(&mut tx, state, user, SecurityChange::SecondFactor, &Letter::RecoveryCodesRenewed).await?;
    tx.commit().await?;
    Ok(codes)
}

/// Takes somebody's own factor away, for whoever has shown again who they are. Every login but `kept` ends.
///
/// # Errors
/// [`FactorError::NotOpen`] for somebody without a factor.
pub async fn give_up(
    state: &AppState,
    request: &RequestInfo,
    user: &UserId,
    kept: &LoginId,
) -> Result<(), FactorError> {
    let now = state.clock.now();
    let mut tx = state.db.begin().await?;
    if !store::remove_in_tx(&mut tx, user).await? {
        return Err(FactorError::NotOpen);
    }
    end_other_logins_in_tx(&mut tx, user, kept, now).await?;
    note_in_tx(&mut tx, state, request, user, "auth.second_factor_removed").await?;
    tell_in_tx(&mut tx, state, user, SecurityChange::SecondFactor, &Letter::FactorRemoved).await?;
    tx.commit().await?;
    Ok(())
}

/// The codes for the page that shows them, sealed until then.
///
/// # Errors
/// When they cannot be sealed.
pub fn seal_codes(state: &AppState, user: &UserId, codes: &[String]) -> Result<String, FactorError> {
    Ok(state.vault.seal(shown_codes(user), &codes.join(" "))?)
}

/// The same the other way, in groups.
///
/// # Errors
/// When they were sealed for somebody else.
pub fn open_codes(state: &AppState, user: &UserId, sealed: &str) -> Result<Vec<String>, FactorError> {
    let codes = state.vault.open(shown_codes(user), sealed)?;
    Ok(codes.split(' ').map(|code| in_groups(code, "-")).collect())
}

/// In the session of the browser that enrolled.
fn shown_codes(user: &UserId) -> Place<'_> {
    Place { table: "tower_sessions.session", column: "data", row: user.as_str() }
}

/// Takes the factor and its recovery codes away; says whether there was one. At the next log-in another is enrolled.
///
/// # Errors
/// When the database fails.
pub async fn remove_in_tx(tx: &mut PgConnection, user: &UserId) -> sqlx::Result<bool> {
    store::remove_in_tx(tx, user).await
}

/// The code that a telephone with this secret would show next, if it can be used now: for the demo alone.
///
/// # Errors
/// When the database fails.
pub async fn next_code(
    state: &AppState,
    user: &UserId,
    secret: &Secret,
) -> Result<Option<String>, FactorError> {
    let now = step_at(state.clock.now());
    let Some(last) = store::last_step(&state.db, user).await? else { return Ok(None) };
    let next = now.max(last + 1);
    Ok((next <= now + 1).then(|| secret.code(next)))
}
