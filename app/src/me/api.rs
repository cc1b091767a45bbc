//! Server functions of "Me".
use leptos::prelude::*;

use super::model::{Choices, CurrencyForm, Hub, Profile};
use crate::error::AppError;

/// Name of the form: of what was typed in the session, and of its fields on the page.
pub const CURRENCY_FORM: &str = "currency";
pub const LANGUAGE_PAGE: &str = "/me/language";

#[server(name = LoadHub, prefix = "/api", endpoint = "me/hub")]
pub async fn load_hub() -> Result<Hub, AppError> {
    let (state, visitor) = (crate::context::state()?, crate::context::required_visitor().await?);
    Ok(super::service::hub(&state, visitor).await?)
}

#[server(name = LoadProfile, prefix = "/api", endpoint = "me/profile")]
pub async fn load_profile() -> Result<Profile, AppError> {
    let (state, visitor) = (crate::context::state()?, crate::context::required_visitor().await?);
    Ok(super::service::profile(&state, visitor, crate::context::language()).await?)
}

#[server(name = LoadChoices, prefix = "/api", endpoint = "me/choices")]
pub async fn load_choices(again: bool) -> Result<Choices, AppError> {
    let (state, visitor) = (crate::context::state()?, crate::context::required_visitor().await?);
    let flash = crate::form::flash_if(again, CURRENCY_FORM).await?;
    Ok(super::service::choices(&state, &visitor.actor, flash).await?)
}

#[server(name = ChooseCurrency, prefix = "/api", endpoint = "me/currency")]
pub async fn choose_currency(form: CurrencyForm) -> Result<(), AppError> {
    let (state, visitor) = (crate::context::state()?, crate::context::required_visitor().await?);
    let request = crate::context::request_info()?;
    match super::service::choose_currency(&state, &visitor.actor, &request, &form).await {
        Ok(()) => crate::context::go_to("/me/language?saved=1"),
        Err(error) => crate::context::turn_back(CURRENCY_FORM, &form, error.into(), LANGUAGE_PAGE).await,
    }
}
