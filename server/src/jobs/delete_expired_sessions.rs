//! Removes browser sessions whose time is over.
use std::time::Duration;

use app::context::AppState;

use super::{Next, PassError};
use crate::sessions::HashedSessionStore;

const INTERVAL_SECONDS: u64 = 3_600;

pub(super) async fn pass(state: AppState) -> Result<Next, PassError> {
    let deleted = HashedSessionStore::new(state.db).delete_expired().await?;
    if deleted > 0 {
        tracing::info!(deleted, "expired sessions were removed");
    }
    Ok(Next(Duration::from_secs(INTERVAL_SECONDS)))
}
