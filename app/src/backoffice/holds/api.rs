//! Server functions of held payments.
use leptos::prelude::*;

use super::model::{DecisionForm, HoldView, HoldsPage, HoldsQuery};
use crate::error::AppError;

/// Name of what was typed into the form of a decision.
pub const HOLD_FORM: &str = "hold";

#[server(name = LoadHolds, prefix = "/api", endpoint = "admin/holds/list")]
pub async fn load_holds(#[server(default)] query: HoldsQuery) -> Result<HoldsPage, AppError> {
    let (state, (officer, _)) = (crate::context::state()?, crate::context::required_officer().await?);
    Ok(super::service::page(&state, &officer, &query).await?)
}

#[server(name = LoadHold, prefix = "/api", endpoint = "admin/holds/hold")]
pub async fn load_hold(id: String) -> Result<HoldView, AppError> {
    let (state, (officer, _)) = (crate::context::state()?, crate::context::required_officer().await?);
    let id = id.parse().map_err(|_| AppError::NotFound)?;
    let view = super::service::hold(&state, &officer, &id).await?;
    Ok(view.with_typed(crate::context::take_flash(HOLD_FORM).await?))
}

#[server(name = DecideHold, prefix = "/api", endpoint = "admin/holds/decide")]
pub async fn decide_hold(form: DecisionForm) -> Result<(), AppError> {
    let (state, (_, visitor)) = (crate::context::state()?, crate::context::required_officer().await?);
    let (request, page) = (crate::context::request_info()?, super::model::hold_path(&form.hold));
    match super::service::decide(&state, &visitor.actor, &request, &form).await {
        Ok(()) => crate::context::go_to(&page),
        Err(error) => crate::context::turn_back(HOLD_FORM, &form, error, &page).await,
    }
}
