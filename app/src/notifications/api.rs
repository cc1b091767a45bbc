//! Server functions of notifications.
use leptos::prelude::*;

use super::model::NotificationPage;
use crate::error::AppError;

#[server(name = LoadNotifications, prefix = "/api", endpoint = "notifications/list")]
pub async fn load_notifications(#[server(default)] cursor: String) -> Result<NotificationPage, AppError> {
    let (state, visitor) = (crate::context::state()?, crate::context::required_visitor().await?);
    Ok(super::service::page(&state, &visitor.actor, visitor.unread, &cursor).await?)
}

/// Marks one as read and leads to what it is about.
#[server(name = OpenNotification, prefix = "/api", endpoint = "notifications/open")]
pub async fn open_notification(id: String) -> Result<(), AppError> {
    let (state, visitor) = (crate::context::state()?, crate::context::required_visitor().await?);
    let id = id.parse().map_err(|_| AppError::NotFound)?;
    let path = super::service::open(&state, &visitor.actor, &id).await?;
    crate::context::go_to(&path)
}

#[server(name = ReadNotifications, prefix = "/api", endpoint = "notifications/read-all")]
pub async fn read_notifications() -> Result<(), AppError> {
    let (state, visitor) = (crate::context::state()?, crate::context::required_visitor().await?);
    super::service::read_all(&state, &visitor.actor).await?;
    crate::context::go_to("/notifications")
}
