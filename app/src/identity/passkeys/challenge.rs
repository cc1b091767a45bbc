//! What a passkey has to sign: kept in the session from the question to the answer, for one answer and a few minutes.
use domain::ids::UserId;
use serde::{Deserialize, Serialize};
use webauthn_rs::prelude::{DiscoverableAuthentication, PasskeyAuthentication, PasskeyRegistration};

use crate::context;
use crate::error::AppError;

const KEY: &str = "passkey";
/// As long as browsers wait for somebody to find their key.
const MINUTES: i64 = 5;

#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Challenge {
    /// Of somebody who adds a passkey.
    Adding { user: UserId, state: PasskeyRegistration },
    /// Of somebody who is known, and shows it again.
    Known { user: UserId, state: PasskeyAuthentication },
    /// Of somebody who logs in without saying who they are.
    Anybody { state: DiscoverableAuthentication },
}

#[derive(Serialize, Deserialize)]
struct Kept {
    challenge: Challenge,
    since: i64,
}

pub(super) async fn keep(challenge: Challenge) -> Result<(), AppError> {
    let since = context::state()?.clock.now().timestamp();
    let kept = Kept { challenge, since };
    context::session()?.insert(KEY, kept).await.map_err(|_| AppError::Unexpected)
}

/// The one that waits for an answer; nothing when there is none, or it has waited too long.
pub(super) async fn take() -> Result<Option<Challenge>, AppError> {
    let (session, now) = (context::session()?, context::state()?.clock.now().timestamp());
    let kept = session.remove::<Kept>(KEY).await.map_err(|_| AppError::Unexpected)?;
    Ok(kept.filter(|kept| now < kept.since + MINUTES * 60).map(|kept| kept.challenge))
}
