//! Tells banks of consents that have ended here, until they have heard it.
use std::time::Duration;

use app::context::AppState;

use super::{Next, PassError};

const BUSY_SECONDS: u64 = 1;
const IDLE_SECONDS: u64 = 15;

pub(super) async fn pass(state: AppState) -> Result<Next, PassError> {
    let tried = app::accounts::service::end_at_banks(&state).await?;
    Ok(Next(Duration::from_secs(if tried > 0 { BUSY_SECONDS } else { IDLE_SECONDS })))
}
