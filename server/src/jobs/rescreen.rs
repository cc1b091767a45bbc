//! Compares everybody with the lists again, after one has changed.
use app::context::AppState;

use super::PassError;

pub(super) async fn run(state: &AppState, run: i64, leg: i32) -> Result<(), PassError> {
    app::compliance::screening::runs::carry_on(state, run, leg).await?;
    Ok(())
}
