//! Use cases of showing again who one is.
use chrono::Duration;
use domain::access::{Action, Refusal, Resource, decide};
use domain::form::FieldCode;
use domain::ids::LoginId;
use domain::throttle::LOGINS;
use serde_json::json;

use super::model::{ConfirmForm, ConfirmStep};
use super::store;
use crate::context::{AppState, RequestInfo};
use crate::error::AppError;
use crate::form::Flash;
use crate::identity::passwords::{HashingFailed, Verdict};
use crate::identity::second_factor::service::{self as second_factor, FactorError};
use crate::identity::service::{Visitor, token_hash};
use crate::throttle::service::ThrottleError;
use crate::{audit, throttle};

/// How long it holds.
pub const HOLDS_MINUTES: i64 = 5;

/// How somebody has shown again who they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    Password,
    PasswordAndCode,
    Passkey,
}

impl Way {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::PasswordAndCode => "password_and_code",
            Self::Passkey => "passkey",
        }
    }
}

#[derive(Debug, thiserror::Error)]
pub enum StepUpError {
    #[error(transparent)]
    Refused(#[from] Refusal),
    #[error("wrong password")]
    WrongPassword,
    #[error(transparent)]
    Factor(#[from] FactorError),
    /// The login has ended meanwhile.
    #[error("logged out")]
    LoggedOut,
    #[error("too many attempts")]
    TooManyAttempts { retry_after_seconds: u32 },
    #[error(transparent)]
    Hashing(#[from] HashingFailed),
    #[error(transparent)]
    Database(#[from] sqlx::Error),
}

impl From<ThrottleError> for StepUpError {
    fn from(error: ThrottleError) -> Self {
        match error {
            ThrottleError::TooMany { retry_after_seconds } => Self::TooManyAttempts { retry_after_seconds },
            ThrottleError::Database(error) => Self::Database(error),
        }
    }
}

impl From<StepUpError> for AppError {
    fn from(error: StepUpError) -> Self {
        match error {
            StepUpError::Refused(refusal) => refusal.into(),
            StepUpError::WrongPassword => Self::field("password", FieldCode::PasswordWrong),
            StepUpError::Factor(error) => error.into(),
            StepUpError::LoggedOut => Self::LoggedOut,
            StepUpError::TooManyAttempts { retry_after_seconds } => {
                Self::TooManyAttempts { retry_after_seconds }
            }
            StepUpError::Hashing(_) | StepUpError::Database(_) => {
                tracing::error!(%error, "step-up");
                Self::Unexpected
            }
        }
    }
}

/// Has whoever uses this login shown it within the last minutes? For an answer that is no page and no server function;
/// those ask [`super::required`].
///
/// # Errors
/// When the database fails.
pub async fn holds(state: &AppState, login: &LoginId) -> Result<bool, StepUpError> {
    let since = state.clock.now() - Duration::minutes(HOLDS_MINUTES);
    Ok(store::holds(&state.db, login, since).await?)
}

/// What the page asks for.
///
/// # Errors
/// For staff: they have nothing of their own to change.
pub async fn asked(state: &AppState, visitor: &Visitor) -> Result<ConfirmStep, StepUpError> {
    decide(Some(&visitor.actor), Action::ManageSettings, Resource::Own)?;
    let row = store::asked(&state.db, &visitor.actor.user_id).await?;
    Ok(ConfirmStep { has_factor: row.has_factor, has_passkeys: row.has_passkeys, flash: Flash::default() })
}

/// Checks the password, and then the code of somebody who has a second factor. Guessing waits longer and longer.
///
/// # Errors
/// [`StepUpError::WrongPassword`], [`FactorError::WrongCode`] and [`StepUpError::TooManyAttempts`].
pub async fn check(
    state: &AppState,
    request: &RequestInfo,
    visitor: &Visitor,
    form: &ConfirmForm,
) -> Result<Way, StepUpError> {
    decide(Some(&visitor.actor), Action::ManageSettings, Resource::Own)?;
    let user = &visitor.actor.user_id;
    throttle::service::count_address(state, &LOGINS, request.ip).await?;
    let key = format!("step-up:account:{user}");
    throttle::service::count_account(state, &key).await?;
    let row = store::asked(&state.db, user).await?;
    if state.passwords.verify(&form.password, Some(&row.password_hash)).await? == Verdict::Wrong {
        record(state, request, visitor, "auth.step_up_failed", Way::Password).await?;
        return Err(StepUpError::WrongPassword);
    }
    if row.has_factor {
        second_factor::prove(state, request, user, &form.code).await?;
    }
    throttle::service::forget(state, &key).await?;
    Ok(if row.has_factor { Way::PasswordAndCode } else { Way::Password })
}

/// Notes it with the login, which has another cookie from now on.
///
/// # Errors
/// [`StepUpError::LoggedOut`] when the login has ended meanwhile.
pub async fn note(
    state: &AppState,
    request: &RequestInfo,
    visitor: &Visitor,
    token: &str,
    way: Way,
) -> Result<(), StepUpError> {
    let now = state.clock.now();
    let mut tx = state.db.begin().await?;
    if !store::note_in_tx(&mut tx, &visitor.login_id, &token_hash(token), now).await? {
        return Err(StepUpError::LoggedOut);
    }
    let entry = entry(visitor, "auth.step_up", way);
    audit::record_in_tx(&mut tx, state.entropy.as_ref(), now, Some(request), entry).await?;
    tx.commit().await?;
    Ok(())
}

async fn record(
    state: &AppState,
    request: &RequestInfo,
    visitor: &Visitor,
    action: &'static str,
    way: Way,
) -> sqlx::Result<()> {
    let mut tx = state.db.begin().await?;
    let entry = entry(visitor, action, way);
    audit::record_in_tx(&mut tx, state.entropy.as_ref(), state.clock.now(), Some(request), entry).await?;
    tx.commit().await
}

fn entry<'a>(visitor: &'a Visitor, action: &'static str, way: Way) -> audit::Entry<'a> {
    audit::Entry {
        user_id: Some(&visitor.actor.user_id),
        action,
        resource: Some(("session", visitor.login_id.as_str())),
        details: json!({ "way": way.as_str() }),
    }
}
