//! Asks the source of exchange rates what is current, so that rates stay fresh and history grows.
use app::context::AppState;

use super::PassError;

pub(super) async fn run(state: &AppState) -> Result<(), PassError> {
    app::rates::service::refresh(state, false).await?;
    Ok(())
}
