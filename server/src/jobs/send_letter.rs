//! Sends a letter of the outbox.
use app::context::AppState;
use domain::ids::LetterId;

use super::PassError;

pub(super) async fn run(state: &AppState, letter: &LetterId) -> Result<(), PassError> {
    Ok(app::mail::service::send(state, letter).await?)
}
