//! Asks the source of exchange rates what is current, so that rates stay fresh and history grows.
use std::time::Duration;

use app::context::AppState;

use super::{Next, PassError};

const INTERVAL_SECONDS: u64 = 3_600;

pub(super) async fn pass(state: AppState) -> Result<Next, PassError> {
    app::rates::service::refresh(&state, false).await?;
    Ok(Next(Duration::from_secs(INTERVAL_SECONDS)))
}
