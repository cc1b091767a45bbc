//! Use cases of reading balances: for a customer who is there, and a few times a day for one who is away.
mod away;
mod store;
#[cfg(test)]
mod tests;

use std::net::IpAddr;
use std::time::Duration as Patience;

use chrono::{DateTime, Duration, Utc};
use domain::access::{Action, Actor, Resource, decide};
use domain::bank::consent::ConsentStatus;
use domain::calendar::oslo_date;
use domain::ids::{BankAccountId, TransactionId, UserId};
use tokio::task::JoinSet;

use super::gateway::{BalanceRequest, BankEndpoint, BankError, ConsentCall};
use super::service::{AccountsError, request_id};
use crate::context::{AppState, RequestInfo};
use crate::db;
use crate::vault::service::consent_ref;

pub use away::refresh_due;

/// Between two askings for the same balance.
const REFRESH_INTERVAL_SECONDS: i64 = 10;
/// How long a customer who asked waits for their slowest bank.
const REFRESH_PATIENCE_SECONDS: u64 = 8;

/// Asks the bank for the balance again. `psu_ip` says that the customer is present; without it the bank counts
/// the reading against the four a day that a consent allows.
pub async fn refresh_balance(
    state: &AppState,
    owner: &UserId,
    account: &BankAccountId,
    psu_ip: Option<IpAddr>,
) -> Result<(), AccountsError> {
    let today = oslo_date(state.clock.now());
    let row = store::readable(&state.db, owner, account, today).await?.ok_or(AccountsError::NotFound)?;
    // The time of asking: an answer that comes late is as old as its question.
    let now = state.clock.now();
    if psu_ip.is_none() && !store::claim_unattended_read(&state.db, &row.bank_consent_id, 0, now).await? {
        return Err(BankError::AccessExceeded.into());
    }
    read(state, &row, psu_ip, now).await
}

/// Reads every linked account of a customer who asks for it, all at once, each at most once in a while. A bank that
/// does not answer keeps nobody waiting for the others: its account keeps its old balance, and says so.
pub async fn refresh_all(
    state: &AppState,
    actor: &Actor,
    request: &RequestInfo,
) -> Result<(), AccountsError> {
    decide(Some(actor), Action::ViewAccounts, Resource::Own)?;
    let now = state.clock.now();
    let before = now - Duration::seconds(REFRESH_INTERVAL_SECONDS);
    let rows = store::claim_readings(&state.db, &actor.user_id, oslo_date(now), before, now).await?;
    let mut readings = JoinSet::new();
    for row in rows {
        let (state, ip) = (state.clone(), request.ip);
        readings.spawn(async move { read_patiently(&state, &row, ip, now).await });
    }
    while let Some(done) = readings.join_next().await {
        if let Ok(Err(error)) = done {
            tracing::warn!(%error, "reading a balance for a customer who asked");
        }
    }
    Ok(())
}

async fn read_patiently(
    state: &AppState,
    row: &store::ReadableRow,
    ip: IpAddr,
    now: DateTime<Utc>,
) -> Result<(), AccountsError> {
    let patience = Patience::from_secs(REFRESH_PATIENCE_SECONDS);
    match tokio::time::timeout(patience, read(state, row, Some(ip), now)).await {
        Ok(done) => done,
        Err(_) => {
            store::note_failure(&state.db, &row.id, now).await?;
            Err(BankError::NoAnswer("not while the customer waited".to_owned()).into())
        }
    }
}

/// One reading and what follows from it: a balance, a failure that the customer is told of, or the end of the consent.
async fn read(
    state: &AppState,
    row: &store::ReadableRow,
    psu_ip: Option<IpAddr>,
    now: DateTime<Utc>,
) -> Result<(), AccountsError> {
    let endpoint = BankEndpoint { bank_id: row.bank_id.clone(), base_url: row.base_url.clone() };
    let request = BalanceRequest {
        endpoint: endpoint.clone(),
        consent_ref: state.vault.open_old(consent_ref(&row.bank_consent_id), &row.consent_ref)?,
        resource_id: row.resource_id.clone(),
        request_id: request_id(state.entropy.as_ref()),
        psu_ip,
    };
    let error = match state.accounts_at_banks.balance(&request).await {
        Ok(balance) if balance.currency().code() == row.currency => {
            store::save_balance(&state.db, &row.id, db::decimal(balance), now).await?;
            if psu_ip.is_some() {
                store::insert_attended_read(&state.db, &row.bank_consent_id, now).await?;
            }
            return Ok(());
        }
        Ok(_) => BankError::NoAnswer("the balance is in another currency than the account".to_owned()),
        Err(error) => error,
    };
    match error {
        BankError::ConsentInvalid => {
            let consent_ref = request.consent_ref;
            note_end(state, &row.bank_consent_id, endpoint, consent_ref, psu_ip).await?;
        }
        // The bank answered, and will again tomorrow.
        BankError::AccessExceeded => {}
        BankError::NotReached(_) | BankError::NoAnswer(_) | BankError::Refused { .. } => {
            store::note_failure(&state.db, &row.id, now).await?;
        }
    }
    Err(error.into())
}

/// Notes that a bank refuses a consent, and why as far as the bank tells: the customer may have ended it there.
async fn note_end(
    state: &AppState,
    consent: &str,
    endpoint: BankEndpoint,
    consent_ref: String,
    psu_ip: Option<IpAddr>,
) -> Result<(), AccountsError> {
    let request_id = request_id(state.entropy.as_ref());
    let call = ConsentCall { endpoint, consent_ref, request_id, psu_ip };
    let status = match state.accounts_at_banks.consent_status(&call).await {
        Ok(status) if status.is_final() => status,
        // It cannot be used, whatever its status says.
        Ok(_) | Err(_) => ConsentStatus::Expired,
    };
    store::mark_consent(&state.db, consent, status.code(), state.clock.now()).await?;
    Ok(())
}

/// Reads the balance that a payment has left, at most once in a while however often its receipt is opened.
pub async fn refresh_after_payment(
    state: &AppState,
    owner: &UserId,
    transaction: &TransactionId,
    psu_ip: IpAddr,
) -> Result<(), AccountsError> {
    let now = state.clock.now();
    let before = now - Duration::seconds(REFRESH_INTERVAL_SECONDS);
    let account = store::claim_reading_of_payer(&state.db, owner, transaction.as_str(), before, now).await?;
    let Some(account) = account else { return Ok(()) };
    refresh_balance(state, owner, &db::parsed("an account id", &account)?, Some(psu_ip)).await
}
