//! Server functions of shops in the back-office.
use leptos::prelude::*;

use super::model::{DecisionForm, ShopView, ShopsPage, ShopsQuery};
use crate::error::AppError;

/// Name of what was typed into the form of a decision.
pub const SHOP_FORM: &str = "staff_shop";

#[server(name = LoadStaffShops, prefix = "/api", endpoint = "admin/merchants/list")]
pub async fn load_staff_shops(#[server(default)] query: ShopsQuery) -> Result<ShopsPage, AppError> {
    let (state, (officer, _)) = (crate::context::state()?, crate::context::required_officer().await?);
    Ok(super::service::page(&state, &officer, &query).await?)
}

#[server(name = LoadStaffShop, prefix = "/api", endpoint = "admin/merchants/shop")]
pub async fn load_staff_shop(id: String) -> Result<ShopView, AppError> {
    let (state, (officer, _)) = (crate::context::state()?, crate::context::required_officer().await?);
    let id = id.parse().map_err(|_| AppError::NotFound)?;
    let view = super::service::shop(&state, &officer, &id).await?;
    Ok(view.with_typed(crate::context::take_flash(SHOP_FORM).await?))
}

#[server(name = DecideShop, prefix = "/api", endpoint = "admin/merchants/decide")]
pub async fn decide_shop(form: DecisionForm) -> Result<(), AppError> {
    let (state, (_, visitor)) = (crate::context::state()?, crate::context::required_officer().await?);
    let (request, page) = (crate::context::request_info()?, super::model::shop_path(&form.shop));
    match super::service::decide(&state, &visitor.actor, &request, &form).await {
        Ok(()) => crate::context::go_to(&page),
        Err(error) => crate::context::turn_back(SHOP_FORM, &form, error, &page).await,
    }
}
