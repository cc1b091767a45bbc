//! May this caller read now? The consent must be valid, and reads without the customer are rationed.

use axum::http::{HeaderMap, StatusCode};
use chrono::TimeDelta;

use crate::consents;
use crate::errors::ApiError;
use crate::headers;
use crate::state::Sandbox;

const WINDOW_HOURS: i64 = 24;

/// The id of the valid consent that the header Consent-ID names.
pub(crate) async fn consent_of(
    sandbox: &Sandbox,
    bank: &str,
    headers: &HeaderMap,
) -> Result<String, ApiError> {
    let id = headers::text(headers, "consent-id")
        .ok_or_else(|| ApiError::format("header Consent-ID is missing"))?;
    let consent = consents::current(sandbox, bank, id).await?;
    match consent.status.as_str() {
        "valid" => Ok(consent.id),
        "expired" => Err(ApiError::new(
            StatusCode::UNAUTHORIZED,
            "CONSENT_EXPIRED",
            "the consent has expired and must be renewed",
        )),
        status => Err(ApiError::new(
            StatusCode::UNAUTHORIZED,
            "CONSENT_INVALID",
            format!("the consent is {status}, not valid"),
        )),
    }
}

/// Counts a read without the customer, or refuses it. Per consent, endpoint and account, as in the standard.
pub(crate) async fn count(
    sandbox: &Sandbox,
    consent: &str,
    endpoint: &str,
    psu_present: bool,
) -> Result<(), ApiError> {
    if psu_present {
        return Ok(());
    }
    let now = sandbox.now();
    let window = now - TimeDelta::hours(WINDOW_HOURS);
    let mut tx = sandbox.pool.begin().await?;
    // The lock on the consent keeps two reads at the same moment from both being the fourth.
    let frequency: i32 =
        sqlx::query_scalar("select frequency_per_day from sandbox_bank.consents where id = $1 for update")
            .bind(consent)
            .fetch_one(&mut *tx)
            .await?;
    sqlx::query("delete from sandbox_bank.unattended_reads where consent_id = $1 and read_at <= $2")
        .bind(consent)
        .bind(window)
        .execute(&mut *tx)
        .await?;
    let used: i64 = sqlx::query_scalar(
        "select count(*) from sandbox_bank.unattended_reads where consent_id = $1 and endpoint = $2",
    )
    .bind(consent)
    .bind(endpoint)
    .fetch_one(&mut *tx)
    .await?;
    if used >= i64::from(frequency) {
        return Err(ApiError::new(
            StatusCode::TOO_MANY_REQUESTS,
            "ACCESS_EXCEEDED",
            format!("the consent allows {frequency} reads a day without the customer"),
        ));
    }
    sqlx::query(
        "insert into sandbox_bank.unattended_reads (consent_id, endpoint, read_at) values ($1, $2, $3)",
    )
    .bind(consent)
    .bind(endpoint)
    .bind(now)
    .execute(&mut *tx)
    .await?;
    tx.commit().await?;
    Ok(())
}
