//! Server functions of what one hears outside the app.
use leptos::prelude::*;

use super::model::{Choices, WishesForm};
use crate::error::AppError;

#[server(name = LoadNotificationChoices, prefix = "/api", endpoint = "notifications/choices")]
pub async fn load_choices() -> Result<Choices, AppError> {
    let (state, visitor) = (crate::context::state()?, crate::context::required_visitor().await?);
    Ok(super::service::choices(&state, &visitor).await?)
}

#[server(name = SaveNotificationChoices, prefix = "/api", endpoint = "notifications/choose")]
pub async fn save_choices(#[server(default)] form: WishesForm) -> Result<(), AppError> {
    let (state, visitor) = (crate::context::state()?, crate::context::required_visitor().await?);
    let request = crate::context::request_info()?;
    super::service::choose(&state, &visitor.actor, &request, &form).await?;
    crate::context::go_to("/me/notifications?saved=1")
}

/// `subscription` is what the browser says of it, as JSON.
#[server(name = SubscribeBrowser, prefix = "/api", endpoint = "notifications/subscribe")]
pub async fn subscribe_browser(subscription: String) -> Result<(), AppError> {
    let (state, visitor) = (crate::context::state()?, crate::context::required_visitor().await?);
    let request = crate::context::request_info()?;
    crate::notifications::push::service::subscribe(&state, &visitor.actor, &request, &subscription).await?;
    crate::context::go_to("/me/notifications?saved=1")
}

#[server(name = RemoveBrowser, prefix = "/api", endpoint = "notifications/unsubscribe")]
pub async fn remove_browser(id: String) -> Result<(), AppError> {
    let (state, visitor) = (crate::context::state()?, crate::context::required_visitor().await?);
    let request = crate::context::request_info()?;
    let id = id.parse().map_err(|_| AppError::NotFound)?;
    crate::notifications::push::service::unsubscribe(&state, &visitor.actor, &request, &id).await?;
    crate::context::go_to("/me/notifications?saved=1")
}
