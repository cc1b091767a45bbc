//! Erases what an officer has decided to erase.
use app::context::AppState;
use domain::ids::DataRequestId;

use super::PassError;

pub(super) async fn run(state: &AppState, request: &DataRequestId) -> Result<(), PassError> {
    Ok(app::compliance::erasure::service::carry_out(state, request).await?)
}
