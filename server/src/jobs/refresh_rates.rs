//! Keeps the demo's exchange rates fresh: without a source of rates nobody could send money after a day.
use app::context::AppState;

use super::PassError;

pub(super) async fn run(state: &AppState) -> Result<(), PassError> {
    if state.settings.demo {
        app::demo::service::seed_base(state).await?;
    }
    Ok(())
}
