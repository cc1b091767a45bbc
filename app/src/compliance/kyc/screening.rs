//! What the lists say of a customer.
use domain::compliance::kyc::Screened;
use domain::ids::UserId;

use crate::context::AppState;

/// Asks the lists. No list is kept yet, so that nobody is clear and nobody is approved without an officer.
pub(super) async fn screened(_state: &AppState, _user: &UserId) -> Screened {
    Screened::NotScreened
}
