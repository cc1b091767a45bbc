//! Server functions of sending money home.
#[cfg(feature = "ssr")]
use domain::throttle::{PAYMENTS, RATES};
use leptos::prelude::*;

use super::model::{
    AmountStep, ConfirmForm, QuoteForm, QuoteView, RecipientDetails, RecipientForm, RecipientFormStep,
    RecipientStep, RenewForm, ReviewStep,
};
use crate::error::AppError;

/// Names of the two forms: of what was typed in the session, and of their fields on the page.
pub const NEW_RECIPIENT_FORM: &str = "recipient";
pub const EDIT_RECIPIENT_FORM: &str = "edit-recipient";

#[server(name = LoadRecipients, prefix = "/api", endpoint = "remittance/recipients")]
pub async fn load_recipients() -> Result<RecipientStep, AppError> {
    let (state, visitor) = (crate::context::state()?, crate::context::required_visitor().await?);
    Ok(super::service::recipient_step(&state, &visitor.actor, visitor.identity).await?)
}

#[server(name = LoadRecipient, prefix = "/api", endpoint = "remittance/recipient")]
pub async fn load_recipient(id: String) -> Result<RecipientDetails, AppError> {
    let (state, visitor) = (crate::context::state()?, crate::context::required_visitor().await?);
    let id = id.parse().map_err(|_| AppError::NotFound)?;
    Ok(super::service::recipient_details(&state, &visitor.actor, &id).await?)
}

/// What the form begins with: for a new recipient, for one like `copy_of`, or to change `recipient`.
#[server(name = LoadRecipientForm, prefix = "/api", endpoint = "remittance/recipient-form")]
pub async fn load_recipient_form(
    #[server(default)] recipient: String,
    #[server(default)] copy_of: String,
    again: bool,
) -> Result<RecipientFormStep, AppError> {
    let (state, visitor) = (crate::context::state()?, crate::context::required_visitor().await?);
    let form = super::service::recipient_form(&state, &visitor.actor, &recipient, &copy_of).await?;
    let name = if recipient.is_empty() { NEW_RECIPIENT_FORM } else { EDIT_RECIPIENT_FORM };
    if again { Ok(form.with_typed(crate::context::take_flash(name).await?)) } else { Ok(form) }
}

#[server(name = AddRecipient, prefix = "/api", endpoint = "remittance/add-recipient")]
pub async fn add_recipient(form: RecipientForm) -> Result<(), AppError> {
    let (state, visitor) = (crate::context::state()?, crate::context::required_visitor().await?);
    let request = crate::context::request_info()?;
    match super::service::add_recipient(&state, &visitor.actor, &request, &form).await {
        Ok(id) => crate::context::go_to(&format!("/send/amount?recipient={id}")),
        Err(error) => {
            crate::context::turn_back(NEW_RECIPIENT_FORM, &form, error.into(), "/send/recipient").await
        }
    }
}

#[server(name = EditRecipient, prefix = "/api", endpoint = "remittance/edit-recipient")]
pub async fn edit_recipient(form: RecipientForm) -> Result<(), AppError> {
    let (state, visitor) = (crate::context::state()?, crate::context::required_visitor().await?);
    let request = crate::context::request_info()?;
    match super::service::edit_recipient(&state, &visitor.actor, &request, &form).await {
        Ok(id) => crate::context::go_to(&format!("/recipients/{id}")),
        Err(error) => {
            let back = super::model::edit_path(&form.recipient);
            crate::context::turn_back(EDIT_RECIPIENT_FORM, &form, error.into(), &back).await
        }
    }
}

/// Leads to the list, where the removal can be taken back.
#[server(name = RemoveRecipient, prefix = "/api", endpoint = "remittance/remove-recipient")]
pub async fn remove_recipient(recipient: String) -> Result<(), AppError> {
    let (state, visitor) = (crate::context::state()?, crate::context::required_visitor().await?);
    let request = crate::context::request_info()?;
    let id = recipient.parse().map_err(|_| AppError::NotFound)?;
    let removed = super::service::remove_recipient(&state, &visitor.actor, &request, &id).await?;
    crate::context::go_to(&format!("/send?removed={removed}"))
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
