//! Server functions of opening and keeping shops.
use leptos::prelude::*;

use super::model::{LookUp, SettingsForm, SettingsStep, ShopForm, ShopLine};
use crate::error::AppError;
use crate::form::Flash;

/// Names of the two forms: of what was typed in the session, and of their fields on the page.
pub const NEW_SHOP_FORM: &str = "shop";
pub const SETTINGS_FORM: &str = "shop-settings";

#[server(name = LoadShops, prefix = "/api", endpoint = "shops/list")]
pub async fn load_shops() -> Result<Vec<ShopLine>, AppError> {
    let (state, visitor) = (crate::context::state()?, crate::context::required_visitor().await?);
    Ok(super::service::list(&state, &visitor.actor).await?)
}

/// What the form of a new shop begins with.
#[server(name = LoadShopForm, prefix = "/api", endpoint = "shops/form")]
pub async fn load_shop_form(again: bool) -> Result<Flash, AppError> {
    let visitor = crate::context::required_visitor().await?;
    super::service::may_open(&visitor.actor)?;
    if again { crate::context::take_flash(NEW_SHOP_FORM).await } else { Ok(Flash::default()) }
}

/// Asks the register of units. A page fills its fields in; a plain form is led back to itself, filled in.
#[server(name = LookUpUnit, prefix = "/api", endpoint = "shops/look-up")]
pub async fn look_up_unit(form: ShopForm) -> Result<LookUp, AppError> {
    let (state, visitor) = (crate::context::state()?, crate::context::required_visitor().await?);
    let ip = crate::context::request_info()?.ip;
    match super::service::look_up(&state, &visitor.actor, ip, &form.org_number).await {
        Ok(answer) => {
            if crate::context::is_plain_form_post() {
                let filled = super::service::filled_in(&form, &answer);
                crate::context::show_again(NEW_SHOP_FORM, filled, "/shops/new").await?;
            }
            Ok(answer)
        }
        Err(error) => crate::context::turn_back(NEW_SHOP_FORM, &form, error.into(), "/shops/new").await,
    }
}

#[server(name = OpenShop, prefix = "/api", endpoint = "shops/open")]
pub async fn open_shop(form: ShopForm) -> Result<(), AppError> {
    let (state, visitor) = (crate::context::state()?, crate::context::required_visitor().await?);
    let request = crate::context::request_info()?;
    match super::service::open(&state, &visitor.actor, &request, &form).await {
        Ok(id) => crate::context::go_to(&format!("/shops?opened={id}")),
        Err(error) => crate::context::turn_back(NEW_SHOP_FORM, &form, error.into(), "/shops/new").await,
    }
}

#[server(name = LoadShopSettings, prefix = "/api", endpoint = "shops/settings")]
pub async fn load_shop_settings(shop: String, again: bool) -> Result<SettingsStep, AppError> {
    let (state, visitor) = (crate::context::state()?, crate::context::required_visitor().await?);
    let id = shop.parse().map_err(|_| AppError::NotFound)?;
    let step = super::service::settings(&state, &visitor.actor, &id).await?;
    if again { Ok(step.with_typed(crate::context::take_flash(SETTINGS_FORM).await?)) } else { Ok(step) }
}

#[server(name = ChangeShopSettings, prefix = "/api", endpoint = "shops/change")]
pub async fn change_shop_settings(form: SettingsForm) -> Result<(), AppError> {
    let (state, visitor) = (crate::context::state()?, crate::context::required_visitor().await?);
    let request = crate::context::request_info()?;
    match super::service::change_settings(&state, &visitor.actor, &request, &form).await {
        Ok(id) => crate::context::go_to(&format!("/shops/{id}/settings?saved=1")),
        Err(error) => {
            let back = super::model::shop_path(&form.shop, "/settings");
            crate::context::turn_back(SETTINGS_FORM, &form, error.into(), &back).await
        }
    }
}

#[server(name = CloseShop, prefix = "/api", endpoint = "shops/close")]
pub async fn close_shop(shop: String) -> Result<(), AppError> {
    let (state, visitor) = (crate::context::state()?, crate::context::required_visitor().await?);
    let id = shop.parse().map_err(|_| AppError::NotFound)?;
    super::service::close(&state, &visitor.actor, &crate::context::request_info()?, &id).await?;
    crate::context::go_to(&format!("/shops/{id}/settings"))
}

#[server(name = ReopenShop, prefix = "/api", endpoint = "shops/reopen")]
pub async fn reopen_shop(shop: String) -> Result<(), AppError> {
    let (state, visitor) = (crate::context::state()?, crate::context::required_visitor().await?);
    let id = shop.parse().map_err(|_| AppError::NotFound)?;
    super::service::reopen(&state, &visitor.actor, &crate::context::request_info()?, &id).await?;
    crate::context::go_to(&format!("/shops?opened={id}"))
}
