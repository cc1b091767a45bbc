//! Walks along the audit log's chain, because an officer has asked whether it is as it was written.
use app::context::AppState;

use super::PassError;

pub(super) async fn run(state: &AppState, check: i64, leg: i32) -> Result<(), PassError> {
    app::backoffice::audit::checking::carry_on(state, check, leg).await?;
    Ok(())
}
