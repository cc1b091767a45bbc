//! Forgets counted attempts whose window is over.
use std::time::Duration;

use app::context::AppState;

use super::{Next, PassError};

const INTERVAL_SECONDS: u64 = 3_600;

pub(super) async fn pass(state: AppState) -> Result<Next, PassError> {
    app::throttle::service::prune(&state).await?;
    Ok(Next(Duration::from_secs(INTERVAL_SECONDS)))
}
