//! Reads balances a few times a day while their customers are away, and notices consents that have ended.
use std::time::Duration;

use app::context::AppState;

use super::{Next, PassError};

const BUSY_SECONDS: u64 = 1;
const IDLE_SECONDS: u64 = 60;

pub(super) async fn pass(state: AppState) -> Result<Next, PassError> {
    let looked_at = app::accounts::service::refresh_due(&state).await?;
    Ok(Next(Duration::from_secs(if looked_at > 0 { BUSY_SECONDS } else { IDLE_SECONDS })))
}
