//! The browser in which somebody has registered, until they have read their letter.
use serde::{Deserialize, Serialize};

use crate::context;
use crate::error::AppError;

const KEY: &str = "registering";

/// Kept in the session.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Waiting {
    /// The registration's link, without what opens it.
    pub link: i64,
    pub email: String,
    /// Where to go afterwards: a path of this site.
    pub next: String,
}

pub(in crate::identity) async fn begin(waiting: &Waiting) -> Result<(), AppError> {
    context::session()?.insert(KEY, waiting).await.map_err(|_| AppError::Unexpected)
}

pub(super) async fn get() -> Result<Option<Waiting>, AppError> {
    context::session()?.get(KEY).await.map_err(|_| AppError::Unexpected)
}

pub(super) async fn end() -> Result<(), AppError> {
    context::session()?.remove::<Waiting>(KEY).await.map(|_| ()).map_err(|_| AppError::Unexpected)
}
