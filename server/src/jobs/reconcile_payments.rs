//! Carries payment orders on until the bank's word is final, whoever has stopped looking.
use std::time::Duration;

use app::context::AppState;

use super::{Next, PassError};

const BUSY_MILLIS: u64 = 500;
const IDLE_MILLIS: u64 = 1_000;

pub(super) async fn pass(state: AppState) -> Result<Next, PassError> {
    let taken = app::payments::service::reconcile(&state).await?;
    Ok(Next(Duration::from_millis(if taken > 0 { BUSY_MILLIS } else { IDLE_MILLIS })))
}
