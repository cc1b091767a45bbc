//! Server functions of the overview.
use leptos::prelude::*;

use super::model::Overview;
use crate::error::AppError;

#[server(name = LoadOverview, prefix = "/api", endpoint = "admin/overview/load")]
pub async fn load_overview() -> Result<Overview, AppError> {
    let (state, (officer, _)) = (crate::context::state()?, crate::context::required_officer().await?);
    Ok(super::service::overview(&state, &officer).await?)
}
