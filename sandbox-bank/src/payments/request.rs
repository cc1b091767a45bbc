//! The body of a payment: every field is checked here, and every refusal names the field.

use axum::http::StatusCode;
use chrono::NaiveDate;
use rust_decimal::{Decimal, RoundingStrategy};
use serde_json::Value;

use crate::account_number::{is_iban, is_kontonr};
use crate::errors::ApiError;
use crate::fields::{currency, date, field, optional_text, positive_amount, required_text};

const NAME_LENGTH_MAX: usize = 70;
const REFERENCE_LENGTH_MAX: usize = 35;
const REMITTANCE_LENGTH_MAX: usize = 140;
const IBAN_LENGTH_MAX: usize = 34;
const DEBIT_MAX: i64 = 1_000_000_000_000;

/// A payment order that has passed every check of its fields.
pub(crate) struct Order {
    pub amount: Decimal,
    pub currency: String,
    pub debtor_iban: String,
    pub creditor_name: String,
    pub creditor_account: String,
    pub end_to_end_id: Option<String>,
    pub remittance: Option<String>,
    exchange: Option<Exchange>,
}

/// An agreed rate: one `unit_currency` costs `rate` of the other currency.
struct Exchange {
    unit_currency: String,
    rate: Decimal,
}

pub(crate) fn parse(body: &Value, today: NaiveDate) -> Result<Order, ApiError> {
    let order = Order {
        amount: positive_amount(body, "instructedAmount.amount")?,
        currency: currency(body, "instructedAmount.currency")?,
        debtor_iban: iban(body, "debtorAccount.iban")?,
        creditor_name: required_text(body, "creditorName", NAME_LENGTH_MAX)?,
        creditor_account: creditor_account(body)?,
        end_to_end_id: optional_text(body, "endToEndIdentification", REFERENCE_LENGTH_MAX)?,
        remittance: optional_text(body, "remittanceInformationUnstructured", REMITTANCE_LENGTH_MAX)?,
        exchange: exchange(body)?,
    };
    optional_text(body, "creditorAgent", 11)?;
    if let Some(bearer) = optional_text(body, "chargeBearer", 4)?
        && !["DEBT", "CRED", "SHAR", "SLEV"].contains(&bearer.as_str())
    {
        return Err(ApiError::format("chargeBearer is none of DEBT, CRED, SHAR, SLEV"));
    }
    if date(body, "requestedExecutionDate")?.is_some_and(|date| date < today) {
        return Err(ApiError::new(
            StatusCode::BAD_REQUEST,
            "EXECUTION_DATE_INVALID",
            "requestedExecutionDate is in the past",
        ));
    }
    if order.debtor_iban == order.creditor_account {
        return Err(ApiError::format("creditorAccount is the same account as debtorAccount"));
    }
    Ok(order)
}

fn iban(body: &Value, path: &str) -> Result<String, ApiError> {
    let text = required_text(body, path, IBAN_LENGTH_MAX)?;
    if is_iban(&text) { Ok(text) } else { Err(ApiError::format(format!("{path} is no valid IBAN"))) }
}

fn creditor_account(body: &Value) -> Result<String, ApiError> {
    if field(body, "creditorAccount.iban").is_some() {
        return iban(body, "creditorAccount.iban");
    }
    let Some(bban) = optional_text(body, "creditorAccount.bban", IBAN_LENGTH_MAX)? else {
        return Err(ApiError::format("creditorAccount.iban is missing"));
    };
    if is_kontonr(&bban) {
        Ok(bban)
    } else {
        Err(ApiError::format("creditorAccount.bban is no Norwegian account number"))
    }
}

/// `exchangeRateInformation` is an array in the standard; a single object is read as well.
fn exchange(body: &Value) -> Result<Option<Exchange>, ApiError> {
    const NAME: &str = "exchangeRateInformation";
    let information = match field(body, NAME) {
        None => return Ok(None),
        Some(Value::Array(entries)) => match entries.first() {
            None => return Ok(None),
            Some(first) => first,
        },
        Some(value) => value,
    };
    let within = |error: ApiError| ApiError::format(format!("{NAME}: {}", error.text));
    let Some(rate) = optional_text(information, "exchangeRate", 20).map_err(within)? else {
        return Ok(None);
    };
    let rate = rate.parse::<Decimal>().ok().filter(|rate| *rate > Decimal::ZERO);
    let rate = rate.ok_or_else(|| ApiError::format(format!("{NAME}: exchangeRate is no rate above zero")))?;
    let unit_currency = currency(information, "unitCurrency").map_err(within)?;
    Ok(Some(Exchange { unit_currency, rate }))
}

/// What leaves the debtor's account: the instructed amount itself, or converted at the agreed rate when the
/// account holds another currency.
pub(crate) fn debit(order: &Order, account_currency: &str) -> Result<Decimal, ApiError> {
    if order.currency == account_currency {
        return Ok(order.amount);
    }
    let missing = || {
        ApiError::format(format!(
            "exchangeRateInformation is missing: instructedAmount is in {} and the account in {account_currency}",
            order.currency
        ))
    };
    let exchange = order.exchange.as_ref().ok_or_else(missing)?;
    let converted = if exchange.unit_currency == order.currency {
        order.amount.checked_mul(exchange.rate)
    } else if exchange.unit_currency == account_currency {
        order.amount.checked_div(exchange.rate)
    } else {
        return Err(ApiError::format(
            "exchangeRateInformation: unitCurrency is neither of the two currencies",
        ));
    };
    converted
        .map(|debit| debit.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero))
        .filter(|debit| *debit > Decimal::ZERO && *debit <= Decimal::from(DEBIT_MAX))
        .ok_or_else(|| ApiError::format("instructedAmount.amount converts to no amount that can be debited"))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{debit, parse};

    fn body(amount: &str, currency: &str, exchange: Option<Value>) -> Value {
        json!({
            "instructedAmount": { "amount": amount, "currency": currency },
            "debtorAccount": { "iban": "NO7112345678903" },
            "creditorName": "Ana",
            "creditorAccount": { "iban": "RS35260005601001611379" },
            "exchangeRateInformation": exchange,
        })
    }

    fn debited(body: &Value) -> Result<String, String> {
        let today = "2026-01-01".parse().unwrap();
        parse(body, today)
            .and_then(|order| debit(&order, "NOK"))
            .map(|amount| amount.to_string())
            .map_err(|error| error.text)
    }

    #[test]
    fn the_debit_follows_the_agreed_rate() {
        assert_eq!(debited(&body("2010.00", "NOK", None)).as_deref(), Ok("2010.00"));
        let rsd = json!([{ "unitCurrency": "RSD", "exchangeRate": "0.0985" }]);
        assert_eq!(debited(&body("1000.00", "RSD", Some(rsd))).as_deref(), Ok("98.50"));
        let nok = json!({ "unitCurrency": "NOK", "exchangeRate": "10.15" });
        assert_eq!(debited(&body("1015.00", "RSD", Some(nok))).as_deref(), Ok("100"));
        assert!(debited(&body("10.00", "RSD", None)).unwrap_err().contains("exchangeRateInformation"));
    }
}
