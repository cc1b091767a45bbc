//! A bank for development and tests that speaks Berlin Group NextGenPSD2 1.3 over HTTP.
//!
//! It plays several banks by path prefix, keeps its books in a Postgres schema of its own, approves payments
//! and consents on pages of its own, and misbehaves when told to (`/sandbox/faults`). Every change of state is
//! made on a read, from stored times and under a row lock, so that killing it loses and repeats nothing.

mod account_number;
mod accounts;
mod banks;
mod books;
mod clock;
mod consents;
pub mod demo;
mod errors;
mod faults;
mod fields;
mod gate;
mod headers;
mod html;
mod payments;
mod sca;
mod schema;
mod shared_access;
mod state;
mod test_accounts;
mod welcome;

use std::sync::Arc;

use axum::extract::DefaultBodyLimit;
use axum::http::StatusCode;
use axum::routing::{get, post};
use axum::{Router, middleware};
use sqlx::PgPool;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::trace::TraceLayer;

pub use clock::{Clock, system_clock};
pub use demo::seed_demo;
pub use errors::BankError;
pub use schema::migrate;
pub use state::Options;

use errors::ApiError;
use state::Sandbox;

/// No request of the standard comes near this.
const BODY_LIMIT_BYTES: usize = 64 * 1024;

/// The whole bank: the API, the approval pages and the sandbox switches.
pub fn router(pool: PgPool, options: Options) -> Router {
    let sandbox = Sandbox { pool, options: Arc::new(options) };
    Router::new()
        .merge(api_routes())
        .merge(page_routes())
        .merge(sandbox_routes())
        .fallback(async || ApiError::unknown_resource("this path"))
        .method_not_allowed_fallback(async || {
            ApiError::new(
                StatusCode::METHOD_NOT_ALLOWED,
                "SERVICE_INVALID",
                "this method is not offered here",
            )
        })
        .layer(DefaultBodyLimit::max(BODY_LIMIT_BYTES))
        .layer(middleware::from_fn_with_state(sandbox.clone(), gate::gate))
        .layer(CatchPanicLayer::new())
        .layer(TraceLayer::new_for_http())
        .with_state(sandbox)
}

fn api_routes() -> Router<Sandbox> {
    Router::new()
        .route("/{bank}/v1/consents", post(consents::create))
        .route("/{bank}/v1/consents/{id}", get(consents::show).delete(consents::terminate))
        .route("/{bank}/v1/consents/{id}/status", get(consents::status))
        .route("/{bank}/v1/consents/{id}/authorisations", get(consents::authorisations))
        .route("/{bank}/v1/consents/{id}/authorisations/{authorisation}", get(consents::sca_status))
        .route("/{bank}/v1/accounts", get(accounts::list))
        .route("/{bank}/v1/accounts/{id}", get(accounts::show))
        .route("/{bank}/v1/accounts/{id}/balances", get(accounts::balances))
        .route("/{bank}/v1/accounts/{id}/transactions", get(accounts::transactions))
        .route("/{bank}/v1/payments/{product}", post(payments::create))
        .route("/{bank}/v1/payments/{product}/{id}", get(payments::show).delete(payments::cancel))
        .route("/{bank}/v1/payments/{product}/{id}/status", get(payments::status))
        .route("/{bank}/v1/payments/{product}/{id}/authorisations", get(payments::authorisations))
        .route("/{bank}/v1/payments/{product}/{id}/authorisations/{authorisation}", get(payments::sca_status))
}

fn page_routes() -> Router<Sandbox> {
    Router::new()
        .route("/", get(welcome::welcome))
        .route("/health", get(welcome::health))
        .route("/assets/bank.css", get(html::stylesheet))
        .route("/{bank}/sca/payments/{id}", get(sca::payments::view).post(sca::payments::decide))
        .route("/{bank}/sca/consents/{id}", get(sca::consents::view).post(sca::consents::decide))
        .route("/{bank}/access", get(shared_access::list))
        .route("/{bank}/access/{id}/revoke", post(shared_access::revoke))
}

fn sandbox_routes() -> Router<Sandbox> {
    Router::new()
        .route("/sandbox/faults", get(faults::show).put(faults::replace).delete(faults::clear))
        .route("/sandbox/books", get(books::show))
        .route("/sandbox/accounts", post(test_accounts::create))
}
