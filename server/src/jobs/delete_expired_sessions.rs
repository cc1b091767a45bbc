//! Removes browser sessions whose time is over.
use app::context::AppState;

use super::PassError;
use crate::sessions::HashedSessionStore;

pub(super) async fn run(state: &AppState) -> Result<(), PassError> {
    let deleted = HashedSessionStore::new(state.db.clone()).delete_expired().await?;
    if deleted > 0 {
        tracing::info!(deleted, "expired sessions were removed");
    }
    Ok(())
}
