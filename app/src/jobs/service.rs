//! Use cases of jobs: enqueue, claim, finish, fail, and what an operator does about dead letters.
//!
//! A claim is a time until which nobody else takes the job. Whoever claims it and dies loses it when that time comes,
//! so every job must be safe to do twice. Nothing here holds a transaction open while a job runs.
use chrono::{DateTime, Duration, Utc};
use domain::ids::JobId;
use sqlx::{PgConnection, PgPool};

use super::model::{Claimed, Job, Listed};
use super::store;
use crate::context::AppState;
use crate::db;

/// How long a claim holds: longer than a worker lets a job run.
pub const CLAIM_SECONDS: i64 = 150;
/// Jobs that an operator is shown at once.
const LISTED_MAX: i64 = 200;
const ERROR_MAX_CHARS: usize = 200;
/// First and longest wait before a failed job is tried again.
const RETRY_MIN_SECONDS: i64 = 2;
const RETRY_MAX_SECONDS: i64 = 3_600;

#[derive(Debug, thiserror::Error)]
pub enum JobsError {
    #[error(transparent)]
    Database(#[from] sqlx::Error),
    #[error(transparent)]
    BadRow(#[from] db::BadRow),
    #[error("the job cannot be written: {0}")]
    Payload(#[from] serde_json::Error),
}

impl From<JobsError> for sqlx::Error {
    /// For whoever writes a job beside rows, and has no other way to fail.
    fn from(error: JobsError) -> Self {
        match error {
            JobsError::Database(error) => error,
            other => Self::Encode(Box::new(other)),
        }
    }
}

/// What became of a failed job.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failed {
    /// It is tried again at this time.
    Again(DateTime<Utc>),
    /// It is a dead letter: a person must look.
    Dead,
    /// Somebody else has taken it over since.
    Lost,
}

/// Writes a job beside what wants it done: both or neither. It is due at `run_at`; one that waits under the same key
/// already becomes due at the earlier of the two times.
///
/// # Errors
/// When the database refuses.
pub async fn enqueue_in_tx(
    tx: &mut PgConnection,
    state: &AppState,
    job: &Job,
    run_at: DateTime<Utc>,
) -> Result<(), JobsError> {
    let (id, now) = (JobId::generate(state.entropy.as_ref()), state.clock.now());
    let payload = serde_json::to_value(job)?;
    let key = job.unique_key();
    store::insert_in_tx(
        tx,
        &store::NewRow {
            id: id.as_str(),
            kind: job.kind(),
            payload,
            unique_key: key.as_deref(),
            run_at,
            now,
        },
    )
    .await?;
    Ok(())
}

/// Makes sure that every periodic job waits for its time. Doing it twice is once.
///
/// # Errors
/// When the database refuses.
pub async fn ensure_periodic(state: &AppState) -> Result<(), JobsError> {
    let mut tx = state.db.begin().await?;
    for job in &Job::PERIODIC {
        enqueue_in_tx(&mut tx, state, job, state.clock.now()).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Claims up to `limit` jobs that are due. Two workers never get the same one.
///
/// # Errors
/// When the database refuses.
pub async fn claim(state: &AppState, limit: i64) -> Result<Vec<Claimed>, JobsError> {
    let now = state.clock.now();
    let until = now + Duration::seconds(CLAIM_SECONDS);
    let mut claimed = Vec::new();
    for row in store::claim(&state.db, now, until, limit).await? {
        match serde_json::from_value(row.payload) {
            Ok(job) => claimed.push(Claimed {
                id: db::parsed("a job id", &row.id)?,
                job,
                attempts: row.attempts,
                claimed_until: until,
            }),
            // A newer server wrote it, or an older one: this one cannot do it, and must not lose it.
            Err(error) => {
                tracing::error!(job = %row.id, kind = %row.kind, %error, "a job of a kind that is not known here");
                store::bury(&state.db, &row.id, until, "not a kind of job that this server knows", now)
                    .await?;
            }
        }
    }
    Ok(claimed)
}

/// Notes that a job is done: it goes, or waits for its next time.
///
/// # Errors
/// When the database refuses.
pub async fn finish(state: &AppState, claimed: &Claimed) -> Result<(), JobsError> {
    let (id, until, now) = (claimed.id.as_str(), claimed.claimed_until, state.clock.now());
    match claimed.job.period() {
        Some(period) => store::rearm(&state.db, id, until, now + period, now).await?,
        None => store::delete_done(&state.db, id, until).await?,
    }
    Ok(())
}

/// Notes that a job failed: it is tried again, later each time, or becomes a dead letter.
///
/// # Errors
/// When the database refuses.
pub async fn fail(state: &AppState, claimed: &Claimed, why: &str) -> Result<Failed, JobsError> {
    let (id, until, now) = (claimed.id.as_str(), claimed.claimed_until, state.clock.now());
    let why: String = why.chars().take(ERROR_MAX_CHARS).collect();
    if claimed.job.attempts_max().is_some_and(|most| claimed.attempts >= most) {
        let held = store::bury(&state.db, id, until, &why, now).await?;
        return Ok(if held { Failed::Dead } else { Failed::Lost });
    }
    let again = now + delay_after(state, claimed.attempts);
    let held = store::retry_later(&state.db, id, until, again, &why, now).await?;
    Ok(if held { Failed::Again(again) } else { Failed::Lost })
}

/// Twice as long each time, and up to a quarter longer, so that what failed together does not come back together.
fn delay_after(state: &AppState, attempts: i32) -> Duration {
    let doubled = RETRY_MIN_SECONDS << attempts.clamp(1, 20).saturating_sub(1);
    let millis = doubled.min(RETRY_MAX_SECONDS) * 1_000;
    let mut byte = [0_u8; 1];
    state.entropy.fill(&mut byte);
    Duration::milliseconds(millis + millis * i64::from(byte[0]) / 1_024)
}

/// What waits, or the dead letters alone; the next due and the latest dead first.
///
/// # Errors
/// When the database refuses.
pub async fn list(db: &PgPool, only_dead: bool) -> Result<Vec<Listed>, JobsError> {
    let rows = store::list(db, only_dead, LISTED_MAX).await?;
    let listed = rows.into_iter().map(|row| Listed {
        id: row.id,
        kind: row.kind,
        dead: row.state == "dead",
        run_at: row.run_at,
        attempts: row.attempts,
        last_error: row.last_error,
    });
    Ok(listed.collect())
}

/// Gives one dead letter, or all of them, another life. Returns how many. One under whose key another job waits
/// already is done by that one, and goes.
///
/// # Errors
/// When the database refuses.
pub async fn revive(state: &AppState, id: Option<&JobId>) -> Result<u64, JobsError> {
    Ok(store::revive(&state.db, id.map(JobId::as_str), state.clock.now()).await?)
}

/// Forgets a dead letter; false when there is none of this id.
///
/// # Errors
/// When the database refuses.
pub async fn dismiss(db: &PgPool, id: &JobId) -> Result<bool, JobsError> {
    Ok(store::delete_dead(db, id.as_str()).await?)
}
