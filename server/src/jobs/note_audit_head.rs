//! Writes the end of the audit log's chain into the server's log: whoever keeps that elsewhere can show later that nothing
//! was cut off.
use app::context::AppState;

use super::PassError;

pub(super) async fn run(state: &AppState) -> Result<(), PassError> {
    if let Some(head) = app::audit::service::head(&state.db).await? {
        tracing::info!(%head, "the end of the audit log's chain");
    }
    Ok(())
}
