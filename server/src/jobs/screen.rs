//! Compares a recipient or a shop with the lists, soon after it was entered.
use app::context::AppState;

use super::PassError;

pub(super) async fn run(state: &AppState, subject: &str) -> Result<(), PassError> {
    app::compliance::screening::service::screen_by_id(state, subject).await?;
    Ok(())
}
