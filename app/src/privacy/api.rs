//! Server functions of a customer's own data and of what they decide about it.
#[cfg(feature = "ssr")]
use domain::access::{Action, Resource, decide};
use leptos::prelude::*;

use super::cookies::CookieChoice;
use super::model::{Choice, Closing, FetchStep, Overview, RequestForm};
use crate::error::AppError;
use crate::form::Flash;

/// Name of the form of a request: of what was typed in the session, and of its fields on the page.
pub const REQUEST_FORM: &str = "data-request";
#[cfg(feature = "ssr")]
const PAGE: &str = "/me/privacy";

/// What the page of privacy shows.
#[server(name = LoadPrivacy, prefix = "/api", endpoint = "privacy/overview")]
pub async fn load_privacy() -> Result<Overview, AppError> {
    let (state, visitor) = (crate::context::state()?, crate::context::required_visitor().await?);
    Ok(super::service::overview(&state, &visitor.actor).await?)
}

/// Gives or withdraws a consent.
#[server(name = ChooseConsent, prefix = "/api", endpoint = "privacy/choose")]
pub async fn choose_consent(choice: Choice, given: bool) -> Result<(), AppError> {
    let (state, visitor) = (crate::context::state()?, crate::context::required_visitor().await?);
    let request = crate::context::request_info()?;
    super::consents::choose(&state, &visitor.actor, &request, (choice, given)).await?;
    crate::context::go_to(PAGE)
}

/// Asks for a copy of one's data.
#[server(name = AskCopy, prefix = "/api", endpoint = "privacy/ask-copy")]
pub async fn ask_copy() -> Result<(), AppError> {
    let (state, visitor) = (crate::context::state()?, crate::context::required_visitor().await?);
    let request = crate::context::request_info()?;
    decide(Some(&visitor.actor), Action::Complain, Resource::Own)?;
    crate::identity::step_up::required(&visitor).await?;
    super::export::service::ask(&state, &visitor.actor, &request).await?;
    crate::context::go_to(PAGE)
}

/// What the form of a request begins with.
#[server(name = LoadRequestForm, prefix = "/api", endpoint = "privacy/form")]
pub async fn load_request_form(again: bool) -> Result<Flash, AppError> {
    let visitor = crate::context::required_visitor().await?;
    decide(Some(&visitor.actor), Action::Complain, Resource::Own)?;
    crate::form::flash_if(again, REQUEST_FORM).await
}

#[server(name = FileRequest, prefix = "/api", endpoint = "privacy/file")]
pub async fn file_request(form: RequestForm) -> Result<(), AppError> {
    let (state, visitor) = (crate::context::state()?, crate::context::required_visitor().await?);
    let request = crate::context::request_info()?;
    match super::service::file(&state, &visitor.actor, &request, &form).await {
        Ok(_) => crate::context::go_to(PAGE),
        Err(error) => {
            let back = super::pages::ask_path(form.kind.parse().ok());
            crate::context::turn_back(REQUEST_FORM, &form, error.into(), &back).await
        }
    }
}

/// The page that the link of a letter leads to. It changes nothing: programs that check mail open links too.
#[server(name = LoadFetchStep, prefix = "/api", endpoint = "privacy/fetch-step")]
pub async fn load_fetch_step(code: String) -> Result<FetchStep, AppError> {
    let (state, visitor) = (crate::context::state()?, crate::context::required_visitor().await?);
    let until = super::export::service::opens(&state, &visitor.actor, &code).await?;
    crate::identity::step_up::required(&visitor).await?;
    Ok(FetchStep { code, until, now: state.clock.now() })
}

/// What stands in the way of closing the account, and when it would be.
#[server(name = LoadClosing, prefix = "/api", endpoint = "privacy/closing")]
pub async fn load_closing() -> Result<Closing, AppError> {
    let (state, visitor) = (crate::context::state()?, crate::context::required_visitor().await?);
    Ok(super::closing::service::step(&state, &visitor).await?)
}

#[server(name = CloseAccount, prefix = "/api", endpoint = "privacy/close")]
pub async fn close_account() -> Result<(), AppError> {
    let (state, visitor) = (crate::context::state()?, crate::context::required_visitor().await?);
    let request = crate::context::request_info()?;
    decide(Some(&visitor.actor), Action::ManageSettings, Resource::Own)?;
    crate::identity::step_up::required(&visitor).await?;
    super::closing::service::ask(&state, &visitor, &request).await?;
    crate::context::go_to("/me/close")
}

/// Keeps an account that waits to be closed.
#[server(name = KeepAccount, prefix = "/api", endpoint = "privacy/keep")]
pub async fn keep_account() -> Result<(), AppError> {
    let (state, visitor) = (crate::context::state()?, crate::context::required_visitor().await?);
    let request = crate::context::request_info()?;
    super::closing::service::keep(&state, &visitor, &request).await?;
    crate::context::go_to("/me/close")
}

/// What this browser has chosen about cookies.
#[server(name = LoadCookieChoice, prefix = "/api", endpoint = "privacy/cookie-choice")]
pub async fn load_cookie_choice() -> Result<Option<CookieChoice>, AppError> {
    let parts = use_context::<http::request::Parts>().ok_or(AppError::Unexpected)?;
    Ok(super::cookies::chosen(&parts.headers))
}

/// Answers the question about cookies; of somebody who is logged in the answer is kept as a fact too.
#[server(name = ChooseCookies, prefix = "/api", endpoint = "privacy/choose-cookies")]
pub async fn choose_cookies(choice: String, #[server(default)] back: String) -> Result<(), AppError> {
    let state = crate::context::state()?;
    let unknown = || AppError::field("choice", domain::form::FieldCode::Unknown);
    let choice = CookieChoice::read(&choice).ok_or_else(unknown)?;
    super::cookies::keep(choice, state.settings.secure_cookies)?;
    if let Some(visitor) = crate::context::visitor().await?
        && !visitor.actor.role.is_staff()
    {
        let request = crate::context::request_info()?;
        let fact = (Choice::Statistics, choice == CookieChoice::Statistics);
        super::consents::choose(&state, &visitor.actor, &request, fact).await?;
    }
    crate::context::go_to(crate::identity::model::safe_next(&back).unwrap_or("/"))
}
