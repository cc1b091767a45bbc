//! What stands before every request: the bank must exist, the API wants its X-Request-ID, faults may strike.

use std::time::Duration;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::errors::ApiError;
use crate::state::Sandbox;
use crate::{banks, faults, headers, html};

pub(crate) async fn gate(State(sandbox): State<Sandbox>, request: Request, next: Next) -> Response {
    let request_id = request.headers().get(headers::X_REQUEST_ID).cloned();
    let mut response = match check(&sandbox, request.uri().path(), request.headers()).await {
        Ok(()) => next.run(request).await,
        Err(refusal) => refusal,
    };
    if let Some(value) = request_id {
        response.headers_mut().insert(headers::X_REQUEST_ID, value);
    }
    // Balances, payments and one-time codes have no place in a cache; the stylesheet says otherwise itself.
    response.headers_mut().entry("cache-control").or_insert(HeaderValue::from_static("no-store"));
    response.headers_mut().insert("x-content-type-options", HeaderValue::from_static("nosniff"));
    response
}

async fn check(sandbox: &Sandbox, path: &str, headers: &HeaderMap) -> Result<(), Response> {
    let mut parts = path.trim_start_matches('/').split('/');
    let (slug, area) = (parts.next().unwrap_or_default(), parts.next());
    match area {
        Some("v1") => check_api(sandbox, slug, headers).await.map_err(IntoResponse::into_response),
        Some("sca") if banks::find(slug).is_none() => Err(html::not_found(None)),
        _ => Ok(()),
    }
}

async fn check_api(sandbox: &Sandbox, slug: &str, headers: &HeaderMap) -> Result<(), ApiError> {
    if banks::find(slug).is_none() {
        return Err(ApiError::new(StatusCode::NOT_FOUND, "RESOURCE_UNKNOWN", "there is no such bank here"));
    }
    headers::request_id(headers)?;
    let strike = faults::strike(&sandbox.pool, slug).await?;
    if strike.delay > Duration::ZERO {
        tokio::time::sleep(strike.delay).await;
    }
    if strike.fail {
        return Err(ApiError::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "SERVICE_UNAVAILABLE",
            "the bank is out of order (fault switch fail_next)",
        ));
    }
    Ok(())
}
