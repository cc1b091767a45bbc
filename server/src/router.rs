//! The whole site as one router: pages, server functions, files, health, and what stands before all of them.
use std::sync::OnceLock;
use std::time::Duration;

use app::context::AppState;
use axum::Router;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use leptos_axum::{AxumRouteListing, LeptosRoutes, generate_route_list_with_exclusions};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::timeout::TimeoutLayer;

use crate::middleware::{
    compression, origin_check, panic_page, request_id, request_info, security_headers, sessions, trace,
};
use crate::sessions::HashedSessionStore;
use crate::{api, demo_mail, downloads, events, pages, pictures, static_files, words};

/// Until an answer begins: files and news may take longer to send.
const REQUEST_TIMEOUT_SECONDS: u64 = 30;

/// What the router needs to know beside the application's state.
#[derive(Clone, Debug, Default)]
pub struct Web {
    /// Origins of the banks that a browser is sent to for approval.
    pub bank_origins: Vec<String>,
    /// How many proxies in front are ours.
    pub trusted_proxy_hops: usize,
    /// The port on which `make dev` tells pages to reload.
    pub live_reload_port: Option<u32>,
}

/// The site. Serve it with connection info, so that the address of the other side is known.
pub fn router(state: AppState, web: &Web) -> Router {
    let headers = security_headers::SecurityHeaders::new(
        &state.settings.base_url,
        &web.bank_origins,
        web.live_reload_port,
    );
    let page_context = pages::context(state.clone(), headers.clone());
    let shell_options = state.leptos.clone();
    Router::new()
        .route("/health", get(health))
        .merge(api::routes())
        // Where there is no demo there is no such page, and the application's own says so.
        .merge(if state.settings.demo { demo_mail::routes() } else { Router::new() })
        .merge(downloads::routes())
        .merge(events::routes())
        .merge(pictures::routes())
        .merge(words::routes())
        .nest_service(&pkg_path(&state), static_files::pkg(&state.leptos))
        .leptos_routes_with_context(&state, page_routes(), page_context.clone(), move || {
            app::shell(shell_options.clone())
        })
        .fallback(move |State(state): State<AppState>, request: Request| {
            pages::file_or_not_found(state, page_context.clone(), request)
        })
        .layer(from_fn_with_state(request_info::Proxies(web.trusted_proxy_hops), request_info::layer))
        .layer(sessions::layer(HashedSessionStore::new(state.db.clone()), state.settings.secure_cookies))
        .layer(CompressionLayer::new().quality(compression::QUALITY).compress_when(compression::Worthwhile))
        .layer(from_fn_with_state(origin_check::OwnOrigin::of(&state.settings.base_url), origin_check::layer))
        .layer(TimeoutLayer::with_status_code(
            StatusCode::SERVICE_UNAVAILABLE,
            Duration::from_secs(REQUEST_TIMEOUT_SECONDS),
        ))
        .layer(CatchPanicLayer::custom(panic_page::answer))
        .layer(from_fn(panic_page::name_the_request))
        .layer(from_fn_with_state(headers, security_headers::layer))
        .layer(from_fn(trace::layer))
        .layer(from_fn_with_state(state.entropy.clone(), request_id::layer))
        .with_state(state)
}

/// Every page's route, looked for once in a process. While leptos does that, data that a page anywhere in the process
/// begins to load never arrives (leptos issue 4773), so it must be over before the first page is rendered.
fn page_routes() -> Vec<AxumRouteListing> {
    static ROUTES: OnceLock<Vec<AxumRouteListing>> = OnceLock::new();
    ROUTES.get_or_init(|| generate_route_list_with_exclusions(app::App, Some(api::paths()))).clone()
}

/// The address of every page, as its route has it.
#[must_use]
pub fn page_paths() -> Vec<String> {
    let paths = page_routes().into_iter().map(|route| route.path().to_owned());
    // Server functions are among the routes so that they are not served twice.
    paths.filter(|path| !path.starts_with("/api/")).collect()
}

fn pkg_path(state: &AppState) -> String {
    format!("/{}", state.leptos.site_pkg_dir.trim_matches('/'))
}

/// 200 when the database answers: what a load balancer asks.
async fn health(State(state): State<AppState>) -> Response {
    let ping = async { sqlx::Connection::ping(&mut *state.db.acquire().await?).await };
    match ping.await {
        Ok(()) => "ok".into_response(),
        Err(error) => {
            tracing::error!(%error, "health: the database does not answer");
            (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer").into_response()
        }
    }
}
