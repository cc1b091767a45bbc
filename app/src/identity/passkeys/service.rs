//! Use cases of one's own passkeys: adding one, naming it, and taking it away.
use domain::form::{DeviceName, FieldCode};
use domain::ids::{LoginId, PasskeyId, UserId};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use sqlx::PgConnection;
use webauthn_rs::prelude::{
    Passkey, RegisterPublicKeyCredential, Url, Uuid, Webauthn, WebauthnBuilder, WebauthnError,
};

use super::challenge::Challenge;
use super::model::{MOST, NewPasskeyForm, PasskeyNameForm, PasskeyView};
pub use super::proving::{Holder, ask_anybody, ask_known, prove};
use super::store;
use crate::context::{AppState, RequestInfo};
use crate::error::AppError;
use crate::identity::security::told::tell_in_tx;
use crate::identity::service::{Visitor, end_other_logins_in_tx};
use crate::mail::model::Letter;
use crate::mail::service::MailError;
use crate::notifications::model::SecurityChange;
use crate::throttle::service::ThrottleError;
use crate::{audit, db};

#[derive(Debug, thiserror::Error)]
pub enum PasskeyError {
    #[error("not a name")]
    Name(FieldCode),
    /// Nothing waits for this answer, or not any more.
    #[error("no challenge")]
    NoChallenge,
    /// Unknown, of somebody else, copied, or not signed as it must be.
    #[error("not a passkey that opens")]
    Refused,
    #[error("as many as there may be")]
    TooMany,
    #[error("not found")]
    NotFound,
    #[error("too many attempts")]
    TooManyAttempts { retry_after_seconds: u32 },
    /// The site's address is no name, or what is stored of a passkey cannot be read.
    #[error(transparent)]
    Library(#[from] WebauthnError),
    #[error(transparent)]
    Json(#[from] serde_json::Error),
    #[error(transparent)]
    Mail(#[from] MailError),
    #[error(transparent)]
    Database(#[from] sqlx::Error),
    #[error(transparent)]
    BadRow(#[from] db::BadRow),
}

impl From<ThrottleError> for PasskeyError {
    fn from(error: ThrottleError) -> Self {
        match error {
            ThrottleError::TooMany { retry_after_seconds } => Self::TooManyAttempts { retry_after_seconds },
            ThrottleError::Database(error) => Self::Database(error),
        }
    }
}

impl From<PasskeyError> for AppError {
    fn from(error: PasskeyError) -> Self {
        match error {
            PasskeyError::Name(code) => Self::field("name", code),
            PasskeyError::NoChallenge | PasskeyError::Refused => Self::PasskeyRefused,
            PasskeyError::TooMany => Self::TooManyPasskeys { max: u32::try_from(MOST).unwrap_or_default() },
            PasskeyError::NotFound => Self::NotFound,
            PasskeyError::TooManyAttempts { retry_after_seconds } => {
                Self::TooManyAttempts { retry_after_seconds }
            }
            PasskeyError::Library(_)
            | PasskeyError::Json(_)
            | PasskeyError::Mail(_)
            | PasskeyError::Database(_)
            | PasskeyError::BadRow(_) => {
                tracing::error!(%error, "passkeys");
                Self::Unexpected
            }
        }
    }
}

/// This site as passkeys know it: they are bound to its name, and answer no other.
pub(super) fn site(state: &AppState) -> Result<Webauthn, PasskeyError> {
    let origin = Url::parse(&state.settings.base_url).map_err(|_| WebauthnError::Configuration)?;
    let name = origin.domain().ok_or(WebauthnError::Configuration)?;
    Ok(WebauthnBuilder::new(name, &origin)?.rp_name("Drop").build()?)
}

/// Can there be passkeys here? Not where the site's address has no name.
#[must_use]
pub fn are_possible(state: &AppState) -> bool {
    site(state).is_ok()
}

/// What a passkey stores of its owner: told by nobody, and the same each time.
pub(super) fn handle(user: &UserId) -> Uuid {
    let digest = Sha256::digest(format!("passkey:{user}").as_bytes());
    Uuid::from_bytes(std::array::from_fn(|at| digest[at]))
}

pub(super) fn stored(row: &store::PasskeyRow) -> Result<Passkey, serde_json::Error> {
    serde_json::from_value(row.credential.clone())
}

/// The passkeys of somebody, newest first.
///
/// # Errors
/// When the database fails.
pub async fn list(state: &AppState, user: &UserId) -> Result<Vec<PasskeyView>, PasskeyError> {
    let rows = store::of_user(&state.db, user).await?;
    Ok(rows.into_iter().map(view).collect::<Result<_, _>>()?)
}

fn view(row: store::PasskeyRow) -> Result<PasskeyView, db::BadRow> {
    Ok(PasskeyView {
        id: db::parsed("a passkey id", &row.id)?,
        name: row.name,
        created_at: row.created_at,
        last_used_at: row.last_used_at,
    })
}

/// What a browser is to make a passkey from, as JSON, and what its answer is held against.
///
/// # Errors
/// When the site has no name, and when the database fails.
pub async fn begin_adding(state: &AppState, visitor: &Visitor) -> Result<(String, Challenge), PasskeyError> {
    let user = &visitor.actor.user_id;
    let rows = store::of_user(&state.db, user).await?;
    if i64::try_from(rows.len()).unwrap_or(MOST) >= MOST {
        return Err(PasskeyError::TooMany);
    }
    let known: Vec<Passkey> = rows.iter().map(stored).collect::<Result<_, _>>()?;
    let known = known.iter().map(|passkey| passkey.cred_id().clone()).collect();
    let name = format!("{} {}", visitor.first_name, visitor.last_name);
    let (options, adding) =
        site(state)?.start_passkey_registration(handle(user), &visitor.email, &name, Some(known))?;
    let mut options = serde_json::to_value(&options.public_key)?;
    // It has to be found without a name, on the log-in page.
    options["authenticatorSelection"]["residentKey"] = json!("required");
    options["authenticatorSelection"]["requireResidentKey"] = json!(true);
    Ok((options.to_string(), Challenge::Adding { user: user.clone(), state: adding }))
}

/// Takes the passkey that a browser made. Every other login ends, as with each change of what opens an account.
///
/// # Errors
/// [`PasskeyError::Refused`] for what was not made for this question.
pub async fn add(
    state: &AppState,
    request: &RequestInfo,
    visitor: &Visitor,
    challenge: Option<Challenge>,
    form: &NewPasskeyForm,
) -> Result<(), PasskeyError> {
    let user = &visitor.actor.user_id;
    let Some(Challenge::Adding { user: asked, state: adding }) = challenge else {
        return Err(PasskeyError::NoChallenge);
    };
    if asked != *user {
        return Err(PasskeyError::NoChallenge);
    }
    let name = DeviceName::parse(&form.name).map_err(PasskeyError::Name)?;
    let answer: RegisterPublicKeyCredential =
        serde_json::from_str(&form.answer).map_err(|_| PasskeyError::Refused)?;
    let passkey =
        site(state)?.finish_passkey_registration(&answer, &adding).map_err(|_| PasskeyError::Refused)?;
    let (id, now) = (PasskeyId::generate(state.entropy.as_ref()), state.clock.now());
    let mut tx = state.db.begin().await?;
    let new = store::NewPasskey {
        id: &id,
        user,
        credential_id: &hex::encode(passkey.cred_id().as_slice()),
        credential: &serde_json::to_value(&passkey)?,
        name: name.as_str(),
        now,
        most: MOST,
    };
    if !store::insert_in_tx(&mut tx, &new).await.map_err(known_already)? {
        return Err(PasskeyError::TooMany);
    }
    end_other_logins_in_tx(&mut tx, user, &visitor.login_id, now).await?;
    record_in_tx(&mut tx, state, request, user, "auth.passkey_added", id.as_str()).await?;
    let letter = Letter::PasskeyAdded { name: name.to_string() };
    tell_in_tx(&mut tx, state, user, SecurityChange::Passkey, &letter).await?;
    tx.commit().await?;
    Ok(())
}

/// A key that is stored already, whosever it is, is refused like one that was not made for this question.
fn known_already(error: sqlx::Error) -> PasskeyError {
    match db::violated_constraint(&error) {
        Some("passkeys_credential_key") => PasskeyError::Refused,
        _ => PasskeyError::Database(error),
    }
}

/// Gives a passkey of one's own another name. It opens what it opened.
///
/// # Errors
/// [`PasskeyError::Name`], and [`PasskeyError::NotFound`] also for somebody else's.
pub async fn rename(
    state: &AppState,
    request: &RequestInfo,
    user: &UserId,
    form: &PasskeyNameForm,
) -> Result<(), PasskeyError> {
    let id: PasskeyId = form.id.parse().map_err(|_| PasskeyError::NotFound)?;
    let name = DeviceName::parse(&form.name).map_err(PasskeyError::Name)?;
    let mut tx = state.db.begin().await?;
    if !store::rename_in_tx(&mut tx, user, &id, name.as_str()).await? {
        return Err(PasskeyError::NotFound);
    }
    record_in_tx(&mut tx, state, request, user, "auth.passkey_renamed", id.as_str()).await?;
    tx.commit().await?;
    Ok(())
}

/// Takes a passkey of one's own away. Every other login ends.
///
/// # Errors
/// [`PasskeyError::NotFound`], also for somebody else's.
pub async fn remove(
    state: &AppState,
    request: &RequestInfo,
    user: &UserId,
    kept: &LoginId,
    id: &PasskeyId,
) -> Result<(), PasskeyError> {
    let now = state.clock.now();
    let mut tx = state.db.begin().await?;
    let name = store::remove_in_tx(&mut tx, user, id).await?.ok_or(PasskeyError::NotFound)?;
    end_other_logins_in_tx(&mut tx, user, kept, now).await?;
    record_in_tx(&mut tx, state, request, user, "auth.passkey_removed", id.as_str()).await?;
    let letter = Letter::PasskeyRemoved { name };
    tell_in_tx(&mut tx, state, user, SecurityChange::Passkey, &letter).await?;
    tx.commit().await?;
    Ok(())
}

pub(super) async fn record_in_tx(
    tx: &mut PgConnection,
    state: &AppState,
    request: &RequestInfo,
    user: &UserId,
    action: &'static str,
    passkey: &str,
) -> sqlx::Result<()> {
    let details: Value = json!({});
    let entry = audit::Entry { user_id: Some(user), action, resource: Some(("passkey", passkey)), details };
    audit::record_in_tx(tx, state.entropy.as_ref(), state.clock.now(), Some(request), entry).await
}
