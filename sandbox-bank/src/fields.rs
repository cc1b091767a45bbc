//! Reading JSON bodies field by field, so that every refusal names the field.

use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use rust_decimal::Decimal;
use serde_json::Value;

use crate::errors::ApiError;

/// Fits `numeric(16, 2)` with room to spare.
const AMOUNT_MAX: i64 = 1_000_000_000_000;

pub(crate) fn json_body(body: Result<Bytes, BytesRejection>) -> Result<Value, ApiError> {
    let bytes = body.map_err(|rejection| ApiError::format(format!("body: {rejection}")))?;
    // Postgres keeps no NUL in text or JSON.
    if bytes.windows(6).any(|window| window == br"\u0000") {
        return Err(ApiError::format("body holds a NUL character"));
    }
    match serde_json::from_slice(&bytes) {
        Ok(value @ Value::Object(_)) => Ok(value),
        Ok(_) => Err(ApiError::format("body is no JSON object")),
        Err(error) => Err(ApiError::format(format!("body is no JSON: {error}"))),
    }
}

/// A field by its dotted path, such as `instructedAmount.amount`; `null` counts as missing.
pub(crate) fn field<'a>(body: &'a Value, path: &str) -> Option<&'a Value> {
    let found = path.split('.').try_fold(body, |value, part| value.get(part))?;
    if found.is_null() { None } else { Some(found) }
}

pub(crate) fn optional_text(body: &Value, path: &str, length_max: usize) -> Result<Option<String>, ApiError> {
    match field(body, path) {
        None => Ok(None),
        Some(Value::String(text)) if text.trim().is_empty() => {
            Err(ApiError::format(format!("{path} is empty")))
        }
        Some(Value::String(text)) if text.chars().count() > length_max => {
            Err(ApiError::format(format!("{path} is longer than {length_max} characters")))
        }
        Some(Value::String(text)) if text.chars().any(char::is_control) => {
            Err(ApiError::format(format!("{path} holds a control character")))
        }
        Some(Value::String(text)) => Ok(Some(text.clone())),
        Some(_) => Err(ApiError::format(format!("{path} is no text"))),
    }
}

pub(crate) fn required_text(body: &Value, path: &str, length_max: usize) -> Result<String, ApiError> {
    optional_text(body, path, length_max)?.ok_or_else(|| ApiError::format(format!("{path} is missing")))
}

/// An amount as the standard writes it: text, a point, at most two decimals, no sign.
pub(crate) fn amount(body: &Value, path: &str) -> Result<Decimal, ApiError> {
    let text = required_text(body, path, 18)?;
    let plain = text.chars().all(|character| character.is_ascii_digit() || character == '.')
        && text.starts_with(|character: char| character.is_ascii_digit());
    text.parse::<Decimal>()
        .ok()
        .filter(|amount| plain && amount.scale() <= 2 && *amount <= Decimal::from(AMOUNT_MAX))
        .ok_or_else(|| ApiError::format(format!("{path} is no amount with at most two decimals")))
}

pub(crate) fn positive_amount(body: &Value, path: &str) -> Result<Decimal, ApiError> {
    let amount = amount(body, path)?;
    if amount > Decimal::ZERO {
        Ok(amount)
    } else {
        Err(ApiError::format(format!("{path} is not above zero")))
    }
}

pub(crate) fn currency(body: &Value, path: &str) -> Result<String, ApiError> {
    let text = required_text(body, path, 3)?;
    if text.len() == 3 && text.chars().all(|character| character.is_ascii_uppercase()) {
        Ok(text)
    } else {
        Err(ApiError::format(format!("{path} is no ISO 4217 code")))
    }
}

pub(crate) fn date(body: &Value, path: &str) -> Result<Option<chrono::NaiveDate>, ApiError> {
    optional_text(body, path, 10)?
        .map(|text| text.parse().map_err(|_| ApiError::format(format!("{path} is no date (YYYY-MM-DD)"))))
        .transpose()
}

/// An amount as the standard writes it.
pub(crate) fn money(amount: Decimal) -> String {
    format!("{amount:.2}")
}
