//! What runs beside the requests: each job a loop of passes that survives errors and panics, and stops in order.
mod delete_expired_sessions;
mod end_consents_at_banks;
mod prune_idempotency_keys;
mod prune_rate_limits;
mod reconcile_payments;
mod refresh_balances;
mod refresh_rates;
mod seal_audit_log;

use std::error::Error;
use std::sync::Arc;
use std::time::Duration;

use app::context::AppState;
use domain::clock::Entropy;
use tokio::sync::watch;
use tokio::task::JoinSet;

const RETRY_MIN_MILLIS: u64 = 1_000;
const RETRY_MAX_MILLIS: u64 = 60_000;
/// How long a pass that is under way may take once the server stops.
const STOP_SECONDS: u64 = 10;

type PassError = Box<dyn Error + Send + Sync>;

/// When to look again after a pass that went well.
struct Next(Duration);

/// The jobs of this process.
#[derive(Debug)]
pub struct Jobs {
    stop: watch::Sender<bool>,
    loops: JoinSet<()>,
}

impl Jobs {
    /// Starts every job.
    #[must_use]
    pub fn start(state: &AppState) -> Self {
        let (stop, stopped) = watch::channel(false);
        let mut loops = JoinSet::new();
        macro_rules! job {
            ($name:ident) => {{
                let (work, entropy) = (state.clone(), state.entropy.clone());
                let pass = move || $name::pass(work.clone());
                loops.spawn(repeat(stringify!($name), entropy, stopped.clone(), pass));
            }};
        }
        job!(reconcile_payments);
        job!(seal_audit_log);
        job!(refresh_balances);
        job!(end_consents_at_banks);
        job!(delete_expired_sessions);
        job!(prune_idempotency_keys);
        job!(prune_rate_limits);
        if state.settings.demo {
            job!(refresh_rates);
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

async fn repeat<F, P>(
    name: &'static str,
    entropy: Arc<dyn Entropy>,
    mut stopped: watch::Receiver<bool>,
    pass: F,
) where
    F: Fn() -> P + Send,
    P: Future<Output = Result<Next, PassError>> + Send + 'static,
{
    let mut failures: u32 = 0;
    while !*stopped.borrow() {
        // A task of its own: a panic ends this pass, not the loop.
        let outcome = match tokio::spawn(pass()).await {
            Ok(Ok(next)) => Ok(next),
            Ok(Err(error)) => Err(error.to_string()),
            Err(panic) => Err(panic.to_string()),
        };
        let wait = match outcome {
            Ok(Next(wait)) => {
                if failures > 0 {
                    tracing::info!(job = name, failures, "works again");
                }
                failures = 0;
                wait
            }
            Err(error) => {
                // Once at the beginning: an outage of an hour is not an hour of the same line.
                if failures == 0 {
                    tracing::error!(job = name, %error, "failed; it is tried again, less and less often");
                } else {
                    tracing::debug!(job = name, %error, failures, "failed again");
                }
                failures = failures.saturating_add(1);
                delay_after(failures)
            }
        };
        tokio::select! {
            _ = stopped.changed() => {}
            () = tokio::time::sleep(jittered(entropy.as_ref(), wait)) => {}
        }
    }
}

fn delay_after(failures: u32) -> Duration {
    let doubled = RETRY_MIN_MILLIS << failures.saturating_sub(1).min(10);
    Duration::from_millis(doubled.min(RETRY_MAX_MILLIS))
}

/// Up to a quarter longer, so that several servers do not look at the same moment.
fn jittered(entropy: &dyn Entropy, wait: Duration) -> Duration {
    let mut byte = [0_u8; 1];
    entropy.fill(&mut byte);
    wait + wait * u32::from(byte[0]) / 1024
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};

    use domain::clock::testing::SeededEntropy;

    use super::*;

    #[test]
    fn the_delay_grows_and_ends() {
        assert_eq!(delay_after(1), Duration::from_secs(1));
        assert_eq!(delay_after(3), Duration::from_secs(4));
        assert_eq!(delay_after(40), Duration::from_secs(60));
    }

    #[tokio::test]
    async fn errors_and_panics_do_not_end_the_loop_and_a_stop_does() {
        let passes = Arc::new(AtomicU32::new(0));
        let (stop, stopped) = watch::channel(false);
        let counter = passes.clone();
        let job = tokio::spawn(repeat("test", Arc::new(SeededEntropy::new(1)), stopped, move || {
            let pass = counter.fetch_add(1, Ordering::SeqCst);
            async move {
                match pass {
                    0 => panic!("a defect"),
                    1 => Err(PassError::from("broken")),
                    _ => Ok(Next(Duration::from_secs(60))),
                }
            }
        }));
        let again = async {
            while passes.load(Ordering::SeqCst) < 2 {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        tokio::time::timeout(Duration::from_secs(10), again).await.unwrap();
        stop.send_replace(true);
        tokio::time::timeout(Duration::from_secs(10), job).await.unwrap().unwrap();
    }
}
