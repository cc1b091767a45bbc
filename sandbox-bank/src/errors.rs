//! Errors: what can go wrong inside, and the `tppMessages` that a caller sees.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

/// What the library itself can fail with.
#[derive(Debug, thiserror::Error)]
pub enum BankError {
    #[error("the bank's database: {0}")]
    Database(#[from] sqlx::Error),
    #[error("{0}")]
    Configuration(&'static str),
    #[error("the bank's address or socket: {0}")]
    Io(#[from] std::io::Error),
}

/// An answer in the standard's error shape.
#[derive(Debug)]
pub(crate) struct ApiError {
    pub status: StatusCode,
    pub code: &'static str,
    pub text: String,
}

impl ApiError {
    pub fn new(status: StatusCode, code: &'static str, text: impl Into<String>) -> Self {
        Self { status, code, text: text.into() }
    }

    /// 400 for a header, parameter or body field that cannot be read: the text names it.
    pub fn format(text: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "FORMAT_ERROR", text)
    }

    pub fn unknown_resource(what: &str) -> Self {
        Self::new(StatusCode::NOT_FOUND, "RESOURCE_UNKNOWN", format!("{what} is unknown at this bank"))
    }
}

/// The standard's longest text (Max500Text).
const TEXT_CHARS_MAX: usize = 500;

fn tpp_message(code: &str, text: &str) -> Value {
    let text: String = text.chars().take(TEXT_CHARS_MAX).collect();
    json!([{ "category": "ERROR", "code": code, "text": text }])
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        (self.status, Json(json!({ "tppMessages": tpp_message(self.code, &self.text) }))).into_response()
    }
}

impl From<sqlx::Error> for ApiError {
    fn from(error: sqlx::Error) -> Self {
        tracing::error!(%error, "the bank's database failed");
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "INTERNAL_SERVER_ERROR", "internal error")
    }
}
