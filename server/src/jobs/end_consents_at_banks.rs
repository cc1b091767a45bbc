//! Tells banks of consents that have ended here, until they have heard it.
use app::context::AppState;

use super::PassError;

/// Batches of one run; the next run, a moment later, goes on.
const BATCHES_MAX: usize = 20;

pub(super) async fn run(state: &AppState) -> Result<(), PassError> {
    for _ in 0..BATCHES_MAX {
        if app::accounts::service::end_at_banks(state).await? == 0 {
            break;
        }
    }
    Ok(())
}
