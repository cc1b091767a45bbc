//! Account information: the four endpoints under `/v1/accounts`.

mod access;
pub(crate) mod store;
mod view;

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use chrono::NaiveDate;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::errors::ApiError;
use crate::headers;
use crate::payments;
use crate::state::Sandbox;
use store::Account;

/// More than this many bookings are not listed at once; the sandbox has no pages.
pub(crate) const BOOKINGS_MAX: i64 = 1_000;

#[derive(Deserialize)]
pub(crate) struct ListQuery {
    #[serde(rename = "withBalance")]
    with_balance: Option<String>,
}

/// `GET /v1/accounts[?withBalance=true]`
pub(crate) async fn list(
    State(sandbox): State<Sandbox>,
    Path(bank): Path<String>,
    Query(query): Query<ListQuery>,
    headers: HeaderMap,
) -> Result<Json<Value>, ApiError> {
    let consent = access::consent_of(&sandbox, &bank, &headers).await?;
    access::count(&sandbox, &consent, "accounts", headers::psu_present(&headers)?).await?;
    let with_balance = query.with_balance.as_deref() == Some("true");
    let mut accounts = store::of_consent(&sandbox.pool, &consent).await?;
    if with_balance {
        for account in &accounts {
            payments::advance_due(&sandbox, Some(&account.resource_id)).await?;
        }
        accounts = store::of_consent(&sandbox.pool, &consent).await?;
    }
    let accounts: Vec<Value> =
        accounts.iter().map(|account| view::account(&sandbox, account, with_balance)).collect();
    Ok(Json(json!({ "accounts": accounts })))
}

/// `GET /v1/accounts/{resourceId}[?withBalance=true]`
pub(crate) async fn show(
    State(sandbox): State<Sandbox>,
    Path((bank, id)): Path<(String, String)>,
    Query(query): Query<ListQuery>,
    headers: HeaderMap,
) -> Result<Json<Value>, ApiError> {
    let account = read(&sandbox, &bank, &id, &headers, "account").await?;
    let with_balance = query.with_balance.as_deref() == Some("true");
    Ok(Json(json!({ "account": view::account(&sandbox, &account, with_balance) })))
}

/// `GET /v1/accounts/{resourceId}/balances`
pub(crate) async fn balances(
    State(sandbox): State<Sandbox>,
    Path((bank, id)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Json<Value>, ApiError> {
    let account = read(&sandbox, &bank, &id, &headers, "balances").await?;
    Ok(Json(json!({ "account": { "iban": account.iban }, "balances": view::balances(&account) })))
}

#[derive(Deserialize)]
pub(crate) struct TransactionsQuery {
    #[serde(rename = "dateFrom")]
    date_from: Option<String>,
    #[serde(rename = "dateTo")]
    date_to: Option<String>,
    #[serde(rename = "bookingStatus")]
    booking_status: Option<String>,
}

/// `GET /v1/accounts/{resourceId}/transactions?dateFrom=…&bookingStatus=booked`
pub(crate) async fn transactions(
    State(sandbox): State<Sandbox>,
    Path((bank, id)): Path<(String, String)>,
    Query(query): Query<TransactionsQuery>,
    headers: HeaderMap,
) -> Result<Json<Value>, ApiError> {
    let from = day("dateFrom", query.date_from.as_deref())?
        .ok_or_else(|| ApiError::format("dateFrom is missing"))?;
    let to = day("dateTo", query.date_to.as_deref())?.unwrap_or(NaiveDate::MAX);
    if from > to {
        return Err(ApiError::new(
            StatusCode::BAD_REQUEST,
            "PERIOD_INVALID",
            "dateFrom is later than dateTo",
        ));
    }
    let (booked, pending) = match query.booking_status.as_deref() {
        Some("booked") => (true, false),
        Some("pending") => (false, true),
        Some("both") => (true, true),
        _ => return Err(ApiError::format("bookingStatus is none of booked, pending, both")),
    };
    let account = read(&sandbox, &bank, &id, &headers, "transactions").await?;
    let mut lists = json!({
        "_links": { "account": { "href": sandbox.href(&view::path(&account)) } },
    });
    if booked {
        let rows = store::bookings(&sandbox.pool, &account.resource_id, BOOKINGS_MAX).await?;
        let within = rows.iter().filter(|row| (from..=to).contains(&row.booked_at.date_naive()));
        lists["booked"] = within.map(view::transaction).collect();
    }
    if pending {
        let rows = store::reserved(&sandbox.pool, &account.resource_id, BOOKINGS_MAX).await?;
        lists["pending"] = rows.iter().map(view::pending).collect();
    }
    Ok(Json(json!({ "account": { "iban": account.iban }, "transactions": lists })))
}

fn day(name: &str, text: Option<&str>) -> Result<Option<NaiveDate>, ApiError> {
    text.map(|text| text.parse().map_err(|_| ApiError::format(format!("{name} is no date (YYYY-MM-DD)"))))
        .transpose()
}

/// The account, when the consent covers it; the read is counted and the account brought up to date.
async fn read(
    sandbox: &Sandbox,
    bank: &str,
    id: &str,
    headers: &HeaderMap,
    endpoint: &str,
) -> Result<Account, ApiError> {
    let consent = access::consent_of(sandbox, bank, headers).await?;
    // An account outside the consent is as unknown as one that does not exist.
    let unknown = || ApiError::unknown_resource("this account");
    store::find_in_consent(&sandbox.pool, &consent, id).await?.ok_or_else(unknown)?;
    access::count(sandbox, &consent, &format!("{endpoint}:{id}"), headers::psu_present(headers)?).await?;
    payments::advance_due(sandbox, Some(id)).await?;
    store::find_in_consent(&sandbox.pool, &consent, id).await?.ok_or_else(unknown)
}
