//! Server functions of an account's security. What changes something is for whoever has shown again who they are.
use leptos::prelude::*;

use super::model::Security;
use crate::error::AppError;
use crate::identity::second_factor::model::{CodeForm, EnrolStep};

#[server(name = LoadSecurity, prefix = "/api", endpoint = "security/overview")]
pub async fn load_security() -> Result<Security, AppError> {
    let (state, visitor) = (crate::context::state()?, crate::context::required_visitor().await?);
    super::service::overview(&state, &visitor).await
}

/// The step in which an authenticator app learns the secret.
#[server(name = LoadAppStep, prefix = "/api", endpoint = "security/app-step")]
pub async fn load_app_step(again: bool) -> Result<EnrolStep, AppError> {
    let (state, visitor) = (crate::context::state()?, crate::context::required_visitor().await?);
    let user = super::service::own(&visitor)?;
    crate::identity::step_up::required(&visitor).await?;
    let sealed = super::kept::secret(&state, &visitor).await?;
    let shown = crate::identity::second_factor::service::shown(&state, user, &visitor.email, &sealed)?;
    let flash = crate::form::flash_if(again, "app").await?;
    Ok(EnrolStep { picture: shown.0, key: shown.1, account: visitor.email, flash })
}

/// The code shows that the app has the secret.
#[server(name = AddApp, prefix = "/api", endpoint = "security/add-app")]
pub async fn add_app(form: CodeForm) -> Result<(), AppError> {
    let (state, visitor) = (crate::context::state()?, crate::context::required_visitor().await?);
    let request = crate::context::request_info()?;
    super::service::own(&visitor)?;
    crate::identity::step_up::required(&visitor).await?;
    let Some(sealed) = super::kept::known().await? else {
        return crate::context::go_to("/me/security/app");
    };
    match super::service::add_factor(&state, &request, &visitor, &sealed, &form.code).await {
        Ok(codes) => super::kept::show_codes(&state, &visitor, &codes).await,
        Err(error) => crate::context::turn_back("app", &CodeForm::default(), error, "/me/security/app").await,
    }
}

#[server(name = RenewCodes, prefix = "/api", endpoint = "security/renew-codes")]
pub async fn renew_codes() -> Result<(), AppError> {
    let (state, visitor) = (crate::context::state()?, crate::context::required_visitor().await?);
    let request = crate::context::request_info()?;
    super::service::own(&visitor)?;
    crate::identity::step_up::required(&visitor).await?;
    let codes = super::service::renew_codes(&state, &request, &visitor).await?;
    super::kept::show_codes(&state, &visitor, &codes).await
}

#[server(name = RemoveApp, prefix = "/api", endpoint = "security/remove-app")]
pub async fn remove_app() -> Result<(), AppError> {
    let (state, visitor) = (crate::context::state()?, crate::context::required_visitor().await?);
    let request = crate::context::request_info()?;
    super::service::own(&visitor)?;
    crate::identity::step_up::required(&visitor).await?;
    super::service::remove_factor(&state, &request, &visitor).await?;
    crate::context::go_to(super::model::PAGE)
}
