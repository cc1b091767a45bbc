//! Server functions of complaints, for staff.
use domain::compliance::complaint::ComplaintsQuery;
use leptos::prelude::*;

use super::model::{Case, Queue, StepForm};
use crate::error::AppError;

/// Name of every step's form in the session.
pub const STEP_FORM: &str = "complaint-step";

#[server(name = LoadComplaintQueue, prefix = "/api", endpoint = "admin/complaints/queue")]
pub async fn load_complaint_queue(
    #[server(default)] query: ComplaintsQuery,
    #[server(default)] cursor: String,
) -> Result<Queue, AppError> {
    let (state, (officer, _)) = (crate::context::state()?, crate::context::required_officer().await?);
    Ok(super::service::queue(&state, &officer, &query, &cursor).await?)
}

#[server(name = LoadComplaintCase, prefix = "/api", endpoint = "admin/complaints/case")]
pub async fn load_complaint_case(id: String, again: bool) -> Result<Case, AppError> {
    let (state, (officer, visitor)) = (crate::context::state()?, crate::context::required_officer().await?);
    let id = id.parse().map_err(|_| AppError::NotFound)?;
    let case = super::service::case(&state, &officer, visitor.actor.role, &id).await?;
    Ok(Case { flash: crate::form::flash_if(again, STEP_FORM).await?, ..case })
}

#[server(name = TakeComplaintStep, prefix = "/api", endpoint = "admin/complaints/step")]
pub async fn take_complaint_step(form: StepForm) -> Result<(), AppError> {
    let (state, (_, visitor)) = (crate::context::state()?, crate::context::required_officer().await?);
    let request = crate::context::request_info()?;
    let back = super::model::case_path(&form.complaint);
    match super::service::take_step(&state, &visitor.actor, &request, &form).await {
        Ok(step) => crate::context::go_to(&format!("{back}?done={step}")),
        Err(error) => crate::context::turn_back(STEP_FORM, &form, error.into(), &back).await,
    }
}
