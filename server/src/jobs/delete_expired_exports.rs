//! Deletes copies of customers' data that nobody has fetched in time.
use app::context::AppState;

use super::PassError;

pub(super) async fn run(state: &AppState) -> Result<(), PassError> {
    let deleted = app::privacy::export::service::expire(state).await?;
    if deleted > 0 {
        tracing::info!(deleted, "copies that nobody fetched were deleted");
    }
    Ok(())
}
