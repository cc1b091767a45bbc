//! Use cases of bank accounts: listing them, choosing one to pay from, reading a balance again.
use std::net::IpAddr;

use chrono::{DateTime, Duration, Utc};
use domain::access::{Action, Actor, Resource, decide};
use domain::bank::iban::Iban;
use domain::calendar::oslo_date;
use domain::ids::{BankAccountId, TransactionId, UserId};
use domain::money::Currency;
use uuid::Uuid;

use super::gateway::{BalanceRequest, BankEndpoint, BankError};
use super::model::AccountView;
use super::store;
use crate::context::AppState;
use crate::db;
use crate::error::AppError;

pub use super::linking::{banks, choose_primary, finish, links, start, unlink};

/// Between two askings for the same balance.
const REFRESH_INTERVAL_SECONDS: i64 = 10;

#[derive(Debug, thiserror::Error)]
pub enum AccountsError {
    #[error(transparent)]
    Refused(#[from] domain::access::Refusal),
    #[error("no such account")]
    NotFound,
    #[error(transparent)]
    Bank(#[from] BankError),
    #[error(transparent)]
    Database(#[from] sqlx::Error),
    #[error(transparent)]
    BadRow(#[from] db::BadRow),
}

impl From<AccountsError> for AppError {
    fn from(error: AccountsError) -> Self {
        match error {
            AccountsError::Refused(refusal) => refusal.into(),
            AccountsError::NotFound => Self::NotFound,
            AccountsError::Bank(_) => Self::BankUnavailable,
            AccountsError::Database(_) | AccountsError::BadRow(_) => {
                tracing::error!(%error, "accounts");
                Self::Unexpected
            }
        }
    }
}

/// An account of this customer from which a payment can be started.
#[derive(Clone, Debug)]
pub struct PayableAccount {
    pub id: BankAccountId,
    pub endpoint: BankEndpoint,
    pub bank_name: String,
    pub cross_border_product: String,
    pub iban: Iban,
    pub currency: Currency,
    bank_consent_id: String,
    consent_ref: String,
    resource_id: String,
}

/// The customer's accounts, the primary one first.
pub async fn list(state: &AppState, actor: &Actor) -> Result<Vec<AccountView>, AccountsError> {
    decide(Some(actor), Action::ViewAccounts, Resource::Own)?;
    let rows = store::of_user(&state.db, &actor.user_id, oslo_date(state.clock.now())).await?;
    rows.into_iter().map(view).collect()
}

pub(super) fn view(row: store::AccountRow) -> Result<AccountView, AccountsError> {
    Ok(AccountView {
        id: db::parsed("an account id", &row.id)?,
        bank_name: row.bank_name,
        account_name: row.account_name,
        account_number: row.account_number,
        balance: db::money(row.balance, &row.currency)?,
        read_at: row.balance_read_at,
        is_primary: row.is_primary,
        linked: row.linked,
    })
}

/// An account to pay from; `NotFound` also when it is another customer's or its consent has ended.
pub async fn payable(
    db: impl sqlx::PgExecutor<'_>,
    owner: &UserId,
    account: &BankAccountId,
    now: DateTime<Utc>,
) -> Result<PayableAccount, AccountsError> {
    let today = oslo_date(now);
    let row = store::payable(db, owner, account, today).await?.ok_or(AccountsError::NotFound)?;
    Ok(PayableAccount {
        id: db::parsed("an account id", &row.id)?,
        endpoint: BankEndpoint { bank_id: row.bank_id, base_url: row.base_url },
        bank_name: row.bank_name,
        cross_border_product: row.cross_border_product,
        iban: db::parsed("an IBAN", &row.iban)?,
        currency: db::parsed("a currency", &row.currency)?,
        bank_consent_id: row.bank_consent_id,
        consent_ref: row.consent_ref,
        resource_id: row.resource_id,
    })
}

/// Asks the bank for the balance again. `psu_ip` says that the customer is present; without it the bank counts
/// the reading against the four a day that a consent allows.
pub async fn refresh_balance(
    state: &AppState,
    owner: &UserId,
    account: &BankAccountId,
    psu_ip: Option<IpAddr>,
) -> Result<(), AccountsError> {
    let payable = payable(&state.db, owner, account, state.clock.now()).await?;
    let request = BalanceRequest {
        endpoint: payable.endpoint,
        consent_ref: payable.consent_ref,
        resource_id: payable.resource_id,
        request_id: request_id(state.entropy.as_ref()),
        psu_ip,
    };
    // The time of asking: an answer that comes late is as old as its question.
    let now = state.clock.now();
    if psu_ip.is_none() && !store::claim_unattended_read(&state.db, &payable.bank_consent_id, now).await? {
        return Err(BankError::AccessExceeded.into());
    }
    match state.accounts_at_banks.balance(&request).await {
        Ok(balance) => {
            store::save_balance(&state.db, account, db::decimal(balance), now).await?;
            if psu_ip.is_some() {
                store::insert_attended_read(&state.db, &payable.bank_consent_id, now).await?;
            }
            Ok(())
        }
        Err(error) => {
            if error == BankError::ConsentInvalid {
                store::mark_consent(&state.db, &payable.bank_consent_id, "expired", now).await?;
            }
            Err(error.into())
        }
    }
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

/// A random id for one request to a bank.
#[must_use]
pub fn request_id(entropy: &dyn domain::clock::Entropy) -> Uuid {
    let mut bytes = [0_u8; 16];
    entropy.fill(&mut bytes);
    uuid::Builder::from_random_bytes(bytes).into_uuid()
}
