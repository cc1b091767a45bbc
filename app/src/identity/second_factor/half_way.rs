//! Between the password and the door: whoever has given the one and not yet the second factor. Nothing is open to them;
//! no login of theirs is in the register.
use chrono::{DateTime, Utc};
use domain::ids::UserId;
use serde::{Deserialize, Serialize};

use crate::context;
use crate::error::AppError;

const KEY: &str = "half_way";
const CODES_KEY: &str = "recovery_codes";
/// Then the password is asked for again.
const MINUTES: i64 = 10;

/// Kept in the session.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct HalfWay {
    pub user_id: UserId,
    pub email: String,
    /// Where to go afterwards: a path of this site.
    pub next: String,
    since: i64,
    /// Of somebody who enrols: the secret that the page shows, sealed.
    pub secret: Option<String>,
}

impl HalfWay {
    #[must_use]
    pub const fn new(user_id: UserId, email: String, next: String, now: DateTime<Utc>) -> Self {
        Self { user_id, email, next, since: now.timestamp(), secret: None }
    }
}

/// Recovery codes that were made just now.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Made {
    /// The codes with spaces between them, sealed.
    pub sealed: String,
    pub next: String,
}

pub(in crate::identity) async fn begin(half_way: &HalfWay) -> Result<(), AppError> {
    put(KEY, half_way).await
}

/// Who has given the password; anybody else is led to the log-in page.
pub(in crate::identity) async fn required() -> Result<HalfWay, AppError> {
    let (session, now) = (context::session()?, context::state()?.clock.now().timestamp());
    let kept = session.get::<HalfWay>(KEY).await.map_err(|_| AppError::Unexpected)?;
    if let Some(half_way) = kept.filter(|kept| now < kept.since + MINUTES * 60) {
        return Ok(half_way);
    }
    leptos_axum::redirect("/login");
    Err(AppError::LoggedOut)
}

pub(in crate::identity) async fn end() -> Result<(), AppError> {
    take::<HalfWay>(KEY).await.map(|_| ())
}

pub(in crate::identity) async fn keep_codes(made: &Made) -> Result<(), AppError> {
    put(CODES_KEY, made).await
}

pub(super) async fn codes() -> Result<Option<Made>, AppError> {
    context::session()?.get(CODES_KEY).await.map_err(|_| AppError::Unexpected)
}

pub(super) async fn forget_codes() -> Result<Option<Made>, AppError> {
    take(CODES_KEY).await
}

async fn put<T: Serialize + Sync>(key: &str, value: &T) -> Result<(), AppError> {
    context::session()?.insert(key, value).await.map_err(|_| AppError::Unexpected)
}

async fn take<T: serde::de::DeserializeOwned>(key: &str) -> Result<Option<T>, AppError> {
    context::session()?.remove(key).await.map_err(|_| AppError::Unexpected)
}
