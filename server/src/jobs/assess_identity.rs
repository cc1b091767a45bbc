//! Screens a customer who has handed in who they are, puts them into a class, and approves them where that is clear.
use app::context::AppState;
use domain::ids::KycCaseId;

use super::PassError;

pub(super) async fn run(state: &AppState, case: &KycCaseId) -> Result<(), PassError> {
    app::compliance::kyc::service::assess(state, case).await?;
    Ok(())
}
