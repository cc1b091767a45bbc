//! Between a browser's cookie and the register of logins: a new id at every log-in.
use domain::access::Role;
use domain::ids::{LoginId, UserId};
use tower_sessions::Session;

use super::account::devices;
use super::account::waiting::{self, Waiting};
use super::language;
use super::model::{LogInForm, RegisterForm, safe_next};
use super::second_factor::half_way::{self, HalfWay};
use super::service::{self, Asked, IdentityError, Shown};
use crate::context::{self, AppState, RequestInfo};
use crate::error::AppError;

/// The step that asks whoever has registered to read their letter.
const CHECK_MAIL: &str = "/login/check-mail";

/// Where the browser goes on: the same for every address.
pub(super) async fn register(form: &RegisterForm) -> Result<&'static str, AppError> {
    let (state, request) = (context::state()?, context::request_info()?);
    let link = service::register(&state, &request, form, context::language()).await?;
    let email = form.email.trim().to_lowercase();
    wait(link, email, &form.next).await?;
    Ok(CHECK_MAIL)
}

/// This browser has given the password, and is let in when the address is confirmed in it.
async fn wait(link: i64, email: String, next: &str) -> Result<(), AppError> {
    let next = way_in(Role::User, next).to_owned();
    waiting::begin(&Waiting { link, email, next }).await
}

/// Opens the login of whoever has confirmed their address in the browser in which they gave the password.
pub(super) async fn begin(user: &UserId) -> Result<(), AppError> {
    let (state, request, session) = (context::state()?, context::request_info()?, context::session()?);
    start(&state, &request, &session, user, Shown::Password).await
}

/// Where the browser goes on: in, or to the step that asks for the second factor.
pub(super) async fn log_in(form: &LogInForm) -> Result<String, AppError> {
    let (state, request, session) = (context::state()?, context::request_info()?, context::session()?);
    let known = match service::check_credentials(&state, &request, form).await {
        Err(IdentityError::NotConfirmed { link, email }) => {
            wait(link, email, &form.next).await?;
            return Ok(CHECK_MAIL.to_owned());
        }
        known => known?,
    };
    let next = way_in(known.role, &form.next).to_owned();
    let step = match known.asked() {
        Asked::Nothing => {
            start(&state, &request, &session, &known.user_id, Shown::Password).await?;
            return Ok(next);
        }
        Asked::Code => "/login/code",
        Asked::Enrolment => "/login/second-factor",
    };
    new_session(&state, &request, &session).await?;
    half_way::begin(&HalfWay::new(known.user_id, known.email, next, state.clock.now())).await?;
    Ok(step.to_owned())
}

/// Where somebody of this role goes when they are in; staff have nothing outside the back-office.
fn way_in(role: Role, next: &str) -> &str {
    let is_desk = |path: &str| path == "/admin" || path.starts_with("/admin/") || path.starts_with("/admin?");
    match safe_next(next) {
        Some(next) if is_desk(next) == role.is_staff() => next,
        _ if role.is_staff() => "/admin",
        _ => "/home",
    }
}

/// Opens the login of whoever has shown a passkey, which is both factors in one. Where the browser goes on.
pub(super) async fn enter(user: &UserId, role: Role, next: &str) -> Result<String, AppError> {
    let (state, request, session) = (context::state()?, context::request_info()?, context::session()?);
    start(&state, &request, &session, user, Shown::SecondFactor).await?;
    Ok(way_in(role, next).to_owned())
}

/// Opens the login of whoever has given the second factor too.
pub(super) async fn finish(half_way: &HalfWay) -> Result<(), AppError> {
    let (state, request, session) = (context::state()?, context::request_info()?, context::session()?);
    half_way::end().await?;
    start(&state, &request, &session, &half_way.user_id, Shown::SecondFactor).await
}

pub(super) async fn log_out() -> Result<(), AppError> {
    let (state, request, session) = (context::state()?, context::request_info()?, context::session()?);
    if let Some(visitor) = context::visitor().await? {
        service::close_login(&state, &request, &visitor).await?;
    }
    session.flush().await.map_err(session_failed)
}

/// A new session id (ASVS 7.2.4); the login that this browser had before ends.
async fn new_session(state: &AppState, request: &RequestInfo, session: &Session) -> Result<(), AppError> {
    if let Some(before) = context::visitor().await? {
        service::close_login(state, request, &before).await?;
    }
    session.cycle_id().await.map_err(session_failed)
}

/// The new id is stored before the register names it, so that a crash in between leaves nothing that could be used.
async fn start(
    state: &AppState,
    request: &RequestInfo,
    session: &Session,
    user: &UserId,
    shown: Shown,
) -> Result<(), AppError> {
    new_session(state, request, session).await?;
    session.insert("user_id", user.as_str()).await.map_err(session_failed)?;
    session.save().await.map_err(session_failed)?;
    let token = session.id().ok_or(AppError::Unexpected)?.to_string();
    let login = service::open_login(state, request, user, &token, shown).await?;
    note_device(state, request, user, &login).await?;
    language::learn(state, user).await
}

/// Remembers this browser for its person; the cookie says nothing but that it is the same one.
async fn note_device(
    state: &AppState,
    request: &RequestInfo,
    user: &UserId,
    login: &LoginId,
) -> Result<(), AppError> {
    let name = devices::cookie_name(state.settings.secure_cookies);
    let token = devices::note(state, request, user, login, context::cookie(name).as_deref()).await?;
    let seconds = devices::KEPT_DAYS * 24 * 60 * 60;
    set_cookie(state, &format!("{name}={token}; HttpOnly"), seconds)
}

/// `pair` is a name, a value, and what else is said of it.
pub(super) fn set_cookie(state: &AppState, pair: &str, seconds: i64) -> Result<(), AppError> {
    let secure = if state.settings.secure_cookies { "; Secure" } else { "" };
    let cookie = format!("{pair}; Path=/; Max-Age={seconds}; SameSite=Lax{secure}");
    let value = http::HeaderValue::from_str(&cookie).map_err(|_| AppError::Unexpected)?;
    if let Some(response) = leptos::prelude::use_context::<leptos_axum::ResponseOptions>() {
        response.append_header(http::header::SET_COOKIE, value);
    }
    Ok(())
}

#[expect(clippy::needless_pass_by_value, reason = "the shape that map_err asks for")]
fn session_failed(error: tower_sessions::session::Error) -> AppError {
    tracing::error!(%error, "session store");
    AppError::Unexpected
}
