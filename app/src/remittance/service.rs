//! Use cases of sending money home: price, quote, confirm.
use std::net::IpAddr;

use domain::access::Actor;
use domain::form::FieldCode;
use domain::identity::IdentityStep;
use domain::ids::RecipientId;
use domain::money::MoneyError;
use domain::remittance::limit::LimitExceeded;
use domain::remittance::quote::QuoteError;

use super::model::{ConfirmForm, QuoteView, RECIPIENTS_MAX, RecipientStep, renewed_path};
use super::recipients;
use crate::accounts::service::AccountsError;
use crate::context::{AppState, RequestInfo};
use crate::db;
use crate::error::{AppError, FieldErrors};
use crate::idempotency::service::IdempotencyError;
use crate::payments::service::{PaymentError, carry_to_bank};
use crate::throttle::service::ThrottleError;

pub use super::confirm::confirm;
pub use super::quotes::review::review_step;
pub use super::quotes::{Renewed, amount_step, create as create_quote, renew as renew_quote};
pub use super::recipients::{
    add as add_recipient, details as recipient_details, edit as edit_recipient, form as recipient_form,
    list as list_recipients, remove as remove_recipient,
};

/// The windows of the limits.
pub(super) const DAY_HOURS: i64 = 24;
pub(super) const MONTH_DAYS: i64 = 30;

#[derive(Debug, thiserror::Error)]
pub enum RemittanceError {
    #[error("the form has errors")]
    Form(FieldErrors),
    #[error(transparent)]
    Refused(#[from] domain::access::Refusal),
    #[error("not found")]
    NotFound,
    #[error("the quote has expired")]
    QuoteExpired,
    #[error("the recipient has another account now")]
    RecipientReplaced,
    #[error("the recipient was removed")]
    RecipientRemoved,
    #[error("the recipient was changed meanwhile")]
    RecipientChanged,
    #[error("another recipient has this account: {0}")]
    RecipientExists(RecipientId),
    #[error("as many recipients as there may be")]
    TooManyRecipients,
    #[error("no fresh rate")]
    RateStale,
    #[error(transparent)]
    Limit(#[from] LimitExceeded),
    #[error(transparent)]
    Money(#[from] MoneyError),
    #[error(transparent)]
    Repeated(#[from] IdempotencyError),
    #[error(transparent)]
    Throttled(#[from] ThrottleError),
    #[error(transparent)]
    Accounts(#[from] AccountsError),
    #[error(transparent)]
    Payment(#[from] PaymentError),
    #[error(transparent)]
    Database(#[from] sqlx::Error),
    #[error(transparent)]
    BadRow(#[from] db::BadRow),
}

impl From<RemittanceError> for AppError {
    fn from(error: RemittanceError) -> Self {
        match error {
            RemittanceError::Form(fields) => Self::Form(fields),
            RemittanceError::Refused(refusal) => refusal.into(),
            RemittanceError::NotFound => Self::NotFound,
            RemittanceError::QuoteExpired => Self::QuoteExpired,
            RemittanceError::RecipientReplaced => Self::RecipientReplaced,
            RemittanceError::RecipientRemoved => Self::RecipientRemoved,
            RemittanceError::RecipientChanged => Self::RecipientChanged,
            RemittanceError::RecipientExists(recipient) => Self::RecipientExists { recipient },
            RemittanceError::TooManyRecipients => Self::TooManyRecipients { max: RECIPIENTS_MAX },
            RemittanceError::RateStale => Self::RateStale,
            RemittanceError::Limit(limit) => match limit {
                LimitExceeded::TooSmall { .. } => Self::field("send_amount", FieldCode::AmountTooSmall),
                LimitExceeded::TooLarge { .. } => Self::field("send_amount", FieldCode::AmountTooLarge),
                LimitExceeded::Day { left } => Self::DayLimit { left_minor: left.minor() },
                LimitExceeded::Month { left } => Self::MonthLimit { left_minor: left.minor() },
            },
            RemittanceError::Money(_) => Self::field("send_amount", FieldCode::AmountMalformed),
            RemittanceError::Repeated(error) => error.into(),
            RemittanceError::Throttled(error) => error.into(),
            RemittanceError::Accounts(error) => error.into(),
            RemittanceError::Payment(_) | RemittanceError::Database(_) | RemittanceError::BadRow(_) => {
                tracing::error!(%error, "remittance");
                Self::Unexpected
            }
        }
    }
}

impl From<QuoteError> for RemittanceError {
    fn from(error: QuoteError) -> Self {
        match error {
            QuoteError::StaleRate { .. } => Self::RateStale,
            QuoteError::Limit(limit) => Self::Limit(limit),
            QuoteError::Money(error) => Self::Money(error),
            QuoteError::WrongCurrency => Self::Money(MoneyError::Malformed),
        }
    }
}

/// What the first step shows. A customer who may not send yet is told here, before typing anything.
pub async fn recipient_step(
    state: &AppState,
    actor: &Actor,
    identity: IdentityStep,
) -> Result<RecipientStep, RemittanceError> {
    let recipients = recipients::list(state, actor).await?;
    Ok(RecipientStep { recipients, identity })
}

/// Where a confirmation leads: to the bank, or when the price has expired to the review of a new one.
pub async fn confirm_or_renew(
    state: &AppState,
    actor: &Actor,
    request: &RequestInfo,
    form: &ConfirmForm,
) -> Result<String, RemittanceError> {
    match confirm(state, actor, request, form).await {
        Ok(id) => Ok(carry_to_bank(state, &id, request.ip).await),
        Err(RemittanceError::QuoteExpired) => {
            let quote = form.quote.parse().map_err(|_| RemittanceError::NotFound)?;
            Ok(match renew_quote(state, actor, request.ip, &quote).await? {
                Renewed::Price(price) => renewed_path(&price.id, &form.account),
                Renewed::Paid(id) => format!("/activity/{id}"),
            })
        }
        Err(other) => Err(other),
    }
}

/// Renews a price for the page that shows it. A browser without JavaScript is led to the new price's own page; a price
/// that was paid leads to the payment.
pub async fn renew_in_place(
    state: &AppState,
    actor: &Actor,
    ip: IpAddr,
    quote: &str,
) -> Result<Option<QuoteView>, RemittanceError> {
    let quote = quote.parse().map_err(|_| RemittanceError::NotFound)?;
    Ok(match renew_quote(state, actor, ip, &quote).await? {
        Renewed::Price(price) => {
            if crate::context::is_plain_form_post() {
                leptos_axum::redirect(&renewed_path(&price.id, ""));
            }
            Some(*price)
        }
        Renewed::Paid(id) => {
            leptos_axum::redirect(&format!("/activity/{id}"));
            None
        }
    })
}
