//! The approval page of a payment.

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::store::{self, Authorisation};
use super::{
    Attempt, DECISION_TEXT, IDLE_TEXT, PageError, UNPROCESSABLE, attempt_in_tx, code, nok_uri, page,
    read_form, redirect, touch_in_tx, wrong_code_text,
};
use crate::accounts::store as accounts_store;
use crate::payments::{self, Payment, Reason, TransactionStatus};
use crate::state::Sandbox;
use crate::{banks, fields, html};

/// What the one-time code is linked to.
fn linked_to(payment: &Payment) -> String {
    let amount = fields::money(payment.amount);
    format!("{amount}|{}|{}|{}", payment.currency, payment.creditor_name, payment.creditor_account)
}

/// The payment of this page, locked and up to date, with its authorisation.
async fn lock_in_tx(
    tx: &mut PgConnection,
    sandbox: &Sandbox,
    bank: &str,
    found: &Authorisation,
) -> Result<Option<(Payment, Authorisation)>, sqlx::Error> {
    let Some(payment) = payments::store::lock(tx, bank, &found.subject_id).await? else { return Ok(None) };
    let payment = payments::advance_in_tx(tx, sandbox, payment).await?;
    Ok(Some((payment, store::reload(tx, &found.id).await?)))
}

/// `GET /{bank}/sca/payments/{authorisationId}`
pub(crate) async fn view(
    State(sandbox): State<Sandbox>,
    Path((bank, id)): Path<(String, String)>,
) -> Result<Response, PageError> {
    let Some(found) = store::find(&sandbox.pool, &bank, "payment", &id).await? else {
        return Ok(html::not_found(banks::find(&bank)));
    };
    let mut tx = sandbox.pool.begin().await?;
    let Some((payment, mut authorisation)) = lock_in_tx(&mut tx, &sandbox, &bank, &found).await? else {
        return Ok(html::not_found(banks::find(&bank)));
    };
    if payment.status != TransactionStatus::Received {
        tx.commit().await?;
        return Ok(decided(&payment, StatusCode::OK));
    }
    touch_in_tx(&mut tx, &mut authorisation, sandbox.now()).await?;
    tx.commit().await?;
    ask(&sandbox, &payment, &authorisation, None).await
}

/// `POST /{bank}/sca/payments/{authorisationId}`
pub(crate) async fn decide(
    State(sandbox): State<Sandbox>,
    Path((bank, id)): Path<(String, String)>,
    body: Bytes,
) -> Result<Response, PageError> {
    let form = read_form(&body);
    let Some(found) = store::find(&sandbox.pool, &bank, "payment", &id).await? else {
        return Ok(html::not_found(banks::find(&bank)));
    };
    let now = sandbox.now();
    let mut tx = sandbox.pool.begin().await?;
    let Some((mut payment, mut authorisation)) = lock_in_tx(&mut tx, &sandbox, &bank, &found).await? else {
        return Ok(html::not_found(banks::find(&bank)));
    };
    if payment.status != TransactionStatus::Received {
        tx.commit().await?;
        return Ok(decided(&payment, StatusCode::CONFLICT));
    }
    let error = match form.decision.as_str() {
        "reject" => {
            payments::refuse_in_tx(&mut tx, &mut payment, Reason::PsuDeclined, now).await?;
            tx.commit().await?;
            return Ok(redirect(nok_uri(&payment.redirect_uri, payment.nok_redirect_uri.as_deref())));
        }
        "approve" => {
            let linked = linked_to(&payment);
            match attempt_in_tx(&mut tx, &mut authorisation, &linked, &form.code, now).await? {
                Attempt::Right => {
                    approve_in_tx(&mut tx, &mut payment, now).await?;
                    tx.commit().await?;
                    return Ok(after_approval(&payment));
                }
                Attempt::Exhausted => {
                    payments::refuse_in_tx(&mut tx, &mut payment, Reason::ScaFailed, now).await?;
                    tx.commit().await?;
                    return Ok(decided(&payment, UNPROCESSABLE));
                }
                Attempt::Idle => IDLE_TEXT.to_owned(),
                Attempt::Wrong { left } => wrong_code_text(left),
            }
        }
        _ => {
            touch_in_tx(&mut tx, &mut authorisation, now).await?;
            DECISION_TEXT.to_owned()
        }
    };
    tx.commit().await?;
    ask(&sandbox, &payment, &authorisation, Some(&error)).await
}

/// The money is checked and reserved in one transaction: two payments cannot both spend the same krone.
async fn approve_in_tx(
    tx: &mut PgConnection,
    payment: &mut Payment,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    store::close(tx, "payment", &payment.id, "finalised").await?;
    accounts_store::lock(tx, &payment.debtor_id).await?;
    if payment.debit > accounts_store::available(tx, &payment.debtor_id).await? {
        payments::store::set_rejected(tx, payment, Reason::FundsNotAvailable, now).await
    } else {
        payments::store::set_approved(tx, payment, now).await
    }
}

fn after_approval(payment: &Payment) -> Response {
    match payment.status {
        TransactionStatus::Rejected => {
            redirect(nok_uri(&payment.redirect_uri, payment.nok_redirect_uri.as_deref()))
        }
        _ => redirect(&payment.redirect_uri),
    }
}

async fn ask(
    sandbox: &Sandbox,
    payment: &Payment,
    authorisation: &Authorisation,
    error: Option<&str>,
) -> Result<Response, PageError> {
    let account = accounts_store::find(&sandbox.pool, &payment.debtor_id).await?;
    let (Some(account), Some(bank)) = (account, banks::find(&payment.bank)) else {
        return Ok(html::not_found(None));
    };
    let code = code::of(authorisation, &linked_to(payment));
    let body = page::payment(payment, &account, authorisation, &code, error);
    let targets = [payment.redirect_uri.as_str(), payment.nok_redirect_uri.as_deref().unwrap_or_default()];
    let answer = html::page(Some(bank), "Godkjenn betaling", &body, &targets);
    Ok(if error.is_some() { (UNPROCESSABLE, answer).into_response() } else { answer })
}

fn decided(payment: &Payment, status: StatusCode) -> Response {
    let nok = nok_uri(&payment.redirect_uri, payment.nok_redirect_uri.as_deref());
    let (outcome, back) = match (payment.status, payment.reason()) {
        (TransactionStatus::Rejected, Some(reason)) => (reason.psu_message(), nok),
        (TransactionStatus::Rejected, None) => ("Betalingen er avvist.", nok),
        (TransactionStatus::Cancelled, _) => ("Betalingen er kansellert.", nok),
        _ => ("Betalingen er godkjent.", payment.redirect_uri.as_str()),
    };
    let body = page::decided(outcome, back);
    (status, html::page(banks::find(&payment.bank), "Allerede avgjort", &body, &[])).into_response()
}
