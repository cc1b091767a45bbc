//! What the lists say of a customer.
use domain::compliance::kyc::Screened;
use domain::compliance::watchlist::ScreeningResult;
use domain::ids::UserId;

use crate::compliance::screening::service::screen_customer;
use crate::context::AppState;

/// Asks the lists. What cannot be found out is never clear.
pub(super) async fn screened(state: &AppState, user: &UserId) -> Screened {
    match screen_customer(state, user).await {
        Ok(ScreeningResult::Clear) => Screened::Clear,
        Ok(ScreeningResult::PotentialMatch | ScreeningResult::Match) => Screened::Match,
        Ok(ScreeningResult::Error) => Screened::Error,
        Err(error) => {
            tracing::error!(%error, "a customer could not be screened");
            Screened::Error
        }
    }
}
