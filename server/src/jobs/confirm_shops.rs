//! Asks the register of units about shops that were opened while it did not answer.
use app::context::AppState;

use super::PassError;

pub(super) async fn run(state: &AppState) -> Result<(), PassError> {
    app::merchant::shops::service::confirm_late(state).await?;
    Ok(())
}
