//! Server functions of codes.
use leptos::prelude::*;

use super::model::{CodeDetails, CodeForm, CodesList, NewCode};
use crate::error::AppError;

/// The form's name: of what was typed in the session, and of its fields on the page.
pub const NEW_CODE_FORM: &str = "code";

#[server(name = LoadCodes, prefix = "/api", endpoint = "codes/list")]
pub async fn load_codes(shop: String) -> Result<CodesList, AppError> {
    let (state, visitor) = (crate::context::state()?, crate::context::required_visitor().await?);
    let shop = shop.parse().map_err(|_| AppError::NotFound)?;
    Ok(super::service::list(&state, &visitor.actor, &shop).await?)
}

#[server(name = LoadCode, prefix = "/api", endpoint = "codes/code")]
pub async fn load_code(shop: String, code: String) -> Result<CodeDetails, AppError> {
    let (state, visitor) = (crate::context::state()?, crate::context::required_visitor().await?);
    let shop = shop.parse().map_err(|_| AppError::NotFound)?;
    let code = code.parse().map_err(|_| AppError::NotFound)?;
    Ok(super::service::details(&state, &visitor.actor, &shop, &code).await?)
}

#[server(name = LoadNewCode, prefix = "/api", endpoint = "codes/new-form")]
pub async fn load_new_code(shop: String, again: bool) -> Result<NewCode, AppError> {
    let (state, visitor) = (crate::context::state()?, crate::context::required_visitor().await?);
    let shop = shop.parse().map_err(|_| AppError::NotFound)?;
    let shop = super::service::shop_of_new(&state, &visitor.actor, &shop).await?;
    Ok(NewCode { shop, flash: crate::form::flash_if(again, NEW_CODE_FORM).await? })
}

#[server(name = MakeCode, prefix = "/api", endpoint = "codes/new")]
pub async fn make_code(form: CodeForm) -> Result<(), AppError> {
    let (state, visitor) = (crate::context::state()?, crate::context::required_visitor().await?);
    let request = crate::context::request_info()?;
    match super::service::new_static(&state, &visitor.actor, &request, &form).await {
        Ok(code) => crate::context::go_to(&super::model::code_path(&code.shop, &code.id)),
        Err(error) => {
            let back = super::model::new_code_path(&form.shop);
            crate::context::turn_back(NEW_CODE_FORM, &form, error.into(), &back).await
        }
    }
}

#[server(name = RevokeCode, prefix = "/api", endpoint = "codes/revoke")]
pub async fn revoke_code(shop: String, code: String) -> Result<(), AppError> {
    let (state, visitor) = (crate::context::state()?, crate::context::required_visitor().await?);
    let request = crate::context::request_info()?;
    let shop = shop.parse().map_err(|_| AppError::NotFound)?;
    let code = code.parse().map_err(|_| AppError::NotFound)?;
    let code = super::service::revoke(&state, &visitor.actor, &request, &shop, &code).await?;
    crate::context::go_to(&super::model::code_path(&code.shop, &code.id))
}
