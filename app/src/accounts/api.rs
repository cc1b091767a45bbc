//! Server functions of linked banks.
use leptos::prelude::*;

use super::model::{BankView, Links};
use crate::error::AppError;

#[server(name = LoadLinks, prefix = "/api", endpoint = "accounts/links")]
pub async fn load_links() -> Result<Links, AppError> {
    let (state, visitor) = (crate::context::state()?, crate::context::required_visitor().await?);
    Ok(super::service::links(&state, &visitor.actor).await?)
}

#[server(name = LoadBanks, prefix = "/api", endpoint = "accounts/banks")]
pub async fn load_banks() -> Result<Vec<BankView>, AppError> {
    let (state, visitor) = (crate::context::state()?, crate::context::required_visitor().await?);
    Ok(super::service::banks(&state, &visitor.actor).await?)
}

/// Leads to the bank's page for the approval of a consent. `next`: the page of this site to come back to.
#[server(name = LinkBank, prefix = "/api", endpoint = "accounts/link")]
pub async fn link_bank(bank: String, #[server(default)] next: String) -> Result<(), AppError> {
    let (state, visitor) = (crate::context::state()?, crate::context::required_visitor().await?);
    let request = crate::context::request_info()?;
    match super::service::start(&state, &visitor.actor, &request, &bank).await {
        Ok(approval) => {
            crate::context::remember_way_back(&next).await?;
            crate::context::go_to(&approval)
        }
        Err(error) => {
            let back = crate::identity::model::with_next("/accounts/link", &next);
            crate::context::turn_back("link", &(), error.into(), &back).await
        }
    }
}

/// After the bank: takes the accounts over, or notes that the customer said no.
#[server(name = FinishLinking, prefix = "/api", endpoint = "accounts/finish")]
pub async fn finish_linking(id: String) -> Result<(), AppError> {
    let (state, visitor) = (crate::context::state()?, crate::context::required_visitor().await?);
    let request = crate::context::request_info()?;
    let id = id.parse().map_err(|_| AppError::NotFound)?;
    match super::service::finish(&state, &visitor.actor, &request, &id).await {
        Ok(()) => {
            let back = crate::context::take_way_back().await?;
            crate::context::go_to(back.as_deref().unwrap_or("/accounts"))
        }
        // What was approved stays so at the bank: the page says how to go on.
        Err(super::service::AccountsError::Bank(_)) => crate::context::go_to("/accounts?bank=silent"),
        Err(error) => Err(error.into()),
    }
}

/// Reads every linked account while the customer is there.
#[server(name = RefreshBalances, prefix = "/api", endpoint = "accounts/refresh")]
pub async fn refresh_balances(back: String) -> Result<(), AppError> {
    let (state, visitor) = (crate::context::state()?, crate::context::required_visitor().await?);
    let request = crate::context::request_info()?;
    super::service::refresh_all(&state, &visitor.actor, &request).await?;
    crate::context::go_to(if back == "home" { "/home" } else { "/accounts" })
}

#[server(name = UnlinkBank, prefix = "/api", endpoint = "accounts/unlink")]
pub async fn unlink_bank(id: String) -> Result<(), AppError> {
    let (state, visitor) = (crate::context::state()?, crate::context::required_visitor().await?);
    let request = crate::context::request_info()?;
    let id = id.parse().map_err(|_| AppError::NotFound)?;
    super::service::unlink(&state, &visitor.actor, &request, &id).await?;
    crate::context::go_to("/accounts")
}

#[server(name = ChoosePrimary, prefix = "/api", endpoint = "accounts/primary")]
pub async fn choose_primary(account: String) -> Result<(), AppError> {
    let (state, visitor) = (crate::context::state()?, crate::context::required_visitor().await?);
    let request = crate::context::request_info()?;
    let account = account.parse().map_err(|_| AppError::NotFound)?;
    super::service::choose_primary(&state, &visitor.actor, &request, &account).await?;
    crate::context::go_to("/accounts")
}
