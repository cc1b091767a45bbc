//! Server functions of showing again who one is.
use leptos::prelude::*;

use super::model::{ConfirmForm, ConfirmStep};
use crate::error::AppError;

/// What is asked for.
#[server(name = LoadConfirmStep, prefix = "/api", endpoint = "step-up/form")]
pub async fn load_confirm_step(again: bool) -> Result<ConfirmStep, AppError> {
    let (state, visitor) = (crate::context::state()?, crate::context::required_visitor().await?);
    let flash = crate::form::flash_if(again, "confirm").await?;
    Ok(ConfirmStep { flash, ..super::service::asked(&state, &visitor).await? })
}

/// For a page that changes something and loads nothing else: true, or on to the page that asks.
#[server(name = LoadGate, prefix = "/api", endpoint = "step-up/gate")]
pub async fn load_gate() -> Result<bool, AppError> {
    let visitor = crate::context::required_visitor().await?;
    crate::identity::security::service::own(&visitor)?;
    super::required(&visitor).await.map(|()| true)
}

/// Takes the password, and the code of somebody who has a second factor.
#[server(name = Confirm, prefix = "/api", endpoint = "step-up/confirm")]
pub async fn confirm(form: ConfirmForm) -> Result<(), AppError> {
    let (state, visitor) = (crate::context::state()?, crate::context::required_visitor().await?);
    let request = crate::context::request_info()?;
    match super::service::check(&state, &request, &visitor, &form).await {
        Ok(way) => {
            super::open(&visitor, way).await?;
            crate::context::go_to(super::model::way_on(&form.next))
        }
        Err(error) => {
            let typed = ConfirmForm { password: String::new(), code: String::new(), next: form.next };
            crate::context::turn_back("confirm", &typed, error.into(), &typed.page()).await
        }
    }
}
