//! The approval page of a consent: the customer says who they are and which accounts they share.

use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use serde::Deserialize;
use sqlx::PgConnection;

use super::store::{self, Authorisation};
use super::{
    Attempt, DECISION_TEXT, Form, IDLE_TEXT, PageError, UNPROCESSABLE, attempt_in_tx, code, nok_uri, page,
    read_form, redirect, touch_in_tx, wrong_code_text,
};
use crate::accounts::store::{self as accounts_store, Account};
use crate::consents::store::{self as consents_store, Psu};
use crate::consents::{self, Consent};
use crate::state::Sandbox;
use crate::{banks, html};

/// A select box that is longer than this helps nobody; others are reached with `?psu=`.
const PSUS_MAX: i64 = 200;

#[derive(Deserialize)]
pub(crate) struct PsuQuery {
    psu: Option<String>,
}

/// A customer and those of their accounts that the caller asks for.
struct Choice {
    psu: Psu,
    accounts: Vec<Account>,
}

/// What the one-time code is linked to: the consent and the person.
fn linked_to(consent: &Consent, psu: &str) -> String {
    format!("{}|{psu}|{}", consent.id, consent.valid_until)
}

async fn choice(
    sandbox: &Sandbox,
    consent: &Consent,
    psu: Option<&str>,
) -> Result<Option<Choice>, sqlx::Error> {
    let Some(psu) = psu else { return Ok(None) };
    let Some(psu) = consents_store::psu(&sandbox.pool, &consent.bank, psu).await? else { return Ok(None) };
    let mut accounts = accounts_store::of_psu(&sandbox.pool, &consent.bank, &psu.id).await?;
    accounts.retain(|account| consent.asks_for(&account.iban));
    Ok(Some(Choice { psu, accounts }))
}

/// The consent of this page, locked and up to date, with its authorisation.
async fn lock_in_tx(
    tx: &mut PgConnection,
    bank: &str,
    found: &Authorisation,
    now: DateTime<Utc>,
) -> Result<Option<(Consent, Authorisation)>, sqlx::Error> {
    let Some(consent) = consents_store::lock(tx, bank, &found.subject_id).await? else { return Ok(None) };
    let consent = consents::expire_in_tx(tx, consent, now).await?;
    Ok(Some((consent, store::reload(tx, &found.id).await?)))
}

/// `GET /{bank}/sca/consents/{authorisationId}[?psu=…]`
pub(crate) async fn view(
    State(sandbox): State<Sandbox>,
    Path((bank, id)): Path<(String, String)>,
    Query(query): Query<PsuQuery>,
) -> Result<Response, PageError> {
    let not_found = || html::not_found(banks::find(&bank));
    let Some(found) = store::find(&sandbox.pool, &bank, "consent", &id).await? else {
        return Ok(not_found());
    };
    let now = sandbox.now();
    let mut tx = sandbox.pool.begin().await?;
    let Some((consent, mut authorisation)) = lock_in_tx(&mut tx, &bank, &found, now).await? else {
        return Ok(not_found());
    };
    if consent.status != "received" {
        tx.commit().await?;
        return Ok(decided(&consent, StatusCode::OK));
    }
    touch_in_tx(&mut tx, &mut authorisation, now).await?;
    tx.commit().await?;
    let choice = choice(&sandbox, &consent, query.psu.as_deref()).await?;
    ask(&sandbox, &consent, &authorisation, choice.as_ref(), None, None).await
}

/// `POST /{bank}/sca/consents/{authorisationId}`
pub(crate) async fn decide(
    State(sandbox): State<Sandbox>,
    Path((bank, id)): Path<(String, String)>,
    body: Bytes,
) -> Result<Response, PageError> {
    let form = read_form(&body);
    let not_found = || html::not_found(banks::find(&bank));
    let Some(found) = store::find(&sandbox.pool, &bank, "consent", &id).await? else {
        return Ok(not_found());
    };
    let Some(consent) = consents_store::find(&sandbox.pool, &bank, &found.subject_id).await? else {
        return Ok(not_found());
    };
    // Read before the transaction: customers and accounts of the sandbox do not change.
    let choice = choice(&sandbox, &consent, form.psu.as_deref()).await?;
    let now = sandbox.now();
    let mut tx = sandbox.pool.begin().await?;
    let Some((mut consent, mut authorisation)) = lock_in_tx(&mut tx, &bank, &found, now).await? else {
        return Ok(not_found());
    };
    if consent.status != "received" {
        tx.commit().await?;
        return Ok(decided(&consent, StatusCode::CONFLICT));
    }
    let error = match form.decision.as_str() {
        "reject" => {
            close_in_tx(&mut tx, &mut consent, "failed", "rejected", now).await?;
            tx.commit().await?;
            return Ok(redirect(nok_uri(&consent.redirect_uri, consent.nok_redirect_uri.as_deref())));
        }
        "approve" => {
            match approve_in_tx(&mut tx, &mut consent, &mut authorisation, choice.as_ref(), &form, now)
                .await?
            {
                None => {
                    tx.commit().await?;
                    return Ok(match consent.status.as_str() {
                        "valid" => redirect(&consent.redirect_uri),
                        _ => decided(&consent, UNPROCESSABLE),
                    });
                }
                Some(error) => error,
            }
        }
        _ => {
            touch_in_tx(&mut tx, &mut authorisation, now).await?;
            DECISION_TEXT.to_owned()
        }
    };
    tx.commit().await?;
    ask(&sandbox, &consent, &authorisation, choice.as_ref(), Some(&form.accounts), Some(&error)).await
}

