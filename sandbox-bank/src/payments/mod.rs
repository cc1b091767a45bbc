//! Payment initiation: the five endpoints under `/v1/payments/{product}`.

mod progress;
mod request;
mod state;
pub(crate) mod store;
mod view;

use std::time::Duration;

use axum::Json;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use crate::errors::ApiError;
use crate::faults::{self, Fault};
use crate::fields::json_body;
use crate::headers;
use crate::sca::store as authorisations_store;
use crate::state::Sandbox;

pub(crate) use progress::{advance, advance_due, advance_in_tx, refuse_in_tx};
pub(crate) use state::{Reason, TransactionStatus};
pub(crate) use store::Payment;

/// How long a payment that hangs after it was accepted keeps the caller waiting.
const HANG_SECONDS: u64 = 60;

const PRODUCTS: [&str; 3] = [
    "norwegian-domestic-credit-transfers",
    "cross-border-credit-transfers",
    "norwegian-cross-border-credit-transfers",
];

fn check_product(product: &str) -> Result<(), ApiError> {
    if PRODUCTS.contains(&product) {
        Ok(())
    } else {
        Err(ApiError::new(StatusCode::NOT_FOUND, "PRODUCT_UNKNOWN", "this payment product is not offered"))
    }
}

/// `POST /v1/payments/{product}`. The X-Request-ID is the idempotency key: repeated with the same body it
/// answers the first 201 again, with another body 400.
pub(crate) async fn create(
    State(sandbox): State<Sandbox>,
    Path((bank, product)): Path<(String, String)>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, ApiError> {
    check_product(&product)?;
    let request_id = headers::request_id(&headers)?;
    headers::require_psu(&headers)?;
    let redirects = headers::redirects(&headers)?;
    let body = json_body(body)?;
    // The stored answer comes first: a repeated request must not fail because the day has passed since.
    let stored = store::find_by_request(&sandbox.pool, &bank, request_id).await?;
    let payment = if let Some(payment) = stored {
        same_request(payment, &product, &body)?
    } else {
        let order = request::parse(&body, sandbox.now().date_naive())?;
        let debtor =
            store::find_debtor(&sandbox.pool, &bank, &order.debtor_iban).await?.ok_or_else(|| {
                ApiError::new(
                    StatusCode::BAD_REQUEST,
                    "RESOURCE_UNKNOWN",
                    "debtorAccount.iban is no account of this bank",
                )
            })?;
        let debit = request::debit(&order, &debtor.currency)?;
        let new = store::NewPayment {
            bank: &bank,
            product: &product,
            request_id,
            body: &body,
            order: &order,
            debit,
            debtor_id: &debtor.resource_id,
            redirects: &redirects,
        };
        match store::insert(&sandbox.pool, &new, sandbox.now()).await? {
            store::Inserted::New(payment) => payment,
            store::Inserted::Stored(payment) => same_request(payment, &product, &body)?,
        }
    };
    let hang = faults::take(&mut *sandbox.pool.acquire().await?, &bank, Fault::AcceptThenHang).await?;
    if hang {
        tokio::time::sleep(Duration::from_secs(HANG_SECONDS)).await;
        return Err(ApiError::new(
            StatusCode::GATEWAY_TIMEOUT,
            "INTERNAL_SERVER_ERROR",
            "the bank took too long (fault switch accept_then_hang_next)",
        ));
    }
    Ok(created(&sandbox, &payment))
}

/// Compared as JSON values, so that spacing and the order of fields do not matter.
fn same_request(payment: Payment, product: &str, body: &Value) -> Result<Payment, ApiError> {
    if payment.product == product && payment.request.0 == *body {
        Ok(payment)
    } else {
        Err(ApiError::new(
            StatusCode::BAD_REQUEST,
            "PARAMETER_NOT_CONSISTENT",
            "this X-Request-ID was already used for another payment",
        ))
    }
}

fn created(sandbox: &Sandbox, payment: &Payment) -> Response {
    let location = sandbox.href(&view::path(payment));
    let headers = [("location", location), ("aspsp-sca-approach", "REDIRECT".to_owned())];
    (StatusCode::CREATED, headers, Json(view::created(sandbox, payment))).into_response()
}

/// The payment as it is now, or 404 for one of another product or bank.
async fn current(sandbox: &Sandbox, bank: &str, product: &str, id: &str) -> Result<Payment, ApiError> {
    check_product(product)?;
    advance(sandbox, bank, id)
        .await?
        .filter(|payment| payment.product == product)
        .ok_or_else(|| ApiError::unknown_resource("this payment"))
}

/// `GET /v1/payments/{product}/{paymentId}`
pub(crate) async fn show(
    State(sandbox): State<Sandbox>,
    Path((bank, product, id)): Path<(String, String, String)>,
) -> Result<Json<Value>, ApiError> {
    let payment = current(&sandbox, &bank, &product, &id).await?;
    Ok(Json(view::details(&payment)))
}

/// `GET /v1/payments/{product}/{paymentId}/status`
pub(crate) async fn status(
    State(sandbox): State<Sandbox>,
    Path((bank, product, id)): Path<(String, String, String)>,
) -> Result<Json<Value>, ApiError> {
    let payment = current(&sandbox, &bank, &product, &id).await?;
    let mut connection = sandbox.pool.acquire().await?;
    let answered = if faults::take(&mut connection, &bank, Fault::OutOfOrderStatus).await? {
        store::earlier_status(&mut connection, &payment).await?
    } else if faults::take(&mut connection, &bank, Fault::DuplicateStatus).await? {
        payment.reported_status
    } else {
        payment.status
    };
    if answered != payment.reported_status {
        store::set_reported(&mut connection, &payment.id, answered).await?;
    }
    Ok(Json(view::status(&payment, answered)))
}

/// `DELETE /v1/payments/{product}/{paymentId}`: only what the customer has not approved yet.
pub(crate) async fn cancel(
    State(sandbox): State<Sandbox>,
    Path((bank, product, id)): Path<(String, String, String)>,
) -> Result<StatusCode, ApiError> {
    check_product(&product)?;
    let mut tx = sandbox.pool.begin().await?;
    let payment = store::lock(&mut tx, &bank, &id)
        .await?
        .filter(|payment| payment.product == product)
        .ok_or_else(|| ApiError::unknown_resource("this payment"))?;
    let mut payment = advance_in_tx(&mut tx, &sandbox, payment).await?;
    let answer = match payment.status {
        TransactionStatus::Received => {
            store::set_status(&mut tx, &mut payment, TransactionStatus::Cancelled, sandbox.now()).await?;
            authorisations_store::close(&mut tx, "payment", &payment.id, "failed").await?;
            Ok(StatusCode::NO_CONTENT)
        }
        _ => Err(ApiError::new(
            StatusCode::METHOD_NOT_ALLOWED,
            "CANCELLATION_INVALID",
            "the payment is approved or finished and can no longer be cancelled",
        )),
    };
    tx.commit().await?;
    answer
}

/// `GET /v1/payments/{product}/{paymentId}/authorisations`
pub(crate) async fn authorisations(
    State(sandbox): State<Sandbox>,
    Path((bank, product, id)): Path<(String, String, String)>,
) -> Result<Json<Value>, ApiError> {
    let payment = current(&sandbox, &bank, &product, &id).await?;
    Ok(Json(json!({ "authorisationIds": [payment.authorisation_id] })))
}

/// `GET /v1/payments/{product}/{paymentId}/authorisations/{authorisationId}`
pub(crate) async fn sca_status(
    State(sandbox): State<Sandbox>,
    Path((bank, product, id, authorisation)): Path<(String, String, String, String)>,
) -> Result<Json<Value>, ApiError> {
    let payment = current(&sandbox, &bank, &product, &id).await?;
    if payment.authorisation_id != authorisation {
        return Err(ApiError::unknown_resource("this authorisation"));
    }
    let found = authorisations_store::find(&sandbox.pool, &bank, "payment", &authorisation).await?;
    let found = found.ok_or_else(|| ApiError::unknown_resource("this authorisation"))?;
    Ok(Json(json!({ "scaStatus": found.sca_status })))
}
