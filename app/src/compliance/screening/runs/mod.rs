//! Everybody again after a list has changed: in batches, on every core, with how far it has come.
mod store;

use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use domain::compliance::watchlist::SubjectKind;
use sqlx::{PgConnection, PgPool};

use super::lists;
use super::model::Person;
use super::people::screen_all;
use super::service::{ScreeningError, write_in_tx};
use crate::context::AppState;
use crate::db;
use crate::jobs::Job;
use crate::jobs::service::{JobsError, enqueue_in_tx};

/// Subjects of one transaction.
const BATCH_SUBJECTS: i64 = 1_000;
/// How long one job goes on before it leaves the rest to the next: less than a job may take.
const LEG_SECONDS: u64 = 60;
/// Runs that an operator is shown.
const LISTED_MAX: i64 = 20;

/// One run through everybody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    pub id: i64,
    pub list_version: i64,
    /// `running`, `done`, or `replaced` by that of a newer version.
    pub state: String,
    /// How many there were at its beginning.
    pub total: i32,
    pub done: i32,
    /// Matches that were new.
    pub hits: i32,
    pub started_at: DateTime<Utc>,
    pub finished_at: Option<DateTime<Utc>>,
}

/// Runs, the newest first.
///
/// # Errors
/// When the database refuses.
pub async fn list(db: &PgPool) -> sqlx::Result<Vec<Run>> {
    store::list(db, LISTED_MAX).await
}

/// Starts a run for a new version. One that is under way for an older version need not go on.
pub(super) async fn start_in_tx(
    tx: &mut PgConnection,
    state: &AppState,
    version: i64,
) -> Result<(), JobsError> {
    let now = state.clock.now();
    store::replace_running_in_tx(tx, now).await?;
    let run = store::insert_in_tx(tx, version, now).await?;
    enqueue_in_tx(tx, state, &Job::Rescreen { run, leg: 0 }, now).await
}

/// Starts a run if there was none for the newest version, as for lists that came with demo data.
///
/// # Errors
/// When the database refuses.
pub async fn ensure_run(state: &AppState) -> Result<(), ScreeningError> {
    let mut tx = state.db.begin().await?;
    let Some(version) = lists::latest_version(&mut *tx).await? else { return Ok(()) };
    if store::lock_in_tx(&mut tx).await? && !store::exists_in_tx(&mut tx, version).await? {
        start_in_tx(&mut tx, state, version).await?;
        tx.commit().await?;
    }
    Ok(())
}

/// The job: goes on with a run for a while, and leaves the rest to a next job.
///
/// # Errors
/// When the database refuses, or comparing fails. What was done until then is kept.
pub async fn carry_on(state: &AppState, run: i64, leg: i32) -> Result<(), ScreeningError> {
    let until = Instant::now() + Duration::from_secs(LEG_SECONDS);
    while batch(state, run).await? {
        if Instant::now() >= until {
            let mut tx = state.db.begin().await?;
            enqueue_in_tx(&mut tx, state, &Job::Rescreen { run, leg: leg + 1 }, state.clock.now()).await?;
            tx.commit().await?;
            break;
        }
    }
    Ok(())
}

/// Takes the next subjects; false when there is nothing more to do here.
async fn batch(state: &AppState, run: i64) -> Result<bool, ScreeningError> {
    let mut db = state.db.acquire().await?;
    let Some(at) = store::position(&mut db, run).await? else { return Ok(false) };
    let kind: SubjectKind = db::parsed("a kind of subject", &at.kind)?;
    let people = super::store::people(&mut db, kind, &at.id, BATCH_SUBJECTS).await?;
    let loaded = lists::current(&state.lists, &mut db).await?;
    drop(db);
    let now = state.clock.now();
    let Some(last) = people.last() else {
        let Some(next) = kind.next() else {
            store::finish(&state.db, run, now).await?;
            return Ok(false);
        };
        return Ok(store::advance(&state.db, run, &at, (next.as_str(), ""), now).await?);
    };
    let Some(loaded) = loaded else { return Ok(false) };
    let (last, count) = (last.id.clone(), people.len());
    let version = loaded.version;
    let findings = compare(loaded, people).await?;
    if findings.len() != count {
        return Err(ScreeningError::Died);
    }
    let mut tx = state.db.begin().await?;
    let done = i32::try_from(count).unwrap_or(i32::MAX);
    // Whoever is first writes; another server that was given the same run has nothing to do.
    if !store::step_in_tx(&mut tx, run, &at, &last, done, now).await? {
        return Ok(false);
    }
    let hits = write_in_tx(&mut tx, state, Some(version), &findings).await?;
    store::count_hits_in_tx(&mut tx, run, i32::try_from(hits).unwrap_or(i32::MAX)).await?;
    tx.commit().await?;
    Ok(true)
}

async fn compare(
    loaded: std::sync::Arc<lists::Loaded>,
    people: Vec<Person>,
) -> Result<Vec<super::people::Finding>, ScreeningError> {
    tokio::task::spawn_blocking(move || screen_all(&loaded, people)).await.map_err(|_| ScreeningError::Died)
}