/// `None` when the consent is decided now, else what the customer has to put right.
async fn approve_in_tx(
    tx: &mut PgConnection,
    consent: &mut Consent,
    authorisation: &mut Authorisation,
    choice: Option<&Choice>,
    form: &Form,
    now: DateTime<Utc>,
) -> Result<Option<String>, sqlx::Error> {
    let Some(choice) = choice else {
        touch_in_tx(tx, authorisation, now).await?;
        return Ok(Some("Velg hvem du er. / Choose who you are.".to_owned()));
    };
    let chosen: Vec<String> = choice
        .accounts
        .iter()
        .map(|account| account.resource_id.clone())
        .filter(|id| form.accounts.contains(id))
        .collect();
    if chosen.is_empty() {
        touch_in_tx(tx, authorisation, now).await?;
        return Ok(Some("Velg minst én konto. / Choose at least one account.".to_owned()));
    }
    let linked = linked_to(consent, &choice.psu.id);
    match attempt_in_tx(tx, authorisation, &linked, &form.code, now).await? {
        Attempt::Right => {
            consents_store::share(tx, &consent.id, &choice.psu.id, &chosen).await?;
            close_in_tx(tx, consent, "finalised", "valid", now).await?;
            Ok(None)
        }
        Attempt::Exhausted => {
            close_in_tx(tx, consent, "failed", "rejected", now).await?;
            Ok(None)
        }
        Attempt::Idle => Ok(Some(IDLE_TEXT.to_owned())),
        Attempt::Wrong { left } => Ok(Some(wrong_code_text(left))),
    }
}

async fn close_in_tx(
    tx: &mut PgConnection,
    consent: &mut Consent,
    sca_status: &str,
    consent_status: &str,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    store::close(tx, "consent", &consent.id, sca_status).await?;
    consents_store::set_status(tx, consent, consent_status, now).await
}

async fn ask(
    sandbox: &Sandbox,
    consent: &Consent,
    authorisation: &Authorisation,
    choice: Option<&Choice>,
    ticked: Option<&[String]>,
    error: Option<&str>,
) -> Result<Response, PageError> {
    let body = if let Some(choice) = choice {
        let code = code::of(authorisation, &linked_to(consent, &choice.psu.id));
        let accounts: Vec<(&Account, bool)> = choice
            .accounts
            .iter()
            .map(|account| (account, ticked.is_none_or(|ids| ids.contains(&account.resource_id))))
            .collect();
        page::consent(consent, &choice.psu, &accounts, authorisation, &code, error)
    } else {
        let psus = consents_store::psus(&sandbox.pool, &consent.bank, PSUS_MAX).await?;
        page::choose_psu(consent, authorisation, &psus, error)
    };
    let targets = [consent.redirect_uri.as_str(), consent.nok_redirect_uri.as_deref().unwrap_or_default()];
    let answer = html::page(banks::find(&consent.bank), "Del kontoinformasjon", &body, &targets);
    Ok(if error.is_some() { (UNPROCESSABLE, answer).into_response() } else { answer })
}

fn decided(consent: &Consent, status: StatusCode) -> Response {
    let nok = nok_uri(&consent.redirect_uri, consent.nok_redirect_uri.as_deref());
    let (outcome, back) = match consent.status.as_str() {
        "valid" => ("Samtykket er gitt.", consent.redirect_uri.as_str()),
        "rejected" => ("Samtykket er avvist.", nok),
        "expired" => ("Samtykket er utløpt.", nok),
        _ => ("Samtykket er avsluttet.", nok),
    };
    let body = page::decided(outcome, back);
    (status, html::page(banks::find(&consent.bank), "Allerede avgjort", &body, &[])).into_response()
}
