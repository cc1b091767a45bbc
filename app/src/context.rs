//! What the server gives to server functions: the state of the process, the request, and who is asking.
use std::net::IpAddr;
use std::sync::Arc;

use axum::extract::FromRef;
use domain::access::{Action, Officer, Resource};
use domain::clock::{Clock, Entropy};
use domain::merchant::paying::Obstacle;
use http::request::Parts;
use leptos::prelude::*;
use serde::Serialize;
use sqlx::PgPool;
use tokio::sync::OnceCell;
use tower_sessions::Session;

use crate::about::model::Operator;
use crate::accounts::gateway::AccountInformation;
use crate::compliance::monitoring::Monitoring;
use crate::compliance::screening::Lists;
use crate::error::AppError;
use crate::form::Flash;
use crate::i18n::{Locale, accepted, language_for};
use crate::identity::gateway::BreachedPasswords;
use crate::identity::passwords::Passwords;
use crate::identity::service::Visitor;
use crate::live::Live;
use crate::mail::gateway::{MailSettings, Post};
use crate::merchant::shops::RegisterSettings;
use crate::merchant::shops::gateway::UnitRegister;
use crate::notifications::push::gateway::{PushService, VapidKey};
use crate::payments::gateway::PaymentInitiation;
use crate::rates::RateSettings;
use crate::rates::gateway::RateSource;
use crate::vault::Vault;

/// Everything a use case may need, injected once at start.
#[derive(Clone)]
pub struct AppState {
    pub db: PgPool,
    pub clock: Arc<dyn Clock>,
    pub entropy: Arc<dyn Entropy>,
    pub passwords: Passwords,
    pub breaches: Arc<dyn BreachedPasswords>,
    pub vault: Vault,
    pub accounts_at_banks: Arc<dyn AccountInformation>,
    pub payments_at_banks: Arc<dyn PaymentInitiation>,
    pub rates: Arc<dyn RateSource>,
    pub register: Arc<dyn UnitRegister>,
    pub post: Arc<dyn Post>,
    pub push: Arc<dyn PushService>,
    pub live: Live,
    pub lists: Lists,
    pub monitoring: Monitoring,
    pub settings: Arc<AppSettings>,
    pub leptos: LeptosOptions,
}

/// The part of the configuration that pages and use cases see.
#[derive(Clone, Debug)]
pub struct AppSettings {
    /// Where customers reach this site, without a trailing slash.
    pub base_url: String,
    /// Shows the demo logins on the log-in page.
    pub demo: bool,
    /// `__Host-` cookies and the Secure attribute; off only on plain http in development.
    pub secure_cookies: bool,
    pub rates: RateSettings,
    pub register: RegisterSettings,
    /// Who runs the service, as pages say it.
    pub operator: Operator,
    /// Approves an identity without an officer where everything about it is clear.
    pub kyc_auto_approval: bool,
    pub mail: MailSettings,
    /// What signs messages to browsers; without one there are none.
    pub push: Option<VapidKey>,
    /// Who is asked whether a new password has leaked: an origin, or nobody.
    pub breaches_url: Option<String>,
}

impl FromRef<AppState> for LeptosOptions {
    fn from_ref(state: &AppState) -> Self {
        state.leptos.clone()
    }
}

/// Where a request came from. Put into its extensions by the server.
#[derive(Clone, Debug)]
pub struct RequestInfo {
    pub request_id: String,
    pub ip: IpAddr,
    pub user_agent: String,
}

/// The answer to "who is asking", looked up at most once for a request however many loaders ask.
#[derive(Clone, Default)]
pub struct VisitorCell(Arc<OnceCell<Option<Visitor>>>);

/// The process's state, inside a server function.
///
/// # Errors
/// [`AppError::Unexpected`] outside a request.
pub fn state() -> Result<AppState, AppError> {
    use_context::<AppState>().ok_or(AppError::Unexpected)
}

fn extension<T: Clone + Send + Sync + 'static>() -> Result<T, AppError> {
    use_context::<Parts>().and_then(|parts| parts.extensions.get::<T>().cloned()).ok_or(AppError::Unexpected)
}

pub fn request_info() -> Result<RequestInfo, AppError> {
    extension()
}

pub fn session() -> Result<Session, AppError> {
    extension()
}

/// The visitor, if somebody is logged in.
pub async fn visitor() -> Result<Option<Visitor>, AppError> {
    let (state, session, cell) = (state()?, session()?, extension::<VisitorCell>()?);
    cell.0.get_or_try_init(|| async move { visitor_of(&state, &session).await }).await.cloned()
}

