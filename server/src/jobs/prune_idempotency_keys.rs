//! Forgets the stored answers of commands that nobody can repeat any more.
use std::time::Duration;

use app::context::AppState;

use super::{Next, PassError};

const INTERVAL_SECONDS: u64 = 3_600;

pub(super) async fn pass(state: AppState) -> Result<Next, PassError> {
    let pruned = app::remittance::service::prune_answers(&state).await?;
    if pruned > 0 {
        tracing::info!(pruned, "stored answers were forgotten");
    }
    Ok(Next(Duration::from_secs(INTERVAL_SECONDS)))
}
