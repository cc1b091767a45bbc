//! Ending at the bank what has ended here: tried at once, and again until the bank has heard it.
use std::time::Duration;

use domain::calendar::oslo_date;
use domain::ids::{BankConsentId, UserId};
use sqlx::PgConnection;
use tokio::task::JoinSet;

use super::super::gateway::{BankEndpoint, ConsentCall};
use super::super::service::{AccountsError, request_id};
use super::store;
use crate::context::{AppState, RequestInfo};
use crate::vault::service::consent_ref;
use crate::{db, identity};

/// Between the attempt while the customer waits and the next one.
pub(super) const FIRST_RETRY_SECONDS: i64 = 30;
/// How long the customer waits for the first attempt.
const PATIENCE_SECONDS: u64 = 3;
/// Consents of one pass, and so banks that are told at once.
const BATCH: i64 = 20;

/// Tells the bank while the customer waits a moment. Whatever comes of it, the consent has ended here.
pub(super) async fn end_soon(state: &AppState, id: &str, call: &ConsentCall) {
    let patience = Duration::from_secs(PATIENCE_SECONDS);
    match tokio::time::timeout(patience, end(state, id, call)).await {
        Ok(Ok(())) => {}
        Ok(Err(error)) => {
            tracing::warn!(%error, consent = %id, "the bank was not told that a consent has ended; it will be");
        }
        Err(_) => {
            tracing::warn!(consent = %id, "the bank is slow to hear that a consent has ended; it is told again");
        }
    }
}

/// Ends every consent of a customer whose account closes. Each bank is told by the next pass of [`end_at_banks`].
pub async fn unlink_all_in_tx(
    tx: &mut PgConnection,
    state: &AppState,
    user: &UserId,
    request: Option<&RequestInfo>,
) -> Result<(), AccountsError> {
    let now = state.clock.now();
    for row in store::end_all_in_tx(tx, user, now).await? {
        if let Some(fact) = &row.consent_id {
            identity::service::withdraw_consent_in_tx(tx, fact, now).await?;
        }
        let id: BankConsentId = db::parsed("a consent id", &row.id)?;
        super::record_in_tx(tx, state, user, request, "bank.unlink", &id).await?;
    }
    Ok(())
}

/// Tells banks of the consents that have ended here and not yet there, each once whoever else does so. Returns how
/// many were tried.
pub async fn end_at_banks(state: &AppState) -> Result<usize, AccountsError> {
    let now = state.clock.now();
    let due = store::claim_ends(&state.db, oslo_date(now), now, BATCH).await?;
    let tried = due.len();
    let mut calls = JoinSet::new();
    for row in due {
        let state = state.clone();
        calls.spawn(async move {
            if let Err(error) = end_row(&state, &row).await {
                tracing::warn!(%error, consent = %row.id, "a bank is still to be told that a consent has ended");
            }
        });
    }
    while calls.join_next().await.is_some() {}
    Ok(tried)
}

async fn end_row(state: &AppState, row: &store::EndRow) -> Result<(), AccountsError> {
    let call = ConsentCall {
        endpoint: BankEndpoint { bank_id: row.bank_id.clone(), base_url: row.base_url.clone() },
        consent_ref: state.vault.open_old(consent_ref(&row.id), &row.consent_ref)?,
        request_id: request_id(state.entropy.as_ref()),
        psu_ip: None,
    };
    end(state, &row.id, &call).await
}

async fn end(state: &AppState, id: &str, call: &ConsentCall) -> Result<(), AccountsError> {
    state.accounts_at_banks.end_consent(call).await?;
    store::ended_at_bank(&state.db, id).await?;
    Ok(())
}
