//! One line in the log for each request: what was asked, how it ended, how long it took. Nothing of a customer.
use axum::extract::{MatchedPath, Request};
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::Response;
use tokio::time::Instant;
use tracing::Instrument;

use super::request_id::RequestId;

const NO_ROUTE: &str = "(no route)";

pub async fn layer(request: Request, next: Next) -> Response {
    let path = route(&request);
    let method = request.method().clone();
    let id = request.extensions().get::<RequestId>().map_or_else(String::new, |id| id.0.to_string());
    let span = tracing::info_span!("request", request_id = %id, %method, %path);
    let started = Instant::now();
    async move {
        let response = next.run(request).await;
        let millis = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
        log(&path, response.status(), millis);
        response
    }
    .instrument(span)
    .await
}

fn log(path: &str, status: StatusCode, millis: u64) {
    let status_code = status.as_u16();
    // Pages and functions have a route. What was found without one is a file.
    let file = path == NO_ROUTE && !status.is_client_error();
    if status.is_server_error() {
        tracing::error!(status = status_code, millis, "answered");
    } else if file || path == "/health" {
        tracing::debug!(status = status_code, millis, "answered");
    } else {
        tracing::info!(status = status_code, millis, "answered");
    }
}

/// The route, not the address: ids and query strings stay out of the log. Names of server functions are ours.
fn route(request: &Request) -> String {
    let matched = request.extensions().get::<MatchedPath>().map_or(NO_ROUTE, MatchedPath::as_str);
    let path = request.uri().path();
    let function = matched.starts_with("/api/")
        && path.len() <= 64
        && path.bytes().all(|byte| byte.is_ascii_lowercase() || matches!(byte, b'/' | b'-'));
    if function { path.to_owned() } else { matched.to_owned() }
}
