//! Server functions of the dashboard, the history and receipts.
use domain::history::HistoryQuery;
use leptos::prelude::*;

use super::model::{HistoryPage, Home, Receipt};
use crate::error::AppError;

#[server(name = LoadHome, prefix = "/api", endpoint = "activity/home")]
pub async fn load_home() -> Result<Home, AppError> {
    let (state, visitor) = (crate::context::state()?, crate::context::required_visitor().await?);
    Ok(super::service::home(&state, &visitor.actor, visitor.first_name, visitor.identity).await?)
}

#[server(name = LoadHistory, prefix = "/api", endpoint = "activity/history")]
pub async fn load_history(
    #[server(default)] query: HistoryQuery,
    #[server(default)] cursor: String,
) -> Result<HistoryPage, AppError> {
    let (state, visitor) = (crate::context::state()?, crate::context::required_visitor().await?);
    let cursor = Some(cursor.as_str()).filter(|cursor| !cursor.is_empty());
    Ok(super::history::page(&state, &visitor.actor, &query, cursor).await?)
}

/// One payment; while it is on its way the bank is asked again.
#[server(name = LoadReceipt, prefix = "/api", endpoint = "activity/receipt")]
pub async fn load_receipt(id: String) -> Result<Receipt, AppError> {
    let (state, visitor) = (crate::context::state()?, crate::context::required_visitor().await?);
    let id = id.parse().map_err(|_| AppError::NotFound)?;
    Ok(super::service::receipt(&state, &visitor.actor, &crate::context::request_info()?, &id).await?)
}
