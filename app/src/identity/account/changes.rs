//! Changing the password, the address and the telephone number of an account. Each is told to its owner, in the app and
//! by letter, so that somebody else's hand is seen.
use chrono::Duration;
use domain::access::{Action, Resource, decide};
use domain::form::{Email, FieldCode, Password, Phone};
use domain::ids::UserId;
use sqlx::PgConnection;

use super::links::{self, Purpose};
use super::model::{ChangeStep, EmailForm, PasswordForm, PhoneForm, masked};
use super::store;
use crate::context::{AppState, RequestInfo};
use crate::error::FieldErrors;
use crate::form::Flash;
use crate::identity::security;
use crate::identity::security::told::{note_in_tx, tell_in_tx};
use crate::identity::service::{self, IdentityError, Visitor, token_hash};
use crate::identity::strength;
use crate::mail::model::Letter;
use crate::mail::service::post_to_in_tx;
use crate::notifications::model::{Notice, SecurityChange};
use crate::{db, notifications};

/// Digits of a telephone number that a letter names.
const ENDING_DIGITS: usize = 2;
/// Random bytes of a password that nobody knows.
const UNKNOWN_BYTES: usize = 32;
/// Who takes an account over first makes a way in of their own, and then changes the address.
const SUSPECT_HOURS: i64 = 24;

fn refused(field: &str, code: FieldCode) -> IdentityError {
    IdentityError::Form(FieldErrors::from([(field.to_owned(), code)]))
}

/// Staff have nothing to change here: a lead does that for them.
pub fn may_change(visitor: &Visitor) -> Result<(), IdentityError> {
    Ok(decide(Some(&visitor.actor), Action::ManageSettings, Resource::Own)?)
}

/// How it is now, for the pages that change it.
pub fn look_before_change(visitor: &Visitor, flash: Flash) -> Result<ChangeStep, IdentityError> {
    may_change(visitor)?;
    Ok(ChangeStep { email: visitor.email.clone(), phone: visitor.phone.clone(), flash })
}

/// Replaces the password of whoever has shown again who they are; every other login ends (ASVS 7.4.3).
pub async fn change_password(
    state: &AppState,
    request: &RequestInfo,
    visitor: &Visitor,
    form: &PasswordForm,
) -> Result<(), IdentityError> {
    may_change(visitor)?;
    let phone = visitor.phone.as_deref().unwrap_or_default();
    let about = [visitor.email.as_str(), &visitor.first_name, &visitor.last_name, phone, "drop"];
    let password = strength::parse(&form.password, &about).map_err(|code| refused("password", code))?;
    strength::refuse_leaked(state, &password).await.map_err(|code| refused("password", code))?;
    let hash = state.passwords.hash(&password).await?;
    let (user, now) = (&visitor.actor.user_id, state.clock.now());
    let mut tx = state.db.begin().await?;
    service::set_password_in_tx(&mut tx, user, &hash).await?;
    service::end_other_logins_in_tx(&mut tx, user, &visitor.login_id, now).await?;
    let resets = [Purpose::ResetPassword.as_str().to_owned()];
    store::drop_links_in_tx(&mut tx, user.as_str(), &resets, None).await?;
    note_in_tx(&mut tx, state, request, user, "auth.password_changed").await?;
    tell_in_tx(&mut tx, state, user, SecurityChange::Password, &Letter::PasswordChanged).await?;
    tx.commit().await?;
    Ok(())
}

/// Notes that somebody wants another address. A letter goes there; until its link is opened nothing changes. Whether the
/// address has an account is not told here either.
pub async fn ask_new_email(
    state: &AppState,
    request: &RequestInfo,
    visitor: &Visitor,
    form: &EmailForm,
    language: &str,
) -> Result<(), IdentityError> {
    may_change(visitor)?;
    let email = Email::parse(&form.email).map_err(|code| refused("email", code))?;
    if email.as_str() == visitor.email {
        return Err(refused("email", FieldCode::NothingChanged));
    }
    links::count(state, request, email.as_str()).await?;
    let user = &visitor.actor.user_id;
    let mut tx = state.db.begin().await?;
    store::owner_in_tx(&mut tx, user.as_str()).await?;
    let before = [Purpose::NewEmail.as_str().to_owned()];
    store::drop_links_in_tx(&mut tx, user.as_str(), &before, None).await?;
    links::ask_in_tx(&mut tx, state, Purpose::NewEmail, Some(user), email.as_str(), language).await?;
    note_in_tx(&mut tx, state, request, user, "auth.email_change_asked").await?;
    tx.commit().await?;
    Ok(())
}

async fn look(state: &AppState, purpose: Purpose, code: &str) -> Result<String, IdentityError> {
    let link = store::open_link(&state.db, purpose.as_str(), &token_hash(code), state.clock.now()).await?;
    Ok(link.ok_or(IdentityError::LinkDead)?.email)
}

/// Which address the link confirms. Looking changes nothing.
pub async fn look_at_new_email(state: &AppState, code: &str) -> Result<String, IdentityError> {
    look(state, Purpose::NewEmail, code).await
}

/// Which address comes back. Looking changes nothing.
pub async fn look_at_undo(state: &AppState, code: &str) -> Result<String, IdentityError> {
    look(state, Purpose::UndoEmail, code).await
}

