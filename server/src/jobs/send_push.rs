//! Tells a browser that there is news.
use app::context::AppState;
use domain::ids::PushId;

use super::PassError;

pub(super) async fn run(state: &AppState, subscription: &PushId) -> Result<(), PassError> {
    Ok(app::notifications::push::service::send(state, subscription).await?)
}
