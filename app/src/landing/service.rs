//! Today's prices, for whoever asks.
use domain::remittance::corridor::{Country, delivery_by};
use domain::remittance::limit::Limits;

use super::model::{Corridor, Prices};
use crate::context::AppState;
use crate::rates::service::{RatesError, list};

/// The rates that prices are made of now, in the order of the countries.
///
/// # Errors
/// When the database fails.
pub async fn prices(state: &AppState) -> Result<Prices, RatesError> {
    let now = state.clock.now();
    let known = list(state).await?;
    let corridor = |country: &Country| {
        let rates = known.iter().find(|known| known.fresh && known.currency == country.currency())?.rates;
        Some(Corridor { country: *country, rates, delivery_by: delivery_by(now, *country) })
    };
    let corridors = Country::ALL.iter().filter_map(corridor).collect();
    Ok(Prices { corridors, limits: Limits::default(), now })
}
