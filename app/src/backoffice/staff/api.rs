//! Server functions of staff: for leads only.
use leptos::prelude::*;

use super::model::{DecisionForm, PersonPage, StaffList};
use crate::error::AppError;

#[server(name = LoadStaff, prefix = "/api", endpoint = "admin/staff/list")]
pub async fn load_staff() -> Result<StaffList, AppError> {
    let (state, (officer, _)) = (crate::context::state()?, crate::context::required_lead().await?);
    Ok(super::service::list(&state, &officer).await?)
}

#[server(name = LoadPerson, prefix = "/api", endpoint = "admin/staff/person")]
pub async fn load_person(id: String, again: bool) -> Result<PersonPage, AppError> {
    let (state, (officer, _)) = (crate::context::state()?, crate::context::required_lead().await?);
    let id = id.parse().map_err(|_| AppError::NotFound)?;
    let page = super::service::person(&state, &officer, &id).await?;
    Ok(PersonPage { flash: crate::form::flash_if(again, "staff").await?, ..page })
}

#[server(name = DecideStaff, prefix = "/api", endpoint = "admin/staff/decide")]
pub async fn decide_staff(form: DecisionForm) -> Result<(), AppError> {
    let (state, (officer, _)) = (crate::context::state()?, crate::context::required_lead().await?);
    let request = crate::context::request_info()?;
    let id = form.person.parse().map_err(|_| AppError::NotFound)?;
    let page = super::model::person_path(&form.person);
    match super::service::decide(&state, &officer, &request, &id, &form).await {
        Ok(()) => crate::context::go_to(&page),
        Err(error) => crate::context::turn_back("staff", &form, error.into(), &page).await,
    }
}
