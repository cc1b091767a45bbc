//! Rendering pages: what they find in their context, and the page for what does not exist.
use app::context::AppState;
use axum::extract::Request;
use axum::http::{Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use leptos::nonce::use_nonce;
use leptos::prelude::{provide_context, use_context};
use leptos_axum::ResponseOptions;

use crate::middleware::security_headers::SecurityHeaders;
use crate::static_files;

/// Gives a page its state, and its response a policy that names the page's nonce.
pub fn context(state: AppState, headers: SecurityHeaders) -> impl Fn() + Clone + Send + Sync + 'static {
    move || {
        provide_context(state.clone());
        if let (Some(nonce), Some(response)) = (use_nonce(), use_context::<ResponseOptions>())
            && let Some(policy) = headers.policy_with_nonce(&nonce)
        {
            response.insert_header(header::CONTENT_SECURITY_POLICY, policy);
        }
    }
}

/// A file of the site's root (icons, fonts), else the application's own page for what does not exist.
pub async fn file_or_not_found(
    state: AppState,
    context: impl Fn() + Clone + Send + Sync + 'static,
    request: Request,
) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return (StatusCode::NOT_FOUND, "not found").into_response();
    }
    let request = match static_files::public(&state.leptos, request).await {
        Ok(file) => return file,
        Err(request) => request,
    };
    let options = state.leptos.clone();
    let render = leptos_axum::render_app_async_with_context(context, move || app::shell(options.clone()));
    let mut response = render(request).await;
    if response.status() == StatusCode::OK {
        *response.status_mut() = StatusCode::NOT_FOUND;
    }
    response
}
