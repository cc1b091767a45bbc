//! A forgotten password.
use domain::form::{Email, FieldCode};
use domain::ids::UserId;

use super::links::{self, Purpose};
use super::model::{EmailForm, ResetForm};
use super::store;
use crate::context::{AppState, RequestInfo};
use crate::db;
use crate::error::FieldErrors;
use crate::identity::security::told::{note_in_tx, tell_in_tx};
use crate::identity::service::{IdentityError, token_hash};
use crate::identity::{service, strength};
use crate::mail::model::Letter;
use crate::notifications::model::SecurityChange;
use crate::throttle;

fn refused(field: &str, code: FieldCode) -> IdentityError {
    IdentityError::Form(FieldErrors::from([(field.to_owned(), code)]))
}

/// Notes that somebody has forgotten a password. Nothing here knows whether the address has an account: the job that
/// writes the letter looks (ASVS 6.3.8).
pub async fn ask_reset(
    state: &AppState,
    request: &RequestInfo,
    form: &EmailForm,
    language: &str,
) -> Result<(), IdentityError> {
    let email = Email::parse(&form.email).map_err(|code| refused("email", code))?;
    links::count(state, request, email.as_str()).await?;
    let now = state.clock.now();
    let mut tx = state.db.begin().await?;
    links::ask_in_tx(&mut tx, state, Purpose::ResetPassword, None, email.as_str(), language).await?;
    links::note_asked_in_tx(&mut tx, state, request, "auth.reset_asked", email.as_str(), now).await?;
    tx.commit().await?;
    Ok(())
}

/// Whose password the link is for. Looking changes nothing.
pub async fn look_at_reset(state: &AppState, code: &str) -> Result<String, IdentityError> {
    Ok(owner(state, code).await?.email)
}

async fn owner(state: &AppState, code: &str) -> Result<store::OwnerRow, IdentityError> {
    let (now, purpose) = (state.clock.now(), Purpose::ResetPassword.as_str());
    let link = store::open_link(&state.db, purpose, &token_hash(code), now).await?;
    let user = link.and_then(|link| link.user_id).ok_or(IdentityError::LinkDead)?;
    let mut connection = state.db.acquire().await?;
    store::owner_in_tx(&mut connection, &user).await?.ok_or(IdentityError::LinkDead)
}

/// Replaces the password, and ends every login: whoever had the old one is out. Nobody is logged in by this, so that a
/// second factor is still asked for.
pub async fn reset(state: &AppState, request: &RequestInfo, form: &ResetForm) -> Result<(), IdentityError> {
    let row = owner(state, &form.code).await?;
    let phone = row.phone.as_deref().unwrap_or_default();
    let about = [row.email.as_str(), &row.first_name, &row.last_name, phone, "drop"];
    let password = strength::parse(&form.password, &about).map_err(|code| refused("password", code))?;
    strength::refuse_leaked(state, &password).await.map_err(|code| refused("password", code))?;
    let hash = state.passwords.hash(&password).await?;
    let (now, user): (_, UserId) = (state.clock.now(), db::parsed("a user id", &row.id)?);
    let mut tx = state.db.begin().await?;
    store::owner_in_tx(&mut tx, user.as_str()).await?;
    let used =
        store::use_link_in_tx(&mut tx, Purpose::ResetPassword.as_str(), &token_hash(&form.code), now).await?;
    if used.is_none() {
        return Err(IdentityError::LinkDead);
    }
    service::set_password_in_tx(&mut tx, &user, &hash).await?;
    service::end_logins_in_tx(&mut tx, &user, now).await?;
    note_in_tx(&mut tx, state, request, &user, "auth.password_reset").await?;
    tell_in_tx(&mut tx, state, &user, SecurityChange::Password, &Letter::PasswordChanged).await?;
    tx.commit().await?;
    // Whoever guessed before has made the owner wait: the new password is not a guess.
    throttle::service::forget(state, &format!("login:account:{}", token_hash(&row.email))).await?;
    Ok(())
}
