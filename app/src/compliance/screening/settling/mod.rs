//! What officers say about a match: it is this person, or somebody else. Clearing a match takes two of them.
//!
//! A match that is settled as somebody else stays settled for as long as neither the entry nor the subject's name
//! changes: then screening writes a new one, which is open again.
mod store;

use chrono::{DateTime, Utc};
use domain::access::{Action, Actor, Refusal, Resource, decide};
use domain::compliance::watchlist::{ScreeningResult, Settlement};
use domain::ids::ScreeningId;
use serde_json::json;
use sqlx::PgConnection;

use crate::context::{AppState, RequestInfo};
use crate::{audit, db};

/// Matches that an operator is shown at once.
const LISTED_MAX: i64 = 200;
const REASON_MAX_CHARS: usize = 1_000;
/// The constraints that keep one match from being proposed twice, and one officer from confirming their own word.
const OPEN_KEY: &str = "screening_decisions_open_key";
const TWO_OFFICERS_CHECK: &str = "screening_decisions_two_officers_check";

#[derive(Debug, thiserror::Error)]
pub enum SettlingError {
    #[error(transparent)]
    Refused(#[from] Refusal),
    #[error("there is no such match")]
    NotFound,
    #[error("it is settled, or screening has replaced it since: look at the list again")]
    NotOpen,
    #[error("write a reason, of at most {REASON_MAX_CHARS} characters")]
    Reason,
    #[error("an officer has said so already: another one confirms it")]
    AlreadyProposed,
    #[error("no officer has said that it is somebody else")]
    NotProposed,
    #[error("the officer who says that it is somebody else does not confirm it")]
    SameOfficer,
    #[error(transparent)]
    Database(#[from] sqlx::Error),
    #[error(transparent)]
    BadRow(#[from] db::BadRow),
}

/// What a decision has come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Settled {
    Done,
    /// Another officer has to confirm it; until then the match holds payments.
    AwaitsSecondOfficer,
}

/// A match that nobody has settled.
#[derive(Clone, Debug)]
pub struct OpenMatch {
    pub id: String,
    pub subject_id: String,
    pub result: ScreeningResult,
    /// Ten-thousandths.
    pub score: i32,
    pub found_at: DateTime<Utc>,
    pub details: serde_json::Value,
    /// An officer has said that it is somebody else.
    pub proposed: bool,
}

/// Matches that officers have to look at: the gravest first, then the oldest.
///
/// # Errors
/// When the database refuses.
pub async fn open_matches(state: &AppState, actor: &Actor) -> Result<Vec<OpenMatch>, SettlingError> {
    decide(Some(actor), Action::UseBackOffice, Resource::Staff)?;
    let rows = store::open(&state.db, LISTED_MAX).await?;
    let open = rows.into_iter().map(|row| {
        Ok(OpenMatch {
            id: row.id,
            subject_id: row.subject_id,
            result: db::parsed("a screening's result", &row.result)?,
            score: row.score,
            found_at: row.found_at,
            details: row.details.unwrap_or_default(),
            proposed: row.proposed,
        })
    });
    open.collect()
}

/// An officer says what a match is, and why.
///
/// # Errors
/// [`SettlingError`]; nothing is written then.
pub async fn settle(
    state: &AppState,
    actor: &Actor,
    request: Option<&RequestInfo>,
    id: &ScreeningId,
    (outcome, reason): (Settlement, &str),
) -> Result<Settled, SettlingError> {
    decide(Some(actor), Action::UseBackOffice, Resource::Staff)?;
    let reason = parse_reason(reason)?;
    let now = state.clock.now();
    let mut tx = state.db.begin().await?;
    open_in_tx(&mut tx, id).await?;
    let said = store::Said { screening: id, outcome, reason, by: &actor.user_id, now };
    let decision =
        store::decide_in_tx(&mut tx, &said).await.map_err(|error| match db::violated_constraint(&error) {
            Some(OPEN_KEY) => SettlingError::AlreadyProposed,
            _ => error.into(),
        })?;
    let (settled, action) = match outcome {
        Settlement::TrueMatch => {
            // Whoever has proposed the contrary is answered by it.
            if let Some(proposed) = store::proposed_in_tx(&mut tx, id).await? {
                store::return_in_tx(&mut tx, proposed.id, (&actor.user_id, reason), now).await?;
            }
            store::settle_in_tx(&mut tx, decision, now).await?;
            (Settled::Done, "screening.settle")
        }
        Settlement::FalseMatch => (Settled::AwaitsSecondOfficer, "screening.propose"),
    };
    record_in_tx(&mut tx, state, (actor, request), action, id, outcome).await?;
    tx.commit().await?;
    Ok(settled)
}

/// A second officer agrees that a match is somebody else.
///
/// # Errors
/// [`SettlingError`]; nothing is written then.
pub async fn confirm(
    state: &AppState,
    actor: &Actor,
    request: Option<&RequestInfo>,
    id: &ScreeningId,
) -> Result<(), SettlingError> {
    decide(Some(actor), Action::UseBackOffice, Resource::Staff)?;
    let now = state.clock.now();
    let mut tx = state.db.begin().await?;
    open_in_tx(&mut tx, id).await?;
    let proposed = store::proposed_in_tx(&mut tx, id).await?.ok_or(SettlingError::NotProposed)?;
    if proposed.decided_by == actor.user_id.as_str() {
        return Err(SettlingError::SameOfficer);
    }
    store::confirm_in_tx(&mut tx, proposed.id, &actor.user_id, now).await.map_err(|error| {
        match db::violated_constraint(&error) {
            Some(TWO_OFFICERS_CHECK) => SettlingError::SameOfficer,
            _ => error.into(),
        }
    })?;
    store::settle_in_tx(&mut tx, proposed.id, now).await?;
    let by = (actor, request);
    record_in_tx(&mut tx, state, by, "screening.settle", id, Settlement::FalseMatch).await?;
    tx.commit().await?;
    Ok(())
}

/// Takes back what was said about a match: a proposal of one's own, one that one does not agree with, or what has settled
/// it. The match is open then, and holds payments until it is settled anew.
///
/// # Errors
/// [`SettlingError`]; nothing is written then.
pub async fn take_back(
    state: &AppState,
    actor: &Actor,
    request: Option<&RequestInfo>,
    id: &ScreeningId,
    reason: &str,
) -> Result<(), SettlingError> {
    decide(Some(actor), Action::UseBackOffice, Resource::Staff)?;
    let reason = parse_reason(reason)?;
    let now = state.clock.now();
    let mut tx = state.db.begin().await?;
    let row = store::locked_in_tx(&mut tx, id).await?.ok_or(SettlingError::NotFound)?;
    if row.superseded {
        return Err(SettlingError::NotOpen);
    }
    let (decision, outcome, action) = match (row.decision_id, row.settled_as) {
        (Some(decision), Some(outcome)) => {
            store::reopen_in_tx(&mut tx, id).await?;
            (decision, db::parsed("a settlement", &outcome)?, "screening.reopen")
        }
        _ => {
            let proposed = store::proposed_in_tx(&mut tx, id).await?.ok_or(SettlingError::NotProposed)?;
            (proposed.id, Settlement::FalseMatch, "screening.return")
        }
    };
    store::return_in_tx(&mut tx, decision, (&actor.user_id, reason), now).await?;
    record_in_tx(&mut tx, state, (actor, request), action, id, outcome).await?;
    tx.commit().await?;
    Ok(())
}

fn parse_reason(text: &str) -> Result<&str, SettlingError> {
    let reason = text.trim();
    let fits = (1..=REASON_MAX_CHARS).contains(&reason.chars().count());
    if fits { Ok(reason) } else { Err(SettlingError::Reason) }
}

/// The match, held until the end of the transaction, if there is something to say about it.
async fn open_in_tx(tx: &mut PgConnection, id: &ScreeningId) -> Result<(), SettlingError> {
    let row = store::locked_in_tx(tx, id).await?.ok_or(SettlingError::NotFound)?;
    let result: ScreeningResult = db::parsed("a screening's result", &row.result)?;
    let open = result.is_hit() && !row.superseded && row.settled_as.is_none();
    if open { Ok(()) } else { Err(SettlingError::NotOpen) }
}

async fn record_in_tx(
    tx: &mut PgConnection,
    state: &AppState,
    (actor, request): (&Actor, Option<&RequestInfo>),
    action: &'static str,
    id: &ScreeningId,
    outcome: Settlement,
) -> sqlx::Result<()> {
    let entry = audit::Entry {
        user_id: Some(&actor.user_id),
        action,
        resource: Some(("screening", id.as_str())),
        details: json!({ "outcome": outcome }),
    };
    audit::record_in_tx(tx, state.entropy.as_ref(), state.clock.now(), request, entry).await
}
