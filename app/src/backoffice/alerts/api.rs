//! Server functions of alerts.
use leptos::prelude::*;

use super::model::{AlertCase, AlertsPage, BulkForm, StepForm, ViewForm};
use super::query::AlertQuery;
use crate::error::AppError;

/// Names of the forms: of what was typed in the session, and of fields on the page.
pub const STEP_FORM: &str = "alert-step";
pub const BULK_FORM: &str = "alert-bulk";
pub const VIEW_FORM: &str = "alert-view";

#[server(name = LoadAlerts, prefix = "/api", endpoint = "admin/alerts/list")]
pub async fn load_alerts(
    #[server(default)] query: AlertQuery,
    #[server(default)] cursor: String,
    #[server(default)] again: bool,
) -> Result<AlertsPage, AppError> {
    let (state, (_, visitor)) = (crate::context::state()?, crate::context::required_officer().await?);
    let flash = crate::form::flash_if(again, BULK_FORM).await?;
    let flashes = (flash, crate::form::flash_if(again, VIEW_FORM).await?);
    Ok(super::service::page(&state, &visitor.actor, &query, &cursor, flashes).await?)
}

/// One alert; `queue` is how the list beside it is narrowed, and nothing on a page of its own.
#[server(name = LoadAlert, prefix = "/api", endpoint = "admin/alerts/alert")]
pub async fn load_alert(
    id: String,
    #[server(default)] query: AlertQuery,
    #[server(default)] cursor: String,
    #[server(default)] beside: bool,
    #[server(default)] again: bool,
) -> Result<AlertCase, AppError> {
    let (state, (_, visitor)) = (crate::context::state()?, crate::context::required_officer().await?);
    let id = id.parse().map_err(|_| AppError::NotFound)?;
    let flash = crate::form::flash_if(again, STEP_FORM).await?;
    let asked = super::service::Asked { queue: beside.then_some((&query, cursor.as_str())), flash };
    Ok(super::service::case(&state, &visitor.actor, &id, asked).await?)
}

#[server(name = TakeStep, prefix = "/api", endpoint = "admin/alerts/step")]
pub async fn take_step(form: StepForm) -> Result<(), AppError> {
    let (state, (_, visitor)) = (crate::context::state()?, crate::context::required_officer().await?);
    let request = crate::context::request_info()?;
    let back = super::service::way_back(&form.back, &form.alert);
    match super::service::take(&state, &visitor.actor, &request, &form).await {
        Ok(_) => crate::context::go_to(&back),
        Err(error) => {
            let here = super::service::way_back(&form.here, &form.alert);
            crate::context::turn_back(STEP_FORM, &form, error.into(), &here).await
        }
    }
}

#[server(name = TakeMany, prefix = "/api", endpoint = "admin/alerts/bulk")]
pub async fn take_many(form: BulkForm) -> Result<(), AppError> {
    let (state, (_, visitor)) = (crate::context::state()?, crate::context::required_officer().await?);
    let request = crate::context::request_info()?;
    let back = super::service::way_back(&form.back, "");
    match super::service::take_many(&state, &visitor.actor, &request, &form).await {
        Ok(done) => crate::context::go_to(&done.told_at(&back)),
        Err(error) => crate::context::turn_back(BULK_FORM, &form, error.into(), &back).await,
    }
}

/// The alert that is due first of those that nobody has.
#[server(name = TakeNext, prefix = "/api", endpoint = "admin/alerts/next")]
pub async fn take_next() -> Result<(), AppError> {
    let (state, (_, visitor)) = (crate::context::state()?, crate::context::required_officer().await?);
    let request = crate::context::request_info()?;
    let taken = super::service::take_next(&state, &visitor.actor, &request).await?;
    crate::context::go_to(&super::service::next_path(taken.as_ref()))
}

#[server(name = SaveView, prefix = "/api", endpoint = "admin/alerts/save-view")]
pub async fn save_view(form: ViewForm) -> Result<(), AppError> {
    let (state, (_, visitor)) = (crate::context::state()?, crate::context::required_officer().await?);
    match super::service::save_view(&state, &visitor.actor, &form).await {
        Ok(query) => crate::context::go_to(&super::query::path_of(&query)),
        Err(error) => {
            let back = super::query::path_of(&form.query);
            crate::context::turn_back(VIEW_FORM, &form, error.into(), &super::service::way_back(&back, ""))
                .await
        }
    }
}

#[server(name = RemoveView, prefix = "/api", endpoint = "admin/alerts/remove-view")]
pub async fn remove_view(id: i64) -> Result<(), AppError> {
    let (state, (_, visitor)) = (crate::context::state()?, crate::context::required_officer().await?);
    super::service::remove_view(&state, &visitor.actor, id).await?;
    crate::context::go_to(super::query::QUEUE)
}
