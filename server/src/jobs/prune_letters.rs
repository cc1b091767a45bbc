//! Forgets that old letters were written.
use app::context::AppState;

use super::PassError;

pub(super) async fn run(state: &AppState) -> Result<(), PassError> {
    app::mail::service::prune(state).await?;
    Ok(())
}
