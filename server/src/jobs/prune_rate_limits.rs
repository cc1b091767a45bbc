//! Forgets counted attempts whose window is over.
use app::context::AppState;

use super::PassError;

pub(super) async fn run(state: &AppState) -> Result<(), PassError> {
    app::identity::service::prune_attempts(state).await?;
    Ok(())
}
