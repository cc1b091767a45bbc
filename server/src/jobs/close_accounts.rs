//! Closes the accounts whose customers have asked for it, once it can no longer be undone.
use app::context::AppState;

use super::PassError;

pub(super) async fn run(state: &AppState) -> Result<(), PassError> {
    let closed = app::compliance::erasure::service::close_due(state).await?;
    if closed > 0 {
        tracing::info!(closed, "accounts were closed");
    }
    Ok(())
}
