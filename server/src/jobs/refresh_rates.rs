//! Keeps the demo's exchange rates fresh: without a source of rates nobody could send money after a day.
use std::time::Duration;

use app::context::AppState;

use super::{Next, PassError};

const INTERVAL_SECONDS: u64 = 3_600;

pub(super) async fn pass(state: AppState) -> Result<Next, PassError> {
    app::demo::service::seed_base(&state).await?;
    Ok(Next(Duration::from_secs(INTERVAL_SECONDS)))
}
