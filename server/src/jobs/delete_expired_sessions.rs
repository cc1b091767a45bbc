//! Removes browser sessions whose time is over, and links in letters, registrations and known devices.
use app::context::AppState;
use app::identity::account::service::{delete_expired_links, delete_unseen_devices};

use super::PassError;
use crate::sessions::HashedSessionStore;

pub(super) async fn run(state: &AppState) -> Result<(), PassError> {
    let deleted = HashedSessionStore::new(state.db.clone()).delete_expired().await?;
    if deleted > 0 {
        tracing::info!(deleted, "expired sessions were removed");
    }
    let links = delete_expired_links(state).await?;
    if links > 0 {
        tracing::info!(links, "links that were too old were removed");
    }
    delete_unseen_devices(state).await?;
    Ok(())
}
