//! Between a browser's cookie and the register of logins: a new id at every log-in.
use domain::ids::UserId;
use tower_sessions::Session;

use super::model::{LogInForm, RegisterForm};
use super::service;
use crate::context::{self, AppState, RequestInfo};
use crate::error::AppError;

pub(super) async fn register(form: &RegisterForm) -> Result<(), AppError> {
    let (state, request, session) = (context::state()?, context::request_info()?, context::session()?);
    let user_id = service::register(&state, &request, form, context::language()).await?;
    start(&state, &request, &session, &user_id).await
}

pub(super) async fn log_in(form: &LogInForm) -> Result<(), AppError> {
    let (state, request, session) = (context::state()?, context::request_info()?, context::session()?);
    let user_id = service::check_credentials(&state, &request, form).await?;
    start(&state, &request, &session, &user_id).await
}

pub(super) async fn log_out() -> Result<(), AppError> {
    let (state, request, session) = (context::state()?, context::request_info()?, context::session()?);
    if let Some(visitor) = context::visitor().await? {
        service::close_login(&state, &request, &visitor).await?;
    }
    session.flush().await.map_err(session_failed)
}

/// A new session id (ASVS 7.2.4); the login that this browser had before ends. The id is stored before the register names it, so that a crash in between leaves
/// nothing that could be used.
async fn start(
    state: &AppState,
    request: &RequestInfo,
    session: &Session,
    user: &UserId,
) -> Result<(), AppError> {
    if let Some(before) = context::visitor().await? {
        service::close_login(state, request, &before).await?;
    }
    session.cycle_id().await.map_err(session_failed)?;
    session.insert("user_id", user.as_str()).await.map_err(session_failed)?;
    session.save().await.map_err(session_failed)?;
    let token = session.id().ok_or(AppError::Unexpected)?.to_string();
    service::open_login(state, request, user, &token).await?;
    Ok(())
}

#[expect(clippy::needless_pass_by_value, reason = "the shape that map_err asks for")]
fn session_failed(error: tower_sessions::session::Error) -> AppError {
    tracing::error!(%error, "session store");
    AppError::Unexpected
}

/// How long a browser remembers the language: a year.
const LANGUAGE_COOKIE_SECONDS: i64 = 365 * 24 * 60 * 60;

pub(super) async fn set_language(language: &str) -> Result<(), AppError> {
    let state = context::state()?;
    let Some(code) = context::known_language(language) else {
        return Err(AppError::field("language", domain::form::FieldCode::Unknown));
    };
    let secure = if state.settings.secure_cookies { "; Secure" } else { "" };
    let cookie = format!(
        "{}={code}; Path=/; Max-Age={LANGUAGE_COOKIE_SECONDS}; SameSite=Lax{secure}",
        context::LANGUAGE_COOKIE
    );
    let value = http::HeaderValue::from_str(&cookie).map_err(|_| AppError::Unexpected)?;
    if let Some(response) = leptos::prelude::use_context::<leptos_axum::ResponseOptions>() {
        response.append_header(http::header::SET_COOKIE, value);
    }
    if let Some(visitor) = context::visitor().await? {
        service::save_language(&state, &visitor, code).await?;
    }
    Ok(())
}
