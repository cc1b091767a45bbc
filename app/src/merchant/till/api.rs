//! Server functions of the till.
use leptos::prelude::*;

use super::model::{Sale, SaleForm, Till};
use crate::error::AppError;

/// The form's name: of what was typed in the session, and of its fields on the page.
pub const SALE_FORM: &str = "sale";

#[server(name = LoadTill, prefix = "/api", endpoint = "till/till")]
pub async fn load_till(
    shop: String,
    #[server(default)] sought: String,
    again: bool,
) -> Result<Till, AppError> {
    let (state, visitor) = (crate::context::state()?, crate::context::required_visitor().await?);
    let shop = shop.parse().map_err(|_| AppError::NotFound)?;
    let flash = crate::form::flash_if(again, SALE_FORM).await?;
    Ok(super::service::till(&state, &visitor.actor, &shop, &sought, flash).await?)
}

#[server(name = NewSale, prefix = "/api", endpoint = "till/new")]
pub async fn new_sale(form: SaleForm) -> Result<(), AppError> {
    let (state, visitor) = (crate::context::state()?, crate::context::required_visitor().await?);
    let request = crate::context::request_info()?;
    match super::service::new_sale(&state, &visitor.actor, &request, &form).await {
        Ok(code) => crate::context::go_to(&super::model::sale_path(&code.shop, &code.id)),
        Err(error) => {
            let back = super::model::till_path(&form.shop);
            crate::context::turn_back(SALE_FORM, &form, error.into(), &back).await
        }
    }
}

#[server(name = LoadSale, prefix = "/api", endpoint = "till/sale")]
pub async fn load_sale(shop: String, code: String) -> Result<Sale, AppError> {
    let (state, visitor) = (crate::context::state()?, crate::context::required_visitor().await?);
    let shop = shop.parse().map_err(|_| AppError::NotFound)?;
    let code = code.parse().map_err(|_| AppError::NotFound)?;
    Ok(super::service::sale(&state, &visitor.actor, &shop, &code).await?)
}

#[server(name = CancelSale, prefix = "/api", endpoint = "till/cancel")]
pub async fn cancel_sale(shop: String, code: String) -> Result<(), AppError> {
    let (state, visitor) = (crate::context::state()?, crate::context::required_visitor().await?);
    let request = crate::context::request_info()?;
    let shop = shop.parse().map_err(|_| AppError::NotFound)?;
    let code = code.parse().map_err(|_| AppError::NotFound)?;
    super::service::cancel(&state, &visitor.actor, &request, &shop, &code).await?;
    crate::context::go_to(&super::model::sale_path(&shop, &code))
}