/// The same for an answer that is no page and no server function.
pub async fn visitor_of(state: &AppState, session: &Session) -> Result<Option<Visitor>, AppError> {
    match session.id() {
        Some(id) => Ok(crate::identity::service::visitor(state, &id.to_string()).await?),
        None => Ok(None),
    }
}

/// The visitor, or [`AppError::LoggedOut`] and a way to the log-in page and back.
pub async fn required_visitor() -> Result<Visitor, AppError> {
    if let Some(visitor) = visitor().await? {
        return Ok(visitor);
    }
    leptos_axum::redirect(&match page_path().as_deref() {
        Some(path) => format!("/login?next={}", percent_encode(path)),
        None => "/login".to_owned(),
    });
    Err(AppError::LoggedOut)
}

/// Somebody of the staff, with their second factor: a login without it is nobody's. Nobody is led to the log-in page, and for customers there is nothing here.
pub async fn required_officer() -> Result<(Officer, Visitor), AppError> {
    let visitor = required_visitor().await?;
    Ok((Officer::decide(Some(&visitor.actor))?, visitor))
}

/// A compliance lead: other officers are told that this is not for them.
pub async fn required_lead() -> Result<(Officer, Visitor), AppError> {
    let (officer, visitor) = required_officer().await?;
    domain::access::decide(Some(&visitor.actor), Action::ManageStaff, Resource::Staff)?;
    Ok((officer, visitor))
}

/// The path and query of the page that is shown: the request's own, or for a call from a page its Referer's.
pub(crate) fn page_path() -> Option<String> {
    let parts = use_context::<Parts>()?;
    let asked = parts.uri.path_and_query()?.as_str();
    let path = if asked.starts_with("/api/") {
        let referer = parts.headers.get(http::header::REFERER)?.to_str().ok()?.parse::<http::Uri>().ok()?;
        referer.path_and_query()?.as_str().to_owned()
    } else {
        asked.to_owned()
    };
    crate::identity::model::safe_next(&path).map(str::to_owned)
}

/// As it may stand in the query of an address of this site.
#[must_use]
pub fn percent_encode(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'/' => {
                char::from(byte).to_string()
            }
            other => format!("%{other:02X}"),
        })
        .collect()
}

/// Gives a page that shows an error the status that goes with it.
pub fn set_status(error: &AppError) {
    let status = match error {
        AppError::NotFound | AppError::CannotPay { why: Obstacle::Unknown } => http::StatusCode::NOT_FOUND,
        AppError::CannotPay {
            why: Obstacle::Revoked | Obstacle::ShopClosed | Obstacle::Paid | Obstacle::Expired,
        } => http::StatusCode::GONE,
        AppError::RecipientRemoved | AppError::LinkDead => http::StatusCode::GONE,
        // Not of a step-up: who needs one is led on, and another status would keep a browser here.
        AppError::NotAllowed | AppError::KycRequired => http::StatusCode::FORBIDDEN,
        AppError::Unexpected => http::StatusCode::INTERNAL_SERVER_ERROR,
        AppError::BankUnavailable | AppError::RateStale => http::StatusCode::SERVICE_UNAVAILABLE,
        AppError::TooManyAttempts { .. } => http::StatusCode::TOO_MANY_REQUESTS,
        _ => return,
    };
    if let Some(response) = use_context::<leptos_axum::ResponseOptions>() {
        if let AppError::TooManyAttempts { retry_after_seconds } = error {
            response.insert_header(http::header::RETRY_AFTER, (*retry_after_seconds).into());
        }
        response.set_status(status);
    }
}

/// Leads the browser on after a form was accepted.
///
/// # Errors
/// None; the shape saves every server function a line.
pub fn go_to(path: &str) -> Result<(), AppError> {
    leptos_axum::redirect(path);
    Ok(())
}

/// True for a form post by a browser without JavaScript, which follows redirects and shows what comes back.
#[must_use]
pub fn is_plain_form_post() -> bool {
    use_context::<Parts>().is_some_and(|parts| {
        parts
            .headers
            .get(http::header::ACCEPT)
            .and_then(|accept| accept.to_str().ok())
            .is_some_and(|accept| accept.contains("text/html"))
    })
}

/// Turns a form post back: keeps what was typed and leads a browser without JavaScript to `back_to`.
/// `values` must hold no secret.
pub async fn turn_back<T>(
    form: &str,
    values: &impl Serialize,
    error: AppError,
    back_to: &str,
) -> Result<T, AppError> {
    if is_plain_form_post() && !matches!(error, AppError::TooManyAttempts { .. } | AppError::StepUpNeeded) {
        let flash = Flash { error: Some(error.clone()), values: flatten(values) };
        show_again(form, flash, back_to).await?;
    }
    Err(error)
}

