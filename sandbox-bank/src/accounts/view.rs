//! Accounts, balances and transactions as the standard's JSON.

use serde_json::{Value, json};

use super::store::{Account, Booking, Reserved};
use crate::account_number::is_kontonr;
use crate::fields::money;
use crate::state::Sandbox;

pub(crate) fn path(account: &Account) -> String {
    format!("/{}/v1/accounts/{}", account.bank, account.resource_id)
}

pub(crate) fn account(sandbox: &Sandbox, account: &Account, with_balance: bool) -> Value {
    let own = path(account);
    let mut body = json!({
        "resourceId": account.resource_id,
        "iban": account.iban,
        "bban": account.bban,
        "currency": account.currency,
        "name": account.name,
        "ownerName": account.owner,
        "cashAccountType": "CACC",
        "status": "enabled",
        "usage": "PRIV",
        "_links": {
            "balances": { "href": sandbox.href(&format!("{own}/balances")) },
            "transactions": { "href": sandbox.href(&format!("{own}/transactions")) },
        },
    });
    if with_balance {
        body["balances"] = balances(account);
    }
    body
}

pub(crate) fn balances(account: &Account) -> Value {
    json!([
        {
            "balanceType": "interimAvailable",
            "balanceAmount": { "currency": account.currency, "amount": money(account.available()) },
        },
        {
            "balanceType": "interimBooked",
            "balanceAmount": { "currency": account.currency, "amount": money(account.balance) },
        },
    ])
}

/// The payee's account: a Norwegian account number is a BBAN, everything else an IBAN.
fn creditor_account(number: &str) -> Value {
    if is_kontonr(number) { json!({ "bban": number }) } else { json!({ "iban": number }) }
}

/// The standard has no null: what is unknown is left out.
fn without_nulls(mut body: Value) -> Value {
    if let Value::Object(fields) = &mut body {
        fields.retain(|_, value| !value.is_null());
    }
    body
}

/// At most 35 characters, which the payment's id is not: its random part alone.
fn entry_reference(payment: &str) -> &str {
    payment.strip_prefix("pay-").unwrap_or(payment)
}

pub(crate) fn transaction(booking: &Booking) -> Value {
    let day = booking.booked_at.date_naive();
    let mut body = json!({
        "transactionId": booking.id.to_string(),
        "entryReference": entry_reference(&booking.payment_id),
        "endToEndId": booking.end_to_end_id,
        "bookingDate": day,
        "valueDate": day,
        "transactionAmount": { "currency": booking.currency, "amount": money(booking.amount) },
        "creditorName": booking.creditor_name,
        "creditorAccount": creditor_account(&booking.creditor_account),
        "remittanceInformationUnstructured": booking.remittance,
    });
    if booking.kind == "return" {
        body["additionalInformation"] = json!("returned payment");
    }
    without_nulls(body)
}

pub(crate) fn pending(reserved: &Reserved) -> Value {
    without_nulls(json!({
        "entryReference": entry_reference(&reserved.id),
        "endToEndId": reserved.end_to_end_id,
        "transactionAmount": { "currency": reserved.currency, "amount": money(-reserved.debit) },
        "creditorName": reserved.creditor_name,
        "creditorAccount": creditor_account(&reserved.creditor_account),
        "remittanceInformationUnstructured": reserved.remittance,
    }))
}
