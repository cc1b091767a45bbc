//! Use cases of bank accounts: listing them, and choosing one to pay from. Linking and reading have folders of their own.
use chrono::{DateTime, Utc};
use domain::access::{Action, Actor, Resource, decide};
use domain::bank::iban::Iban;
use domain::calendar::oslo_date;
use domain::ids::{BankAccountId, UserId};
use domain::money::Currency;
use uuid::Uuid;

use super::gateway::{BankEndpoint, BankError};
use super::model::AccountView;
use super::store;
use crate::context::AppState;
use crate::db;
use crate::error::AppError;

pub use super::linking::{
    banks, choose_primary, end_at_banks, finish, links, start, unlink, unlink_all_in_tx,
};
pub use super::reading::{refresh_after_payment, refresh_all, refresh_balance, refresh_due};

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
    #[error(transparent)]
    Vault(#[from] crate::vault::VaultError),
}

impl From<AccountsError> for AppError {
    fn from(error: AccountsError) -> Self {
        match error {
            AccountsError::Refused(refusal) => refusal.into(),
            AccountsError::NotFound => Self::NotFound,
            AccountsError::Bank(_) => Self::BankUnavailable,
            AccountsError::Database(_) | AccountsError::BadRow(_) | AccountsError::Vault(_) => {
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
    pub domestic_product: String,
    pub cross_border_product: String,
    pub iban: Iban,
    pub currency: Currency,
}

impl PayableAccount {
    /// The bank's payment product for money from here to `creditor`.
    #[must_use]
    pub fn product_to(&self, creditor: &Iban) -> &str {
        if creditor.country() == self.iban.country() {
            &self.domestic_product
        } else {
            &self.cross_border_product
        }
    }
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
        unanswered_at: row.balance_failed_at,
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
        domestic_product: row.domestic_product,
        cross_border_product: row.cross_border_product,
        iban: db::parsed("an IBAN", &row.iban)?,
        currency: db::parsed("a currency", &row.currency)?,
    })
}

/// A random id for one request to a bank.
#[must_use]
pub fn request_id(entropy: &dyn domain::clock::Entropy) -> Uuid {
    let mut bytes = [0_u8; 16];
    entropy.fill(&mut bytes);
    uuid::Builder::from_random_bytes(bytes).into_uuid()
}
