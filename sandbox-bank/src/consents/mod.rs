//! Account information consents: the endpoints under `/v1/consents`.

mod request;
pub(crate) mod store;

use axum::Json;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};
use sqlx::PgConnection;

use crate::clock::random_id;
use crate::errors::ApiError;
use crate::fields::json_body;
use crate::headers;
use crate::sca::store as authorisations_store;
use crate::state::Sandbox;
pub(crate) use store::Consent;

/// A consent that nobody approves for this long expires.
const APPROVAL_MINUTES: i64 = 30;

/// `POST /v1/consents`
pub(crate) async fn create(
    State(sandbox): State<Sandbox>,
    Path(bank): Path<String>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, ApiError> {
    headers::require_psu(&headers)?;
    let redirects = headers::redirects(&headers)?;
    let now = sandbox.now();
    let wish = request::parse(&json_body(body)?, now.date_naive())?;
    let id = random_id("con");
    let mut tx = sandbox.pool.begin().await?;
    store::insert(&mut tx, &bank, &id, &wish, &redirects, now).await?;
    let authorisation = authorisations_store::insert(&mut tx, &bank, "consent", &id, now).await?;
    tx.commit().await?;

    let own = format!("/{bank}/v1/consents/{id}");
    let body = json!({
        "consentStatus": "received",
        "consentId": id,
        "_links": {
            "scaRedirect": { "href": sandbox.href(&format!("/{bank}/sca/consents/{authorisation}")) },
            "self": { "href": sandbox.href(&own) },
            "status": { "href": sandbox.href(&format!("{own}/status")) },
            "scaStatus": { "href": sandbox.href(&format!("{own}/authorisations/{authorisation}")) },
        },
    });
    let headers = [("location", sandbox.href(&own)), ("aspsp-sca-approach", "REDIRECT".to_owned())];
    Ok((StatusCode::CREATED, headers, Json(body)).into_response())
}

/// The consent as it is now, expired when its time is over.
pub(crate) async fn current(sandbox: &Sandbox, bank: &str, id: &str) -> Result<Consent, ApiError> {
    let unknown =
        || ApiError::new(StatusCode::FORBIDDEN, "CONSENT_UNKNOWN", "this consent is unknown at this bank");
    let consent = store::find(&sandbox.pool, bank, id).await?.ok_or_else(unknown)?;
    if !is_over(&consent, sandbox.now()) {
        return Ok(consent);
    }
    let mut tx = sandbox.pool.begin().await?;
    let consent = store::lock(&mut tx, bank, id).await?.ok_or_else(unknown)?;
    let consent = expire_in_tx(&mut tx, consent, sandbox.now()).await?;
    tx.commit().await?;
    Ok(consent)
}

fn is_over(consent: &Consent, now: DateTime<Utc>) -> bool {
    match consent.status.as_str() {
        "valid" => consent.valid_until < now.date_naive(),
        "received" => now - consent.created_at >= TimeDelta::minutes(APPROVAL_MINUTES),
        _ => false,
    }
}

/// Expires a locked consent whose time is over.
pub(crate) async fn expire_in_tx(
    tx: &mut PgConnection,
    mut consent: Consent,
    now: DateTime<Utc>,
) -> Result<Consent, sqlx::Error> {
    if is_over(&consent, now) {
        if consent.status == "received" {
            authorisations_store::close(tx, "consent", &consent.id, "failed").await?;
        }
        store::set_status(tx, &mut consent, "expired", now).await?;
    }
    Ok(consent)
}

/// `GET /v1/consents/{consentId}`
pub(crate) async fn show(
    State(sandbox): State<Sandbox>,
    Path((bank, id)): Path<(String, String)>,
) -> Result<Json<Value>, ApiError> {
    let consent = current(&sandbox, &bank, &id).await?;
    let shared = store::shared_ibans(&sandbox.pool, &consent.id).await?;
    let access = if shared.is_empty() {
        consent.access.0
    } else {
        let accounts: Vec<Value> = shared.iter().map(|iban| json!({ "iban": iban })).collect();
        json!({ "accounts": accounts, "balances": accounts, "transactions": accounts })
    };
    Ok(Json(json!({
        "consentStatus": consent.status,
        "access": access,
        "recurringIndicator": consent.recurring,
        "validUntil": consent.valid_until,
        "frequencyPerDay": consent.frequency_per_day,
        "lastActionDate": consent.changed_at.date_naive(),
        "_links": { "account": { "href": sandbox.href(&format!("/{bank}/v1/accounts")) } },
    })))
}

/// `GET /v1/consents/{consentId}/status`
pub(crate) async fn status(
    State(sandbox): State<Sandbox>,
    Path((bank, id)): Path<(String, String)>,
) -> Result<Json<Value>, ApiError> {
    let consent = current(&sandbox, &bank, &id).await?;
    Ok(Json(json!({ "consentStatus": consent.status })))
}

/// `DELETE /v1/consents/{consentId}`: the caller gives its access back. Repeating it changes nothing.
pub(crate) async fn terminate(
    State(sandbox): State<Sandbox>,
    Path((bank, id)): Path<(String, String)>,
) -> Result<StatusCode, ApiError> {
    let now = sandbox.now();
    current(&sandbox, &bank, &id).await?;
    let mut tx = sandbox.pool.begin().await?;
    if let Some(mut consent) = store::lock(&mut tx, &bank, &id).await?
        && matches!(consent.status.as_str(), "received" | "valid")
    {
        if consent.status == "received" {
            authorisations_store::close(&mut tx, "consent", &id, "failed").await?;
        }
        store::set_status(&mut tx, &mut consent, "terminatedByTpp", now).await?;
    }
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// `GET /v1/consents/{consentId}/authorisations`
pub(crate) async fn authorisations(
    State(sandbox): State<Sandbox>,
    Path((bank, id)): Path<(String, String)>,
) -> Result<Json<Value>, ApiError> {
    let consent = current(&sandbox, &bank, &id).await?;
    // A demo consent was never approved on a page: it has none.
    let ids: Vec<String> = authorisations_store::ids_of(&sandbox.pool, "consent", &consent.id).await?;
    Ok(Json(json!({ "authorisationIds": ids })))
}

/// `GET /v1/consents/{consentId}/authorisations/{authorisationId}`
pub(crate) async fn sca_status(
    State(sandbox): State<Sandbox>,
    Path((bank, id, authorisation)): Path<(String, String, String)>,
) -> Result<Json<Value>, ApiError> {
    let consent = current(&sandbox, &bank, &id).await?;
    authorisations_store::find(&sandbox.pool, &bank, "consent", &authorisation)
        .await?
        .filter(|found| found.subject_id == consent.id)
        .map(|found| Json(json!({ "scaStatus": found.sca_status })))
        .ok_or_else(|| ApiError::unknown_resource("this authorisation"))
}
