//! `GET /sandbox/books`: what the bank has booked, so that a test can compare it with its own records.

use axum::Json;
use axum::extract::{Query, State};
use rust_decimal::Decimal;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::accounts::store::{self, Account, Booking};
use crate::errors::ApiError;
use crate::fields::money;
use crate::payments;
use crate::state::Sandbox;

/// All of them: a reconciliation that leaves some out proves nothing.
const BOOKINGS_MAX: i64 = i64::MAX;

#[derive(Deserialize)]
pub(crate) struct BooksQuery {
    bank: Option<String>,
    iban: Option<String>,
}

/// `GET /sandbox/books[?bank=dnb][&iban=NO…]`
pub(crate) async fn show(
    State(sandbox): State<Sandbox>,
    Query(query): Query<BooksQuery>,
) -> Result<Json<Value>, ApiError> {
    payments::advance_due(&sandbox, None).await?;
    let accounts = store::search(&sandbox.pool, query.bank.as_deref(), query.iban.as_deref()).await?;
    let mut listed = Vec::with_capacity(accounts.len());
    for account in &accounts {
        let bookings = store::bookings(&sandbox.pool, &account.resource_id, BOOKINGS_MAX).await?;
        listed.push(entry(account, &bookings));
    }
    Ok(Json(json!({ "accounts": listed })))
}

fn entry(account: &Account, bookings: &[Booking]) -> Value {
    let booked: Decimal = bookings.iter().map(|booking| booking.amount).sum();
    let rows: Vec<Value> = bookings
        .iter()
        .map(|booking| {
            json!({
                "bookingId": booking.id,
                "paymentId": booking.payment_id,
                "kind": booking.kind,
                "amount": money(booking.amount),
                "currency": booking.currency,
                "endToEndIdentification": booking.end_to_end_id,
                "creditorName": booking.creditor_name,
                "creditorAccount": booking.creditor_account,
                "bookedAt": booking.booked_at,
            })
        })
        .collect();
    json!({
        "bank": account.bank,
        "resourceId": account.resource_id,
        "psuId": account.psu_id,
        "ownerName": account.owner,
        "name": account.name,
        "iban": account.iban,
        "kontonr": account.bban,
        "currency": account.currency,
        "opening": money(account.opening),
        "balance": money(account.balance),
        "reserved": money(account.reserved),
        "balanced": account.opening + booked == account.balance,
        "bookings": rows,
    })
}
