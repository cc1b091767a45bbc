//! The language of a person's pages, as a browser keeps it: a cookie that the server sets.
use domain::ids::UserId;

use super::service;
use crate::context::{self, AppState};
use crate::error::AppError;

/// How long a browser remembers the language: a year.
const COOKIE_SECONDS: i64 = 365 * 24 * 60 * 60;

/// Chooses a language: for this browser, and for the person who is logged in.
pub(super) async fn choose(language: &str) -> Result<(), AppError> {
    let state = context::state()?;
    let Some(code) = context::known_language(language) else {
        return Err(AppError::field("language", domain::form::FieldCode::Unknown));
    };
    keep(&state, code)?;
    if let Some(visitor) = context::visitor().await? {
        service::save_language(&state, &visitor, code).await?;
    }
    Ok(())
}

/// A browser in which no language was chosen yet learns its person's at the log-in.
pub(super) async fn learn(state: &AppState, user: &UserId) -> Result<(), AppError> {
    if context::has_chosen_language() {
        return Ok(());
    }
    match service::chosen_language(state, user).await? {
        Some(code) => keep(state, &code),
        None => Ok(()),
    }
}

fn keep(state: &AppState, code: &str) -> Result<(), AppError> {
    let secure = if state.settings.secure_cookies { "; Secure" } else { "" };
    let name = context::LANGUAGE_COOKIE;
    let cookie = format!("{name}={code}; Path=/; Max-Age={COOKIE_SECONDS}; SameSite=Lax{secure}");
    let value = http::HeaderValue::from_str(&cookie).map_err(|_| AppError::Unexpected)?;
    if let Some(response) = leptos::prelude::use_context::<leptos_axum::ResponseOptions>() {
        response.append_header(http::header::SET_COOKIE, value);
    }
    Ok(())
}
