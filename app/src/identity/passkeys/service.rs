//! Use cases of passkeys: adding one, showing it, and taking it away.
use domain::access::Role;
use domain::form::{DeviceName, FieldCode};
use domain::ids::{LoginId, PasskeyId, UserId};
use domain::throttle::{CODES, LOGINS};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use sqlx::PgConnection;
use webauthn_rs::prelude::{
    AuthenticationResult, Passkey, PublicKeyCredential, RegisterPublicKeyCredential, Url, Uuid, Webauthn,
    WebauthnBuilder, WebauthnError,
};

use super::challenge::Challenge;
use super::model::{MOST, NewPasskeyForm, PasskeyView};
use super::store;
use crate::context::{AppState, RequestInfo};
use crate::error::AppError;
use crate::identity::security::told::tell_in_tx;
use crate::identity::service::{Visitor, end_other_logins_in_tx};
use crate::mail::model::Letter;
use crate::mail::service::MailError;
use crate::notifications::model::SecurityChange;
use crate::throttle::service::ThrottleError;
use crate::{audit, db, throttle};

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
fn site(state: &AppState) -> Result<Webauthn, PasskeyError> {
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
fn handle(user: &UserId) -> Uuid {
    let digest = Sha256::digest(format!("passkey:{user}").as_bytes());
    Uuid::from_bytes(std::array::from_fn(|at| digest[at]))
}

fn stored(row: &store::PasskeyRow) -> Result<Passkey, serde_json::Error> {
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

/// What one of somebody's own passkeys is to sign, as JSON, and what its answer is held against.
///
/// # Errors
/// [`PasskeyError::NotFound`] for somebody who has none.
pub async fn ask_known(state: &AppState, user: &UserId) -> Result<(String, Challenge), PasskeyError> {
    let rows = store::of_user(&state.db, user).await?;
    let known: Vec<Passkey> = rows.iter().map(stored).collect::<Result<_, _>>()?;
    if known.is_empty() {
        return Err(PasskeyError::NotFound);
    }
    let (options, asked) = site(state)?.start_passkey_authentication(&known)?;
    let challenge = Challenge::Known { user: user.clone(), state: asked };
    Ok((serde_json::to_string(&options.public_key)?, challenge))
}

/// The same of a passkey of anybody, who does not say who they are before.
///
/// # Errors
/// [`PasskeyError::TooManyAttempts`].
pub async fn ask_anybody(
    state: &AppState,
    request: &RequestInfo,
) -> Result<(String, Challenge), PasskeyError> {
    throttle::service::count_address(state, &CODES, request.ip).await?;
    let (options, asked) = site(state)?.start_discoverable_authentication()?;
    Ok((serde_json::to_string(&options.public_key)?, Challenge::Anybody { state: asked }))
}

/// Whose passkey has opened.
#[derive(Clone, Debug)]
pub struct Holder {
    pub user_id: UserId,
    pub email: String,
    pub role: Role,
}

/// Takes the answer of a passkey, once. `expected` is whose it must be, where that is known.
///
/// # Errors
/// [`PasskeyError::Refused`] for all that opens nothing, whatever the reason.
pub async fn prove(
    state: &AppState,
    request: &RequestInfo,
    challenge: Option<Challenge>,
    answer: &str,
    expected: Option<&UserId>,
) -> Result<Holder, PasskeyError> {
    throttle::service::count_address(state, &LOGINS, request.ip).await?;
    let challenge = challenge.ok_or(PasskeyError::NoChallenge)?;
    let answer: PublicKeyCredential = serde_json::from_str(answer).map_err(|_| PasskeyError::Refused)?;
    let mut tx = state.db.begin().await?;
    let row = store::holder_in_tx(&mut tx, &hex::encode(answer.get_credential_id())).await?;
    let row = row.ok_or(PasskeyError::Refused)?;
    let user: UserId = db::parsed("a user id", &row.user_id)?;
    let mut passkey: Passkey = serde_json::from_value(row.credential)?;
    let checked = match expected {
        Some(expected) if *expected != user => Err(WebauthnError::CredentialNotFound),
        _ => check(&site(state)?, challenge, &answer, &user, &passkey),
    };
    let now = state.clock.now();
    match checked {
        Ok(result) => {
            passkey.update_credential(&result);
            store::note_use_in_tx(&mut tx, &row.id, &serde_json::to_value(&passkey)?, now).await?;
            record_in_tx(&mut tx, state, request, &user, "auth.passkey_used", &row.id).await?;
            tx.commit().await?;
            let role = db::parsed("a role", &row.role)?;
            Ok(Holder { user_id: user, email: row.email, role })
        }
        Err(error) => {
            // A count that does not grow: there are two of what there must be one of.
            let is_copy = matches!(error, WebauthnError::CredentialPossibleCompromise);
            let action = if is_copy { "auth.passkey_copied" } else { "auth.passkey_failed" };
            record_in_tx(&mut tx, state, request, &user, action, &row.id).await?;
            tx.commit().await?;
            Err(PasskeyError::Refused)
        }
    }
}

/// Is it the answer to this question, by this passkey, with its holder shown to it?
fn check(
    site: &Webauthn,
    challenge: Challenge,
    answer: &PublicKeyCredential,
    user: &UserId,
    passkey: &Passkey,
) -> Result<AuthenticationResult, WebauthnError> {
    let result = match challenge {
        Challenge::Adding { .. } => Err(WebauthnError::ChallengePersistenceError),
        Challenge::Known { user: asked, .. } if asked != *user => Err(WebauthnError::CredentialNotFound),
        Challenge::Known { state, .. } => site.finish_passkey_authentication(answer, &state),
        Challenge::Anybody { state } => {
            let (owner, _) = site.identify_discoverable_authentication(answer)?;
            if owner != handle(user) {
                return Err(WebauthnError::InvalidUserUniqueId);
            }
            site.finish_discoverable_authentication_v2(answer, state, passkey)
        }
    }?;
    if result.user_verified() { Ok(result) } else { Err(WebauthnError::UserNotVerified) }
}

async fn record_in_tx(
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
