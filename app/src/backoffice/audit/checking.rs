//! Walking along the audit log's chain when an officer asks, in legs of a job: a long log takes longer than a request.
use chrono::Utc;
use domain::access::Officer;
use domain::compliance::audit_chain::Head;
use domain::ids::UserId;
use serde_json::json;

use super::store;
use crate::audit::service::{Verification, Walk};
use crate::context::{AppState, RequestInfo};
use crate::error::AppError;
use crate::jobs::model::Job;
use crate::jobs::service::{JobsError, enqueue_in_tx};
use crate::{audit, db};

/// Batches of one leg: far less than the time that a job has.
const LEG_BATCHES: usize = 40;

#[derive(Debug, thiserror::Error)]
pub enum CheckError {
    /// One is under way.
    #[error("a check is under way")]
    UnderWay,
    #[error(transparent)]
    Database(#[from] sqlx::Error),
    #[error(transparent)]
    Jobs(#[from] JobsError),
    #[error(transparent)]
    BadRow(#[from] db::BadRow),
}

impl From<CheckError> for AppError {
    fn from(error: CheckError) -> Self {
        match error {
            CheckError::UnderWay => Self::StillProcessing,
            CheckError::Database(_) | CheckError::Jobs(_) | CheckError::BadRow(_) => {
                tracing::error!(%error, "checking the audit log");
                Self::Unexpected
            }
        }
    }
}

/// Asks for a walk.
///
/// # Errors
/// [`CheckError::UnderWay`] while another goes on.
pub async fn begin(state: &AppState, officer: &Officer, request: &RequestInfo) -> Result<(), CheckError> {
    let now = state.clock.now();
    let mut tx = state.db.begin().await?;
    let check = store::begin_check_in_tx(&mut tx, officer.user_id(), now).await?;
    let check = check.ok_or(CheckError::UnderWay)?;
    enqueue_in_tx(&mut tx, state, &Job::CheckAudit { check, leg: 0 }, now).await?;
    record_in_tx(&mut tx, state, Some(request), officer.user_id(), "audit.check", json!({ "check": check }))
        .await?;
    tx.commit().await?;
    Ok(())
}

/// The next leg of a walk. Done twice it is done once: how far it has come is written with the job of the next one.
///
/// # Errors
/// When the database fails; the leg is walked again then.
pub async fn carry_on(state: &AppState, check: i64, leg: i32) -> Result<(), CheckError> {
    let Some(row) = store::running_check(&state.db, check).await? else { return Ok(()) };
    let mut walk = match row.hash.and_then(|hash| <[u8; 32]>::try_from(hash).ok()) {
        Some(hash) => Walk::from(Head { seq: row.seq, hash }),
        None => Walk::default(),
    };
    let noted = noted(state).await?;
    for _ in 0..LEG_BATCHES {
        if let Some(found) = walk.go_on(&state.db, &noted).await? {
            return finish(state, check, &db::parsed("a user id", &row.asked_by)?, &walk, &found).await;
        }
    }
    let now = state.clock.now();
    let mut tx = state.db.begin().await?;
    store::note_progress_in_tx(&mut tx, check, walk.at().seq, &walk.at().hash).await?;
    enqueue_in_tx(&mut tx, state, &Job::CheckAudit { check, leg: leg + 1 }, now).await?;
    tx.commit().await?;
    Ok(())
}

/// Where the chain ended when it was last in order: nothing before may have changed, or be missing, since.
async fn noted(state: &AppState) -> Result<Vec<Head>, CheckError> {
    let row = store::last_intact(&state.db).await?;
    let head = row.and_then(|row| Some(Head { seq: row.seq, hash: row.hash?.try_into().ok()? }));
    Ok(head.filter(|head| head.seq > 0).into_iter().collect())
}

async fn finish(
    state: &AppState,
    check: i64,
    asked_by: &UserId,
    walk: &Walk,
    found: &Verification,
) -> Result<(), CheckError> {
    let (outcome, wrong_at) = told(found);
    let now = state.clock.now();
    let mut tx = state.db.begin().await?;
    store::note_progress_in_tx(&mut tx, check, walk.at().seq, &walk.at().hash).await?;
    store::finish_check_in_tx(&mut tx, check, outcome, wrong_at, now).await?;
    let details = json!({ "check": check, "outcome": outcome, "wrong_at": wrong_at });
    record_in_tx(&mut tx, state, None, asked_by, "audit.checked", details).await?;
    tx.commit().await?;
    if wrong_at.is_some() {
        tracing::error!(check, outcome, wrong_at, "the audit log is not as it was written");
    }
    Ok(())
}

const fn told(found: &Verification) -> (&'static str, Option<i64>) {
    match found {
        Verification::Intact(_) => ("intact", None),
        Verification::Broken { seq, .. } => ("broken", Some(*seq)),
        Verification::Rewritten { seq, .. } => ("rewritten", Some(*seq)),
        Verification::Missing { seq, .. } => ("missing", Some(*seq)),
        Verification::CutOff { noted, .. } => ("cut_off", Some(*noted)),
        Verification::OtherHead { seq } => ("other_head", Some(*seq)),
    }
}

async fn record_in_tx(
    tx: &mut sqlx::PgConnection,
    state: &AppState,
    request: Option<&RequestInfo>,
    by: &UserId,
    action: &'static str,
    details: serde_json::Value,
) -> sqlx::Result<()> {
    let now: chrono::DateTime<Utc> = state.clock.now();
    let entry = audit::Entry { user_id: Some(by), action, resource: None, details };
    audit::record_in_tx(tx, state.entropy.as_ref(), now, request, entry).await
}
