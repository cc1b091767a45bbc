//! Links new rows of the audit log into its chain.
use std::time::Duration;

use app::audit::service::{SEAL_BATCH_ROWS, seal};
use app::context::AppState;

use super::{Next, PassError};

const INTERVAL_MILLIS: u64 = 1_000;
const BACKLOG_MILLIS: u64 = 10;

pub(super) async fn pass(state: AppState) -> Result<Next, PassError> {
    let linked = seal(&state.db).await?;
    let backlog = i64::try_from(linked).is_ok_and(|linked| linked >= SEAL_BATCH_ROWS);
    Ok(Next(Duration::from_millis(if backlog { BACKLOG_MILLIS } else { INTERVAL_MILLIS })))
}