/// Whose link it is and what it is for, once. The owner is locked first, as everywhere here: two changes of one account
/// wait for each other.
async fn opened_in_tx(
    tx: &mut PgConnection,
    state: &AppState,
    purpose: Purpose,
    code: &str,
) -> Result<(store::OwnerRow, store::LinkRow), IdentityError> {
    let (hash, now) = (token_hash(code), state.clock.now());
    let link = store::open_link(&mut *tx, purpose.as_str(), &hash, now).await?;
    let user = link.and_then(|link| link.user_id).ok_or(IdentityError::LinkDead)?;
    let owner = store::owner_in_tx(tx, &user).await?.ok_or(IdentityError::LinkDead)?;
    let link = store::use_link_in_tx(tx, purpose.as_str(), &hash, now).await?;
    let link = link.ok_or(IdentityError::LinkDead)?;
    Ok((owner, link))
}

/// An address that somebody else's account has by now is refused like a link that is too old.
fn taken_meanwhile(error: sqlx::Error) -> IdentityError {
    match db::violated_constraint(&error) {
        Some("users_email_key") => IdentityError::LinkDead,
        _ => IdentityError::Database(error),
    }
}

/// Takes the new address, and writes to the old one how to undo it.
pub async fn confirm_new_email(
    state: &AppState,
    request: &RequestInfo,
    code: &str,
) -> Result<(), IdentityError> {
    let mut tx = state.db.begin().await?;
    let (owner, store::LinkRow { email, .. }) = opened_in_tx(&mut tx, state, Purpose::NewEmail, code).await?;
    let user: UserId = db::parsed("a user id", &owner.id)?;
    store::set_email_in_tx(&mut tx, user.as_str(), &email).await.map_err(taken_meanwhile)?;
    // What lies in the old mailbox opens nothing any more, but for the way back.
    let resets = [Purpose::ResetPassword.as_str().to_owned()];
    store::drop_links_in_tx(&mut tx, user.as_str(), &resets, None).await?;
    let language = owner.language.as_str();
    let token = links::make_in_tx(&mut tx, state, Purpose::UndoEmail, &user, &owner.email, language).await?;
    let undo = Purpose::UndoEmail.address(&state.settings.base_url, &token);
    let letter = Letter::EmailChanged { to_masked: masked(&email), undo };
    if let Ok(old) = Email::parse(&owner.email) {
        post_to_in_tx(&mut tx, state, &old, language.parse().unwrap_or_default(), Some(&user), &letter)
            .await?;
    }
    let notice = Notice::SecurityChanged { what: SecurityChange::Email };
    notifications::notify_in_tx(&mut tx, state, &user, &notice, Some("/me")).await?;
    note_in_tx(&mut tx, state, request, &user, "auth.email_changed").await?;
    tx.commit().await?;
    Ok(())
}

/// Gives the account back to its old address. Whoever changed it knows the password, so that none opens until the owner
/// has chosen another: what comes back opens the page for that. Every login ends, and every other link; a passkey or a
/// second factor that came shortly before the change, or since, is gone too.
pub async fn undo_email(
    state: &AppState,
    request: &RequestInfo,
    code: &str,
) -> Result<String, IdentityError> {
    let unknown = Password::known(&state.entropy.hex(UNKNOWN_BYTES));
    let hash = state.passwords.hash(&unknown).await?;
    let mut tx = state.db.begin().await?;
    let (owner, link) = opened_in_tx(&mut tx, state, Purpose::UndoEmail, code).await?;
    let (user, email) = (db::parsed::<UserId>("a user id", &owner.id)?, link.email);
    store::set_email_in_tx(&mut tx, user.as_str(), &email).await.map_err(taken_meanwhile)?;
    service::set_password_in_tx(&mut tx, &user, &hash).await?;
    service::end_logins_in_tx(&mut tx, &user, state.clock.now()).await?;
    let suspect = link.created_at - Duration::hours(SUSPECT_HOURS);
    security::service::forget_since_in_tx(&mut tx, &user, suspect).await?;
    let all = [Purpose::ResetPassword, Purpose::NewEmail, Purpose::UndoEmail]
        .map(|purpose| purpose.as_str().to_owned());
    store::drop_links_in_tx(&mut tx, user.as_str(), &all, None).await?;
    let language = owner.language.as_str();
    let reset = links::make_in_tx(&mut tx, state, Purpose::ResetPassword, &user, &email, language).await?;
    note_in_tx(&mut tx, state, request, &user, "auth.email_restored").await?;
    let notice = Notice::SecurityChanged { what: SecurityChange::Email };
    notifications::notify_in_tx(&mut tx, state, &user, &notice, Some("/me")).await?;
    tx.commit().await?;
    Ok(reset)
}

/// Takes another telephone number.
pub async fn change_phone(
    state: &AppState,
    request: &RequestInfo,
    visitor: &Visitor,
    form: &PhoneForm,
) -> Result<(), IdentityError> {
    may_change(visitor)?;
    let phone = Phone::parse(&form.phone).map_err(|code| refused("phone", code))?;
    if visitor.phone.as_deref() == Some(phone.as_str()) {
        return Err(refused("phone", FieldCode::NothingChanged));
    }
    let user = &visitor.actor.user_id;
    let mut tx = state.db.begin().await?;
    store::set_phone_in_tx(&mut tx, user.as_str(), phone.as_str()).await?;
    note_in_tx(&mut tx, state, request, user, "auth.phone_changed").await?;
    let ending: Vec<char> = phone.as_str().chars().rev().take(ENDING_DIGITS).collect();
    let letter = Letter::PhoneChanged { ending: ending.into_iter().rev().collect() };
    tell_in_tx(&mut tx, state, user, SecurityChange::Phone, &letter).await?;
    tx.commit().await?;
    Ok(())
}
