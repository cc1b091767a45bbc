//! `POST /sandbox/accounts`: a test makes itself a customer and an account with money on it.

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::http::StatusCode;
use rust_decimal::Decimal;
use serde_json::{Value, json};
use sqlx::PgConnection;

use crate::account_number::{iban_of, is_iban, is_kontonr, kontonr_check_digit};
use crate::banks::{self, Bank};
use crate::clock::{random_id, random_six_digits};
use crate::demo::give_consent_in_tx;
use crate::errors::ApiError;
use crate::fields::{self, field, json_body, optional_text, required_text};
use crate::state::Sandbox;

const NAME_LENGTH_MAX: usize = 70;
/// One number in eleven has no check digit, and a few are taken.
const NUMBER_ATTEMPTS_MAX: u32 = 50;

struct NewAccount {
    bank: &'static Bank,
    psu_name: String,
    name: String,
    kontonr: Option<String>,
    balance: Decimal,
    with_consent: bool,
}

fn parse(body: &Value) -> Result<NewAccount, ApiError> {
    let bank = required_text(body, "bank", NAME_LENGTH_MAX)?;
    let bank = banks::find(&bank).ok_or_else(|| ApiError::format("bank is unknown"))?;
    let iban = optional_text(body, "iban", 15)?;
    if iban.as_deref().is_some_and(|iban| !is_iban(iban) || !iban.starts_with("NO")) {
        return Err(ApiError::format("iban is no valid Norwegian IBAN"));
    }
    let from_iban = iban.and_then(|iban| iban.get(4..).map(str::to_owned));
    let kontonr = optional_text(body, "kontonr", 11)?.or(from_iban);
    if kontonr.as_deref().is_some_and(|number| !is_kontonr(number)) {
        return Err(ApiError::format("kontonr is no valid Norwegian account number"));
    }
    Ok(NewAccount {
        bank,
        psu_name: required_text(body, "psuName", NAME_LENGTH_MAX)?,
        name: optional_text(body, "name", NAME_LENGTH_MAX)?.unwrap_or_else(|| "Brukskonto".to_owned()),
        kontonr,
        balance: fields::amount(body, "balance")?,
        with_consent: field(body, "withConsent").and_then(Value::as_bool).unwrap_or(false),
    })
}

/// Body: `{bank, psuName, balance, name?, kontonr? | iban?, psuId?, withConsent?}`. With `psuId` the account
/// goes to a customer who exists; `withConsent` gives a valid consent for it without an approval page.
pub(crate) async fn create(
    State(sandbox): State<Sandbox>,
    body: Result<Bytes, BytesRejection>,
) -> Result<(StatusCode, Json<Value>), ApiError> {
    let body = json_body(body)?;
    let new = parse(&body)?;
    let now = sandbox.now();
    let psu_id = optional_text(&body, "psuId", NAME_LENGTH_MAX)?.unwrap_or_else(|| random_id("psu"));
    let mut tx = sandbox.pool.begin().await?;
    sqlx::query(
        "insert into sandbox_bank.psus (id, bank, name, created_at) values ($1, $2, $3, $4) \
         on conflict (id) do nothing",
    )
    .bind(&psu_id)
    .bind(new.bank.slug)
    .bind(&new.psu_name)
    .bind(now)
    .execute(&mut *tx)
    .await?;
    let owner: Option<String> =
        sqlx::query_scalar("select name from sandbox_bank.psus where id = $1 and bank = $2")
            .bind(&psu_id)
            .bind(new.bank.slug)
            .fetch_optional(&mut *tx)
            .await?;
    let owner = owner.ok_or_else(|| ApiError::format("psuId is a customer of another bank"))?;
    let resource_id = random_id("acc");
    let kontonr = insert_account_in_tx(&mut tx, &new, &psu_id, &resource_id, &sandbox).await?;
    let mut answer = json!({
        "bank": new.bank.slug,
        "psuId": psu_id,
        "psuName": owner,
        "resourceId": resource_id,
        "name": new.name,
        "kontonr": kontonr,
        "iban": iban_of(&kontonr),
        "currency": "NOK",
        "balance": fields::money(new.balance),
    });
    if new.with_consent {
        let consent = random_id("con");
        give_consent_in_tx(&mut tx, &consent, new.bank.slug, &psu_id, now).await?;
        sqlx::query("insert into sandbox_bank.consent_accounts (consent_id, resource_id) values ($1, $2)")
            .bind(&consent)
            .bind(&resource_id)
            .execute(&mut *tx)
            .await?;
        answer["consentId"] = json!(consent);
    }
    tx.commit().await?;
    Ok((StatusCode::CREATED, Json(answer)))
}

/// Answers the account number: the one that was asked for, or the first free one.
async fn insert_account_in_tx(
    tx: &mut PgConnection,
    new: &NewAccount,
    psu_id: &str,
    resource_id: &str,
    sandbox: &Sandbox,
) -> Result<String, ApiError> {
    for _ in 0..NUMBER_ATTEMPTS_MAX {
        let generated = || {
            let first_ten = format!("{}{:06}", new.bank.clearing, random_six_digits());
            kontonr_check_digit(&first_ten).map(|digit| format!("{first_ten}{digit}"))
        };
        let Some(kontonr) = new.kontonr.clone().or_else(generated) else { continue };
        let inserted = sqlx::query(
            "insert into sandbox_bank.accounts \
             (resource_id, bank, psu_id, iban, bban, name, opening, balance, created_at) \
             values ($1, $2, $3, $4, $5, $6, $7, $7, $8) on conflict (iban) do nothing",
        )
        .bind(resource_id)
        .bind(new.bank.slug)
        .bind(psu_id)
        .bind(iban_of(&kontonr))
        .bind(&kontonr)
        .bind(&new.name)
        .bind(new.balance)
        .bind(sandbox.now())
        .execute(&mut *tx)
        .await?;
        if inserted.rows_affected() > 0 {
            return Ok(kontonr);
        }
        if new.kontonr.is_some() {
            break;
        }
    }
    Err(ApiError::new(StatusCode::CONFLICT, "FORMAT_ERROR", "kontonr is taken"))
}