/// Leads a browser without JavaScript to a form that begins with `flash`. It must hold no secret.
pub async fn show_again(form: &str, flash: Flash, back_to: &str) -> Result<(), AppError> {
    session()?.insert(&flash_key(form), flash).await.map_err(|_| AppError::Unexpected)?;
    let mark = if back_to.contains('?') { '&' } else { '?' };
    leptos_axum::redirect(&format!("{back_to}{mark}again=1"));
    Ok(())
}

/// Takes the flash of `form` out of the session.
pub async fn take_flash(form: &str) -> Result<Flash, AppError> {
    let flash = session()?.remove::<Flash>(&flash_key(form)).await.map_err(|_| AppError::Unexpected)?;
    Ok(flash.unwrap_or_default())
}

const WAY_BACK: &str = "way_back";

/// Keeps a page of this site to come back to from the bank; anything else forgets the one before.
pub async fn remember_way_back(next: &str) -> Result<(), AppError> {
    let session = session()?;
    let kept = match crate::identity::model::safe_next(next) {
        Some(next) => session.insert(WAY_BACK, next).await,
        None => session.remove::<String>(WAY_BACK).await.map(|_| ()),
    };
    kept.map_err(|_| AppError::Unexpected)
}

/// The page that was kept, once.
pub async fn take_way_back() -> Result<Option<String>, AppError> {
    let kept = session()?.remove::<String>(WAY_BACK).await.map_err(|_| AppError::Unexpected)?;
    Ok(kept.filter(|next| crate::identity::model::safe_next(next).is_some()))
}

/// Longer than any field takes; a stranger's post must not fill the session store.
const FLASH_VALUE_MAX_CHARS: usize = 8_000;

fn flash_key(form: &str) -> String {
    format!("flash.{form}")
}

/// A form's fields as a flash keeps them.
pub fn flatten(values: &impl Serialize) -> std::collections::BTreeMap<String, String> {
    let Ok(serde_json::Value::Object(fields)) = serde_json::to_value(values) else {
        return Default::default();
    };
    fields
        .into_iter()
        .filter_map(|(name, value)| match value {
            serde_json::Value::String(text) => {
                Some((name, text.chars().take(FLASH_VALUE_MAX_CHARS).collect()))
            }
            serde_json::Value::Bool(true) => Some((name, "true".to_owned())),
            _ => None,
        })
        .collect()
}

/// The value of a cookie that this request brings.
#[must_use]
pub fn cookie(name: &str) -> Option<String> {
    let parts = use_context::<Parts>()?;
    let lines = parts.headers.get_all(http::header::COOKIE).into_iter().filter_map(|line| line.to_str().ok());
    let mut pairs = lines.flat_map(|line| line.split("; ")).filter_map(|pair| pair.split_once('='));
    pairs.find(|(key, _)| *key == name).map(|(_, value)| value.to_owned())
}

/// The cookie that holds a chosen language.
pub const LANGUAGE_COOKIE: &str = "drop_language";

/// Our name of a language, if pages exist in it.
#[must_use]
pub fn known_language(tag: &str) -> Option<&'static str> {
    language_for(tag).map(Locale::as_str)
}

/// The language of the page: the cookie's, else the one that the browser likes best of ours.
#[must_use]
pub fn language() -> &'static str {
    use_context::<Parts>().map_or(Locale::default(), |parts| locale_of(&parts.headers)).as_str()
}

/// The same of any request.
#[must_use]
pub fn locale_of(headers: &http::HeaderMap) -> Locale {
    let accepted = || headers.get(http::header::ACCEPT_LANGUAGE)?.to_str().ok().and_then(accepted);
    chosen(headers).or_else(accepted).unwrap_or_default()
}

/// What the cookie says.
fn chosen(headers: &http::HeaderMap) -> Option<Locale> {
    let cookies = headers.get(http::header::COOKIE)?.to_str().ok()?;
    let pairs = cookies.split("; ").filter_map(|pair| pair.split_once('='));
    let mut chosen = pairs.filter(|(name, _)| *name == LANGUAGE_COOKIE);
    chosen.find_map(|(_, tag)| language_for(tag))
}

/// Has somebody chosen a language in this browser?
#[must_use]
pub fn has_chosen_language() -> bool {
    use_context::<Parts>().is_some_and(|parts| chosen(&parts.headers).is_some())
}
