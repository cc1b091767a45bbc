//! Forgets the stored answers of commands that nobody can repeat any more.
use app::context::AppState;

use super::PassError;

pub(super) async fn run(state: &AppState) -> Result<(), PassError> {
    let pruned = app::idempotency::service::prune(state).await?;
    if pruned > 0 {
        tracing::info!(pruned, "stored answers were forgotten");
    }
    Ok(())
}
