//! Server functions of identity checks.
use leptos::prelude::*;

use super::model::{IdentityForm, IdentityFormView, IdentityView};
use crate::error::AppError;

/// Name of the form: of what was typed in the session, and of its fields on the page.
pub const IDENTITY_FORM: &str = "identity";

#[server(name = LoadIdentity, prefix = "/api", endpoint = "kyc/identity")]
pub async fn load_identity() -> Result<IdentityView, AppError> {
    let (state, visitor) = (crate::context::state()?, crate::context::required_visitor().await?);
    Ok(super::service::view(&state, &visitor, crate::context::language()).await?)
}

/// What the form begins with: what was typed and turned back, else what was handed in before.
#[server(name = LoadIdentityForm, prefix = "/api", endpoint = "kyc/form")]
pub async fn load_identity_form(again: bool) -> Result<IdentityFormView, AppError> {
    let (state, visitor) = (crate::context::state()?, crate::context::required_visitor().await?);
    let typed = if again { Some(crate::context::take_flash(IDENTITY_FORM).await?) } else { None };
    Ok(super::service::form(&state, &visitor, typed, crate::context::language()).await?)
}

#[server(name = SubmitIdentity, prefix = "/api", endpoint = "kyc/submit")]
pub async fn submit_identity(form: IdentityForm) -> Result<(), AppError> {
    let (state, visitor) = (crate::context::state()?, crate::context::required_visitor().await?);
    let request = crate::context::request_info()?;
    match super::service::submit(&state, &visitor.actor, &request, &form).await {
        Ok(()) => crate::context::go_to("/identity"),
        Err(error) => {
            let kept = super::service::sealed(&state, &visitor.actor, form);
            crate::context::turn_back(IDENTITY_FORM, &kept, error.into(), "/identity/details").await
        }
    }
}
