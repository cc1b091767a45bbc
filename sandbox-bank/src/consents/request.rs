//! The body of a consent: what a caller wishes to read, how often and for how long.

use chrono::{Days, NaiveDate};
use serde_json::Value;

use crate::account_number::is_iban;
use crate::demo::CONSENT_DAYS;
use crate::errors::ApiError;
use crate::fields::{date, field};

/// Reads a day without the customer, at most; a higher wish is lowered, as banks may.
const FREQUENCY_MAX: u64 = 4;

pub(crate) struct Wish {
    pub access: Value,
    pub recurring: bool,
    pub valid_until: NaiveDate,
    pub frequency_per_day: i32,
}

pub(crate) fn parse(body: &Value, today: NaiveDate) -> Result<Wish, ApiError> {
    let access = field(body, "access").filter(|access| access.is_object());
    let access = access.ok_or_else(|| ApiError::format("access is missing or no object"))?;
    check_access(access)?;
    let recurring = field(body, "recurringIndicator")
        .and_then(Value::as_bool)
        .ok_or_else(|| ApiError::format("recurringIndicator is missing or no boolean"))?;
    field(body, "combinedServiceIndicator")
        .and_then(Value::as_bool)
        .ok_or_else(|| ApiError::format("combinedServiceIndicator is missing or no boolean"))?;
    let frequency = field(body, "frequencyPerDay")
        .and_then(Value::as_u64)
        .filter(|frequency| *frequency >= 1)
        .ok_or_else(|| ApiError::format("frequencyPerDay is missing or no number above zero"))?;
    if !recurring && frequency != 1 {
        return Err(ApiError::format("frequencyPerDay is not 1 although recurringIndicator is false"));
    }
    let wished = date(body, "validUntil")?.ok_or_else(|| ApiError::format("validUntil is missing"))?;
    if wished < today {
        return Err(ApiError::format("validUntil is in the past"));
    }
    let last = today.checked_add_days(Days::new(CONSENT_DAYS)).unwrap_or(today);
    Ok(Wish {
        access: access.clone(),
        recurring,
        valid_until: wished.min(last),
        frequency_per_day: i32::try_from(frequency.min(FREQUENCY_MAX)).unwrap_or(1),
    })
}

fn check_access(access: &Value) -> Result<(), ApiError> {
    for name in ["accounts", "balances", "transactions"] {
        let path = format!("access.{name}");
        match field(access, name) {
            None => {}
            Some(Value::Array(entries)) => {
                for entry in entries {
                    if !field(entry, "iban").and_then(Value::as_str).is_some_and(is_iban) {
                        return Err(ApiError::format(format!(
                            "{path} names an account without a valid iban"
                        )));
                    }
                }
            }
            Some(_) => return Err(ApiError::format(format!("{path} is no list"))),
        }
    }
    Ok(())
}

/// The accounts that the caller asked for by number; empty means "let the customer choose".
pub(crate) fn named_ibans(access: &Value) -> Vec<&str> {
    ["accounts", "balances", "transactions"]
        .iter()
        .filter_map(|name| field(access, name).and_then(Value::as_array))
        .flatten()
        .filter_map(|entry| field(entry, "iban").and_then(Value::as_str))
        .collect()
}
