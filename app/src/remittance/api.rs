//! Server functions of sending money home.
#[cfg(feature = "ssr")]
use domain::access::{Action, Resource};
#[cfg(feature = "ssr")]
use domain::throttle::{PAYMENTS, RATES};
use leptos::prelude::*;

use super::model::{
    AmountStep, ConfirmForm, QuoteForm, QuoteView, RecipientForm, RecipientStep, RenewForm, ReviewStep,
};
use crate::error::AppError;
use crate::form::Flash;

#[server(name = LoadRecipients, prefix = "/api", endpoint = "remittance/recipients")]
pub async fn load_recipients() -> Result<RecipientStep, AppError> {
    let (state, visitor) = (crate::context::state()?, crate::context::required_visitor().await?);
    Ok(super::service::recipient_step(&state, &visitor.actor).await?)
}

/// What the form for a new recipient begins with. A page of a customer: nobody else sees it.
#[server(name = LoadRecipientForm, prefix = "/api", endpoint = "remittance/recipient-form")]
pub async fn load_recipient_form(again: bool) -> Result<Flash, AppError> {
    let visitor = crate::context::required_visitor().await?;
    domain::access::decide(Some(&visitor.actor), Action::ManageRecipients, Resource::Own)?;
    if again { crate::context::take_flash("recipient").await } else { Ok(Flash::default()) }
}

#[server(name = AddRecipient, prefix = "/api", endpoint = "remittance/add-recipient")]
pub async fn add_recipient(form: RecipientForm) -> Result<(), AppError> {
    let (state, visitor) = (crate::context::state()?, crate::context::required_visitor().await?);
    let request = crate::context::request_info()?;
    match super::service::add_recipient(&state, &visitor.actor, &request, &form).await {
        Ok(id) => crate::context::go_to(&format!("/send/amount?recipient={id}")),
        Err(error) => crate::context::turn_back("recipient", &form, error.into(), "/send/recipient").await,
    }
}

#[server(name = LoadAmountStep, prefix = "/api", endpoint = "remittance/amount-step")]
pub async fn load_amount_step(recipient: String) -> Result<AmountStep, AppError> {
    let (state, visitor) = (crate::context::state()?, crate::context::required_visitor().await?);
    let recipient = recipient.parse().map_err(|_| AppError::NotFound)?;
    let ip = crate::context::request_info()?.ip;
    Ok(super::service::amount_step(&state, &visitor.actor, ip, &recipient).await?)
}

#[server(name = CreateQuote, prefix = "/api", endpoint = "remittance/create-quote")]
pub async fn create_quote(form: QuoteForm) -> Result<(), AppError> {
    let (state, visitor) = (crate::context::state()?, crate::context::required_visitor().await?);
    let ip = crate::context::request_info()?.ip;
    crate::throttle::service::count_address(&state, &RATES, ip).await?;
    match super::service::create_quote(&state, &visitor.actor, &form).await {
        Ok(id) => crate::context::go_to(&format!("/send/review?quote={id}")),
        Err(error) => {
            let back = super::model::amount_path(&form.recipient);
            crate::context::turn_back("amount", &form, error.into(), &back).await
        }
    }
}

/// A page renews the price in place; a plain form is led to the review of the new price.
#[server(name = RenewQuote, prefix = "/api", endpoint = "remittance/renew-quote")]
pub async fn renew_quote(form: RenewForm) -> Result<Option<QuoteView>, AppError> {
    let (state, visitor) = (crate::context::state()?, crate::context::required_visitor().await?);
    let ip = crate::context::request_info()?.ip;
    match super::service::renew_in_place(&state, &visitor.actor, ip, &form.quote).await {
        Ok(price) => Ok(price),
        Err(error) => {
            let back = super::model::review_path(&form.quote);
            crate::context::turn_back("review", &form, error.into(), &back).await
        }
    }
}

#[server(name = LoadReviewStep, prefix = "/api", endpoint = "remittance/review-step")]
pub async fn load_review_step(quote: String) -> Result<ReviewStep, AppError> {
    let (state, visitor) = (crate::context::state()?, crate::context::required_visitor().await?);
    let quote = quote.parse().map_err(|_| AppError::NotFound)?;
    let step = super::service::review_step(&state, &visitor.actor, &quote).await?;
    if let Some(paid) = &step.paid {
        leptos_axum::redirect(&format!("/activity/{paid}"));
    }
    Ok(step)
}

/// Orders the payment and leads on to the bank's approval page, or to the payment's own page when the bank is
/// slow to answer. A price that has expired leads to the review of a new one.
#[server(name = ConfirmPayment, prefix = "/api", endpoint = "remittance/confirm")]
pub async fn confirm_payment(form: ConfirmForm) -> Result<(), AppError> {
    let (state, visitor) = (crate::context::state()?, crate::context::required_visitor().await?);
    let request = crate::context::request_info()?;
    crate::throttle::service::count_address(&state, &PAYMENTS, request.ip).await?;
    match super::service::confirm_or_renew(&state, &visitor.actor, &request, &form).await {
        Ok(path) => crate::context::go_to(&path),
        Err(error) => {
            let back = super::model::review_path(&form.quote);
            crate::context::turn_back("review", &form, error.into(), &back).await
        }
    }
}
