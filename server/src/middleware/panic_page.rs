//! The answer when our own code fails: plain, without detail, with the number to ask about.
use std::any::Any;

use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderValue, Response, StatusCode, header};
use axum::middleware::Next;

use super::request_id::RequestId;

tokio::task_local! {
    static REQUEST_ID: String;
}

/// Keeps the request's id at hand for [`answer`]: it must stand around the layer that catches panics.
pub async fn name_the_request(request: Request, next: Next) -> Response<Body> {
    let id = request.extensions().get::<RequestId>().map_or_else(String::new, |id| id.0.to_string());
    REQUEST_ID.scope(id, next.run(request)).await
}

/// What a caller sees after a panic; the log has the cause.
#[expect(clippy::needless_pass_by_value, reason = "the shape that the layer asks for")]
pub fn answer(cause: Box<dyn Any + Send + 'static>) -> Response<Body> {
    let text = cause
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| cause.downcast_ref::<&str>().copied())
        .unwrap_or("unknown");
    tracing::error!(panic = text, "a request panicked");
    page()
}

fn page() -> Response<Body> {
    let id = REQUEST_ID.try_with(Clone::clone).unwrap_or_default();
    let text = format!(
        "Noe gikk galt hos oss. Prøv igjen om litt. Ingenting er betalt to ganger.\n\
         Something went wrong on our side. Try again in a moment. Nothing has been paid twice.\n\n{id}\n"
    );
    let mut response = Response::new(Body::from(text));
    *response.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
    response
        .headers_mut()
        .insert(header::CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
    response
}
