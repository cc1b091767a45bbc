//! Takes one job from the queue, carries it out, and notes how it ended.
use std::time::Duration;

use app::context::AppState;
use app::jobs::model::{Claimed, Job};
use app::jobs::service::{self, Failed};

use super::{
    Next, PassError, assess_identity, build_export, carry_out_erasure, check_audit, close_accounts,
    confirm_shops, delete_expired_exports, delete_expired_sessions, delete_past_retention,
    end_consents_at_banks, note_audit_head, prune_idempotency_keys, prune_letters, prune_rate_limits,
    refresh_balances, refresh_rates, rescreen, screen, send_letter, send_link, send_push,
};

const IDLE_MILLIS: u64 = 1_000;
/// Less than the time for which a job is claimed: nobody else starts it while it still runs here.
const JOB_SECONDS: u64 = 120;

pub(super) async fn pass(state: AppState) -> Result<Next, PassError> {
    let Some(claimed) = service::claim(&state, 1).await?.pop() else {
        return Ok(Next(Duration::from_millis(IDLE_MILLIS)));
    };
    match carry_out(&state, claimed.job.clone()).await {
        Ok(()) => service::finish(&state, &claimed).await?,
        Err(error) => note_failure(&state, &claimed, &error).await?,
    }
    Ok(Next(Duration::ZERO))
}

/// In a task of its own: a panic is a failure of the job, not of the worker.
async fn carry_out(state: &AppState, job: Job) -> Result<(), String> {
    let mut running = tokio::spawn(run(state.clone(), job));
    match tokio::time::timeout(Duration::from_secs(JOB_SECONDS), &mut running).await {
        Ok(Ok(ended)) => ended.map_err(|error| error.to_string()),
        Ok(Err(_)) => Err("it panicked".to_owned()),
        Err(_) => {
            running.abort();
            Err("it took too long".to_owned())
        }
    }
}

async fn run(state: AppState, job: Job) -> Result<(), PassError> {
    match job {
        Job::AssessIdentity { case } => assess_identity::run(&state, &case).await,
        Job::BuildExport { export } => build_export::run(&state, &export).await,
        Job::CarryOutErasure { request } => carry_out_erasure::run(&state, &request).await,
        Job::CheckAudit { check, leg } => check_audit::run(&state, check, leg).await,
        Job::CloseAccounts => close_accounts::run(&state).await,
        Job::ConfirmShops => confirm_shops::run(&state).await,
        Job::DeleteExpiredExports => delete_expired_exports::run(&state).await,
        Job::DeleteExpiredSessions => delete_expired_sessions::run(&state).await,
        Job::DeletePastRetention => delete_past_retention::run(&state).await,
        Job::EndConsentsAtBanks => end_consents_at_banks::run(&state).await,
        Job::NoteAuditHead => note_audit_head::run(&state).await,
        Job::PruneIdempotencyKeys => prune_idempotency_keys::run(&state).await,
        Job::PruneLetters => prune_letters::run(&state).await,
        Job::PruneRateLimits => prune_rate_limits::run(&state).await,
        Job::RefreshBalances => refresh_balances::run(&state).await,
        Job::RefreshRates => refresh_rates::run(&state).await,
        Job::Rescreen { run, leg } => rescreen::run(&state, run, leg).await,
        Job::Screen { subject } => screen::run(&state, &subject).await,
        Job::SendLetter { letter } => send_letter::run(&state, &letter).await,
        Job::SendPush { subscription } => send_push::run(&state, &subscription).await,
        Job::SendLink { link } => send_link::run(&state, link).await,
    }
}

async fn note_failure(state: &AppState, claimed: &Claimed, error: &str) -> Result<(), PassError> {
    let (id, kind, attempts) = (&claimed.id, claimed.job.kind(), claimed.attempts);
    match service::fail(state, claimed, error).await? {
        // Once at the beginning: an outage of an hour is not an hour of the same line.
        Failed::Again(at) if attempts == 1 => {
            tracing::warn!(job = %id, kind, error, again = %at, "a job failed; it is tried again, less and less often");
        }
        Failed::Again(_) => tracing::debug!(job = %id, kind, error, attempts, "a job failed again"),
        Failed::Dead => {
            tracing::error!(job = %id, kind, error, attempts, "a job is a dead letter: see `drop jobs list --dead`");
        }
        Failed::Lost => tracing::warn!(job = %id, kind, "a job took longer than its claim"),
    }
    Ok(())
}
