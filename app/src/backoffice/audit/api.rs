//! Server functions of the audit log.
use leptos::prelude::*;

use super::model::{AuditPage, AuditQuery, AuditRow};
use crate::error::AppError;

#[server(name = SearchAudit, prefix = "/api", endpoint = "admin/audit/search")]
pub async fn search_audit(
    #[server(default)] query: AuditQuery,
    #[server(default)] cursor: String,
    #[server(default)] again: bool,
) -> Result<AuditPage, AppError> {
    let (state, (officer, _)) = (crate::context::state()?, crate::context::required_officer().await?);
    let page = super::service::search(&state, &officer, &query, &cursor).await?;
    Ok(AuditPage { flash: crate::form::flash_if(again, "check").await?, ..page })
}

#[server(name = LoadAuditRow, prefix = "/api", endpoint = "admin/audit/row")]
pub async fn load_audit_row(id: String) -> Result<AuditRow, AppError> {
    let (state, (officer, _)) = (crate::context::state()?, crate::context::required_officer().await?);
    super::service::row(&state, &officer, &id).await?.ok_or(AppError::NotFound)
}

/// Asks for a walk along the whole chain. It goes on beside the pages.
#[server(name = CheckAudit, prefix = "/api", endpoint = "admin/audit/check")]
pub async fn check_audit() -> Result<(), AppError> {
    let (state, (officer, _)) = (crate::context::state()?, crate::context::required_officer().await?);
    let request = crate::context::request_info()?;
    match super::checking::begin(&state, &officer, &request).await {
        Ok(()) => crate::context::go_to("/admin/audit"),
        Err(error) => crate::context::turn_back("check", &(), error.into(), "/admin/audit").await,
    }
}
