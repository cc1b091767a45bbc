//! Server functions of paying in a shop.
#[cfg(feature = "ssr")]
use domain::throttle::PAYMENTS;
use leptos::prelude::*;

use super::model::{FindForm, PayForm, PayStep};
use crate::error::AppError;

/// Names of the two forms: of what was typed in the session, and of their fields on the page.
pub const PAY_FORM: &str = "pay";
pub const FIND_FORM: &str = "find-code";

/// What a code leads to. Anybody may look at it: that is what a code is for.
#[server(name = LoadPayStep, prefix = "/api", endpoint = "pay/step")]
pub async fn load_pay_step(token: String) -> Result<PayStep, AppError> {
    let (state, visitor) = (crate::context::state()?, crate::context::visitor().await?);
    let actor = visitor.map(|visitor| visitor.actor);
    Ok(super::service::step(&state, actor.as_ref(), &token).await?)
}

/// Orders the payment and leads on to the bank's approval page, or to the payment's own page when the bank is slow.
#[server(name = PaySale, prefix = "/api", endpoint = "pay/confirm")]
pub async fn pay_sale(form: PayForm) -> Result<(), AppError> {
    let (state, visitor) = (crate::context::state()?, crate::context::required_visitor().await?);
    let request = crate::context::request_info()?;
    crate::throttle::service::count_address(&state, &PAYMENTS, request.ip).await?;
    match super::service::pay_and_carry(&state, &visitor.actor, &request, &form).await {
        Ok(path) => crate::context::go_to(&path),
        Err(error) => {
            let back = super::model::pay_path(&form.token);
            crate::context::turn_back(PAY_FORM, &form, error.into(), &back).await
        }
    }
}

/// The scanner is for customers; it shows nothing of theirs.
#[server(name = LoadScanPage, prefix = "/api", endpoint = "pay/scan")]
pub async fn load_scan_page() -> Result<(), AppError> {
    let visitor = crate::context::required_visitor().await?;
    Ok(super::service::may_pay(&visitor.actor)?)
}

/// Leads from what was scanned, pasted or typed to the page of that code. Another site's link is not followed.
#[server(name = FindCode, prefix = "/api", endpoint = "pay/find")]
pub async fn find_code(form: FindForm) -> Result<(), AppError> {
    let (state, visitor) = (crate::context::state()?, crate::context::required_visitor().await?);
    match super::service::find(&state, &visitor.actor, &form.text) {
        Ok(path) => crate::context::go_to(&path),
        Err(error) => {
            crate::context::turn_back(FIND_FORM, &form, error.into(), super::model::SCAN_PATH).await
        }
    }
}
