//! Readings while the customer is away, spread over the day. One of the four is kept for what a payment needs.
use chrono::{DateTime, Utc};
use domain::calendar::oslo_date;
use tokio::task::JoinSet;

use super::super::gateway::{AccountAtBank, BalanceRequest, BankEndpoint, BankError, ConsentCall};
use super::super::service::{AccountsError, request_id};
use super::{note_end, store};
use crate::context::AppState;
use crate::db;
use crate::vault::service::consent_ref;

/// Consents of one pass, and so banks that are asked at once.
const BATCH: i64 = 20;
/// Of a day's readings, those that are left for payments.
const KEPT_FOR_PAYMENTS: i64 = 1;

/// Reads what has not been read for a while, each consent once whoever else looks, and notes the consents whose last
/// day is over. Returns how many consents were looked at.
pub async fn refresh_due(state: &AppState) -> Result<usize, AccountsError> {
    let now = state.clock.now();
    store::expire_passed(&state.db, oslo_date(now), now, BATCH).await?;
    let due = store::claim_due(&state.db, oslo_date(now), now, BATCH).await?;
    let looked_at = due.len();
    let mut readings = JoinSet::new();
    for row in due {
        let state = state.clone();
        readings.spawn(async move {
            if let Err(error) = read_consent(&state, &row, now).await {
                tracing::warn!(%error, consent = %row.id, "reading accounts while their customer is away");
            }
        });
    }
    while readings.join_next().await.is_some() {}
    Ok(looked_at)
}

async fn read_consent(
    state: &AppState,
    row: &store::DueRow,
    now: DateTime<Utc>,
) -> Result<(), AccountsError> {
    if !store::claim_unattended_read(&state.db, &row.id, KEPT_FOR_PAYMENTS, now).await? {
        return Ok(());
    }
    let call = ConsentCall {
        endpoint: BankEndpoint { bank_id: row.bank_id.clone(), base_url: row.base_url.clone() },
        consent_ref: state.vault.open_old(consent_ref(&row.id), &row.consent_ref)?,
        request_id: request_id(state.entropy.as_ref()),
        psu_ip: None,
    };
    let answer = match state.accounts_at_banks.accounts(&call).await {
        Ok(accounts) => save(state, row, &call, &accounts, now).await?,
        Err(error) => Err(error),
    };
    match answer {
        Ok(()) | Err(BankError::AccessExceeded) => Ok(()),
        Err(BankError::ConsentInvalid) => {
            note_end(state, &row.id, call.endpoint, call.consent_ref, None).await
        }
        Err(error) => {
            store::note_failure_of_consent(&state.db, &row.id, now).await?;
            Err(error.into())
        }
    }
}

/// Saves the balances that came with the list, and asks for those that did not. Accounts that are new at the bank are
/// linked when the customer renews, since it is they who choose.
async fn save(
    state: &AppState,
    row: &store::DueRow,
    call: &ConsentCall,
    accounts: &[AccountAtBank],
    now: DateTime<Utc>,
) -> Result<Result<(), BankError>, AccountsError> {
    for account in accounts {
        let balance = match account.balance {
            Some(balance) => balance,
            None => match state.accounts_at_banks.balance(&balance_request(state, call, account)).await {
                Ok(balance) => balance,
                Err(error) => return Ok(Err(error)),
            },
        };
        if balance.currency() == account.currency {
            let found = (account.iban.as_str(), account.currency.code());
            store::save_balance_of_consent(&state.db, &row.id, found, db::decimal(balance), now).await?;
        }
    }
    Ok(Ok(()))
}

fn balance_request(state: &AppState, call: &ConsentCall, account: &AccountAtBank) -> BalanceRequest {
    BalanceRequest {
        endpoint: call.endpoint.clone(),
        consent_ref: call.consent_ref.clone(),
        resource_id: account.resource_id.clone(),
        request_id: request_id(state.entropy.as_ref()),
        psu_ip: None,
    }
}
