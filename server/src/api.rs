//! Server functions over HTTP: POST alone, a bounded body, and a status that fits the answer.
use app::context::AppState;
use app::error::AppError;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use leptos::server_fn::error::SERVER_FN_ERROR_HEADER;
use tower_http::limit::RequestBodyLimitLayer;

/// No form of ours comes near this.
const BODY_MAX_BYTES: usize = 64 * 1024;
/// Errors are a code and a little detail.
const ERROR_MAX_BYTES: usize = 64 * 1024;

/// Server functions are called by POST and in no other way: a GET would get past the cookie's `SameSite`.
pub fn routes() -> Router<AppState> {
    Router::new().route("/api/{*function}", post(call)).layer(RequestBodyLimitLayer::new(BODY_MAX_BYTES))
}

/// Every server function that there is.
#[must_use]
pub fn paths() -> Vec<String> {
    leptos::server_fn::axum::server_fn_paths().map(|(path, _)| path.to_owned()).collect()
}

async fn call(State(state): State<AppState>, request: Request) -> Response {
    if !paths().iter().any(|path| path == request.uri().path()) {
        return (StatusCode::NOT_FOUND, "not found").into_response();
    }
    let context = move || leptos::prelude::provide_context(state.clone());
    let response = leptos_axum::handle_server_fns_with_context(context, request).await.into_response();
    with_fitting_status(response).await
}

/// leptos answers every error with 500. A form with a missing field is no failure of the server: it must not be
/// logged or counted as one, and the session that goes with it is to be saved.
async fn with_fitting_status(response: Response) -> Response {
    let is_error = response.headers().contains_key(SERVER_FN_ERROR_HEADER);
    // A plain form that was refused is led back to its page.
    let is_led_back = response.status().is_redirection();
    if !is_error || !(is_led_back || response.status() == StatusCode::INTERNAL_SERVER_ERROR) {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    let Ok(bytes) = to_bytes(body, ERROR_MAX_BYTES).await else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    match serde_json::from_slice(&bytes) {
        Ok(AppError::TooManyAttempts { retry_after_seconds }) if is_led_back => {
            return wait_page(retry_after_seconds);
        }
        Ok(_) if is_led_back => {}
        Ok(error) => {
            parts.status = status(&error);
            if let AppError::TooManyAttempts { retry_after_seconds } = error {
                parts.headers.insert(header::RETRY_AFTER, retry_after_seconds.into());
            }
        }
        Err(_) => {}
    }
    parts.headers.remove(header::CONTENT_LENGTH);
    Response::from_parts(parts, Body::from(bytes))
}

/// The answer to a plain form that came too often. Its page is not shown again: that would store what was typed, for
/// somebody who is to be slowed.
fn wait_page(seconds: u32) -> Response {
    let minutes = seconds.div_ceil(60);
    let page = format!(
        "<!DOCTYPE html><html lang=\"nb\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" \
         content=\"width=device-width, initial-scale=1\"><title>Drop</title></head><body><main>\
         <h1>For mange forsøk</h1><p>Ingenting er gjort. Gå tilbake og prøv igjen om {minutes} min.</p>\
         <p lang=\"en\">Too many attempts. Nothing was done. Go back and try again in {minutes} min.</p>\
         </main></body></html>"
    );
    let headers = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8".to_owned()),
        (header::RETRY_AFTER, seconds.to_string()),
    ];
    (StatusCode::TOO_MANY_REQUESTS, headers, page).into_response()
}

fn status(error: &AppError) -> StatusCode {
    match error {
        AppError::LoggedOut | AppError::WrongCredentials | AppError::PasskeyRefused => {
            StatusCode::UNAUTHORIZED
        }
        AppError::NotFound => StatusCode::NOT_FOUND,
        AppError::NotAllowed | AppError::KycRequired | AppError::StepUpNeeded => StatusCode::FORBIDDEN,
        AppError::TooManyAttempts { .. } => StatusCode::TOO_MANY_REQUESTS,
        AppError::BankUnavailable | AppError::RateStale => StatusCode::SERVICE_UNAVAILABLE,
        AppError::Unexpected => StatusCode::INTERNAL_SERVER_ERROR,
        AppError::KeyReused
        | AppError::StillProcessing
        | AppError::ChangedMeanwhile
        | AppError::NeedsAnotherOfficer
        | AppError::RecipientChanged
        | AppError::ShopSuspended
        | AppError::ShopClosed
        | AppError::SaleTaken => StatusCode::CONFLICT,
        AppError::LinkDead => StatusCode::GONE,
        // The request was understood, and cannot be done as it stands.
        AppError::Form(_)
        | AppError::QuoteExpired
        | AppError::RecipientReplaced
        | AppError::RecipientRemoved
        | AppError::RecipientExists { .. }
        | AppError::TooManyRecipients { .. }
        | AppError::TooManyShops { .. }
        | AppError::TooManyCodes { .. }
        | AppError::TooManyPasskeys { .. }
        | AppError::CannotPay { .. }
        | AppError::SaleNotPaid
        | AppError::RefundTooLarge { .. }
        | AppError::PayerUnknown
        | AppError::DayLimit { .. }
        | AppError::MonthLimit { .. } => StatusCode::UNPROCESSABLE_ENTITY,
    }
}
