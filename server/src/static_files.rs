//! Files that were made at build time: the hashed bundle for a year, everything else for a day.
use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use axum::routing::get_service;
use leptos::config::LeptosOptions;
use tower::ServiceExt;
use tower_http::services::ServeDir;
use tower_http::set_header::SetResponseHeaderLayer;

const IMMUTABLE: &str = "public, max-age=31536000, immutable";
const ONE_DAY: &str = "public, max-age=86400";
const NOT_HASHED: &str = "no-cache";

/// The bundle of scripts, styles and wasm. Names that carry a hash never change what they mean.
pub fn pkg(options: &LeptosOptions) -> Router {
    let folder = format!("{}/{}", options.site_root, options.site_pkg_dir);
    let hashed = options.hash_files;
    let files = ServeDir::new(folder).precompressed_br().precompressed_gzip();
    let caching = SetResponseHeaderLayer::overriding(header::CACHE_CONTROL, move |response: &Response<_>| {
        cache_control(response.status(), if hashed { IMMUTABLE } else { NOT_HASHED })
    });
    Router::new().fallback_service(get_service(files)).layer(caching)
}

/// Files of the site's root, such as icons and fonts; the request comes back when there is no such file.
pub async fn public(options: &LeptosOptions, request: Request) -> Result<Response, Request> {
    let path = request.uri().path();
    let is_file = path.rsplit('/').next().is_some_and(|name| name.contains('.') && !name.starts_with('.'));
    if !is_file || path.contains("..") {
        return Err(request);
    }
    let kept = if path.starts_with("/fonts/") { IMMUTABLE } else { ONE_DAY };
    let mut copy = Request::new(Body::empty());
    *copy.method_mut() = request.method().clone();
    *copy.uri_mut() = request.uri().clone();
    *copy.headers_mut() = request.headers().clone();
    let files = ServeDir::new(&*options.site_root)
        .append_index_html_on_directories(false)
        .precompressed_br()
        .precompressed_gzip();
    let Ok(response) = files.oneshot(copy).await;
    if matches!(response.status(), StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED) {
        return Err(request);
    }
    let mut response = response.map(Body::new);
    if let Some(value) = cache_control(response.status(), kept) {
        response.headers_mut().insert(header::CACHE_CONTROL, value);
    }
    Ok(response)
}

fn cache_control(status: StatusCode, kept: &'static str) -> Option<HeaderValue> {
    let found = status.is_success() || status == StatusCode::NOT_MODIFIED;
    found.then(|| HeaderValue::from_static(kept))
}
