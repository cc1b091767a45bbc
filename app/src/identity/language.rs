//! The language of a person's pages, as a browser keeps it: a cookie that the server sets.
use domain::ids::UserId;

use super::login::set_cookie;
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
    set_cookie(state, &format!("{}={code}", context::LANGUAGE_COOKIE), COOKIE_SECONDS)
}
