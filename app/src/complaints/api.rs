//! Server functions of a customer's complaints.
use leptos::prelude::*;

use super::model::{ComplaintForm, Complaints, MessageForm, NewComplaint, Thread};
use crate::error::AppError;

/// Names of the two forms: of what was typed in the session, and of their fields on the page.
pub const COMPLAINT_FORM: &str = "complaint";
pub const MESSAGE_FORM: &str = "complaint-message";

#[server(name = LoadComplaints, prefix = "/api", endpoint = "complaints/list")]
pub async fn load_complaints() -> Result<Complaints, AppError> {
    let (state, visitor) = (crate::context::state()?, crate::context::required_visitor().await?);
    Ok(super::service::list(&state, &visitor.actor).await?)
}

/// What the form of a new one begins with.
#[server(name = LoadComplaintForm, prefix = "/api", endpoint = "complaints/form")]
pub async fn load_complaint_form(
    #[server(default)] about: String,
    again: bool,
) -> Result<NewComplaint, AppError> {
    let (state, visitor) = (crate::context::state()?, crate::context::required_visitor().await?);
    let flash = crate::form::flash_if(again, COMPLAINT_FORM).await?;
    Ok(super::service::new_form(&state, &visitor.actor, &about, flash).await?)
}

#[server(name = LoadThread, prefix = "/api", endpoint = "complaints/thread")]
pub async fn load_thread(id: String, again: bool) -> Result<Thread, AppError> {
    let (state, visitor) = (crate::context::state()?, crate::context::required_visitor().await?);
    let id = id.parse().map_err(|_| AppError::NotFound)?;
    let flash = crate::form::flash_if(again, MESSAGE_FORM).await?;
    Ok(super::service::thread(&state, &visitor.actor, &id, flash).await?)
}

#[server(name = FileComplaint, prefix = "/api", endpoint = "complaints/file")]
pub async fn file_complaint(form: ComplaintForm) -> Result<(), AppError> {
    let (state, visitor) = (crate::context::state()?, crate::context::required_visitor().await?);
    let request = crate::context::request_info()?;
    match super::service::file(&state, &visitor.actor, &request, &form).await {
        Ok(id) => crate::context::go_to(&super::model::complaint_path(id.as_str())),
        Err(error) => {
            let back = super::model::new_complaint_path(&form.about);
            crate::context::turn_back(COMPLAINT_FORM, &form, error.into(), &back).await
        }
    }
}

#[server(name = WriteMessage, prefix = "/api", endpoint = "complaints/write")]
pub async fn write_message(form: MessageForm) -> Result<(), AppError> {
    let (state, visitor) = (crate::context::state()?, crate::context::required_visitor().await?);
    let request = crate::context::request_info()?;
    let back = super::model::complaint_path(&form.complaint);
    match super::service::write(&state, &visitor.actor, &request, &form).await {
        Ok(_) => crate::context::go_to(&back),
        Err(error) => crate::context::turn_back(MESSAGE_FORM, &form, error.into(), &back).await,
    }
}
