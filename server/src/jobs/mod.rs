//! What runs beside the requests: workers for the jobs of the queue, and two passes whose work has claims of its own.
//!
//! A job's file has one function, `run`. See docs/adr/0011-jobs.md for what belongs into the queue.
mod assess_identity;
mod build_export;
mod carry_out_erasure;
mod check_audit;
mod close_accounts;
mod confirm_shops;
mod delete_expired_exports;
mod delete_expired_sessions;
mod delete_past_retention;
mod end_consents_at_banks;
mod note_audit_head;
mod prune_idempotency_keys;
mod prune_letters;
mod prune_rate_limits;
mod reconcile_payments;
mod refresh_balances;
mod refresh_rates;
mod repeat;
mod rescreen;
mod screen;
mod seal_audit_log;
mod send_letter;
mod send_link;
mod send_push;
mod work_off_queue;

use std::time::Duration;

use app::context::AppState;
use tokio::sync::watch;
use tokio::task::JoinSet;

use repeat::{Next, PassError, repeat};

/// Jobs that one server carries out at the same time.
const WORKERS: usize = 2;
/// How long a pass that is under way may take once the server stops.
const STOP_SECONDS: u64 = 10;

/// The jobs of this process.
#[derive(Debug)]
pub struct Jobs {
    stop: watch::Sender<bool>,
    loops: JoinSet<()>,
}

impl Jobs {
    /// Starts every loop.
    #[must_use]
    pub fn start(state: &AppState) -> Self {
        let (stop, stopped) = watch::channel(false);
        let mut loops = JoinSet::new();
        macro_rules! passes {
            ($name:ident) => {{
                let (work, entropy) = (state.clone(), state.entropy.clone());
                let pass = move || $name::pass(work.clone());
                loops.spawn(repeat(stringify!($name), entropy, stopped.clone(), pass));
            }};
        }
        passes!(reconcile_payments);
        passes!(seal_audit_log);
        for _ in 0..WORKERS {
            passes!(work_off_queue);
        }
        Self { stop, loops }
    }

    /// Lets every pass finish and starts no other.
    pub async fn stop(mut self) {
        self.stop.send_replace(true);
        let finished = async { while self.loops.join_next().await.is_some() {} };
        if tokio::time::timeout(Duration::from_secs(STOP_SECONDS), finished).await.is_err() {
            tracing::warn!(
                "a job did not stop in time; what it was doing is done again after the next start"
            );
        }
    }
}
