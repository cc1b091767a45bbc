//! Makes a copy of a customer's data, and writes to them where it is.
use app::context::AppState;
use domain::ids::DataExportId;

use super::PassError;

pub(super) async fn run(state: &AppState, export: &DataExportId) -> Result<(), PassError> {
    Ok(app::privacy::export::service::build(state, export).await?)
}
