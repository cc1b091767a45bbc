//! Writes a letter with a link that somebody has asked for.
use app::context::AppState;

use super::PassError;

pub(super) async fn run(state: &AppState, link: i64) -> Result<(), PassError> {
    app::identity::account::service::send_link(state, link).await?;
    Ok(())
}
