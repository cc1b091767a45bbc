//! Server functions of identities in the back-office.
use leptos::prelude::*;

use super::model::{CaseView, DecisionForm, KycPage, KycQuery, RevealForm};
use crate::error::AppError;

/// Name of what was typed into the form of a decision.
pub const CASE_FORM: &str = "kyc_case";

#[server(name = LoadKycQueue, prefix = "/api", endpoint = "admin/kyc/list")]
pub async fn load_kyc_queue(#[server(default)] query: KycQuery) -> Result<KycPage, AppError> {
    let (state, (_, visitor)) = (crate::context::state()?, crate::context::required_officer().await?);
    Ok(super::service::page(&state, &visitor.actor, &query).await?)
}

/// One submission. The number is told in full once, to whoever has just asked for it.
#[server(name = LoadKycCase, prefix = "/api", endpoint = "admin/kyc/case")]
pub async fn load_kyc_case(id: String) -> Result<CaseView, AppError> {
    let (state, (_, visitor)) = (crate::context::state()?, crate::context::required_officer().await?);
    let (id, request) = (id.parse().map_err(|_| AppError::NotFound)?, crate::context::request_info()?);
    let in_full = super::service::take_grant(&id).await?.then_some(&request);
    let view = super::service::case(&state, &visitor.actor, &id, crate::context::language(), in_full).await?;
    Ok(view.with_typed(crate::context::take_flash(CASE_FORM).await?))
}

#[server(name = DecideKycCase, prefix = "/api", endpoint = "admin/kyc/decide")]
pub async fn decide_kyc_case(form: DecisionForm) -> Result<(), AppError> {
    let (state, (_, visitor)) = (crate::context::state()?, crate::context::required_officer().await?);
    let (request, page) = (crate::context::request_info()?, super::model::case_path(&form.case));
    match super::service::decide(&state, &visitor.actor, &request, &form).await {
        Ok(()) => crate::context::go_to(&page),
        Err(error) => crate::context::turn_back(CASE_FORM, &form, error, &page).await,
    }
}

/// Asks for a number in full: the page that follows reads it, which is written down, and shows it once.
#[server(name = RevealNationalId, prefix = "/api", endpoint = "admin/kyc/reveal")]
pub async fn reveal_national_id(form: RevealForm) -> Result<(), AppError> {
    crate::context::required_officer().await?;
    super::service::grant(&form).await
}
