//! Gives every request an id of its own, which the log, the audit rows and the answer carry.
use std::sync::Arc;

use app::accounts::service::request_id;
use axum::extract::{Request, State};
use axum::http::HeaderValue;
use axum::middleware::Next;
use axum::response::Response;
use domain::clock::Entropy;

const X_REQUEST_ID: &str = "x-request-id";

/// The id, in the request's extensions. What a caller sends under that name is not taken over.
#[derive(Clone, Debug)]
pub struct RequestId(pub Arc<str>);

pub async fn layer(State(entropy): State<Arc<dyn Entropy>>, mut request: Request, next: Next) -> Response {
    let id = request_id(entropy.as_ref()).to_string();
    request.extensions_mut().insert(RequestId(id.as_str().into()));
    let mut response = next.run(request).await;
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(X_REQUEST_ID, value);
    }
    response
}
