//! Deletes what the law no longer lets us keep.
use app::context::AppState;

use super::PassError;

pub(super) async fn run(state: &AppState) -> Result<(), PassError> {
    for deleted in app::compliance::retention::service::delete_due(state).await? {
        tracing::info!(kind = %deleted.kind, rows = deleted.rows, "records past their retention date were deleted");
    }
    Ok(())
}
