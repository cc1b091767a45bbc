//! Server functions of the list of logins.
use leptos::prelude::*;

use super::model::Logins;
use crate::error::AppError;

/// Where one is logged in.
#[server(name = LoadLogins, prefix = "/api", endpoint = "logins/list")]
pub async fn load_logins() -> Result<Logins, AppError> {
    let (state, visitor) = (crate::context::state()?, crate::context::required_visitor().await?);
    Ok(super::service::list(&state, &visitor).await?)
}

/// Ends another login of one's own (ASVS 7.5.2: by whoever has shown again who they are).
#[server(name = EndLogin, prefix = "/api", endpoint = "logins/end")]
pub async fn end_login(id: String) -> Result<(), AppError> {
    let (state, visitor) = (crate::context::state()?, crate::context::required_visitor().await?);
    let request = crate::context::request_info()?;
    super::service::may_end(&visitor)?;
    crate::identity::step_up::required(&visitor).await?;
    let id = id.parse().map_err(|_| AppError::NotFound)?;
    super::service::end(&state, &request, &visitor, &id).await?;
    crate::context::go_to("/me/logins")
}

/// Ends every login of one's own but the one that asks.
#[server(name = EndOtherLogins, prefix = "/api", endpoint = "logins/end-others")]
pub async fn end_other_logins() -> Result<(), AppError> {
    let (state, visitor) = (crate::context::state()?, crate::context::required_visitor().await?);
    let request = crate::context::request_info()?;
    super::service::may_end(&visitor)?;
    crate::identity::step_up::required(&visitor).await?;
    super::service::end_others(&state, &request, &visitor).await?;
    crate::context::go_to("/me/logins")
}
