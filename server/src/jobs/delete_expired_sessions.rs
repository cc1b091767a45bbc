//! Removes browser sessions whose time is over.
use std::time::Duration;

use app::context::AppState;

use super::{Next, PassError};
use crate::session_store::HashedSessionStore;

const INTERVAL_SECONDS: u64 = 3_600;

pub(super) async fn pass(state: AppState) -> Result<Next, PassError> {
    HashedSessionStore::new(state.db).delete_expired().await?;
    Ok(Next(Duration::from_secs(INTERVAL_SECONDS)))
}
