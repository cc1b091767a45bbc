//! Reads balances a few times a day while their customers are away, and notices consents that have ended.
use app::context::AppState;

use super::PassError;

/// Batches of one run; the next run, a minute later, goes on.
const BATCHES_MAX: usize = 20;

pub(super) async fn run(state: &AppState) -> Result<(), PassError> {
    for _ in 0..BATCHES_MAX {
        if app::accounts::service::refresh_due(state).await? == 0 {
            break;
        }
    }
    Ok(())
}
