//! Server functions of the front door.
use leptos::prelude::*;

use super::model::Prices;
use crate::error::AppError;

#[server(name = LoadPrices, prefix = "/api", endpoint = "landing/prices")]
pub async fn load_prices() -> Result<Prices, AppError> {
    let state = crate::context::state()?;
    Ok(super::service::prices(&state).await?)
}
