//! Use cases of showing a passkey: what it is to sign, and whether its answer opens.
use domain::access::Role;
use domain::ids::UserId;
use domain::throttle::{CODES, LOGINS};
use webauthn_rs::prelude::{AuthenticationResult, Passkey, PublicKeyCredential, Webauthn, WebauthnError};

use super::challenge::Challenge;
use super::service::{PasskeyError, handle, record_in_tx, site, stored};
use super::store;
use crate::context::{AppState, RequestInfo};
use crate::{db, throttle};

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
