//! What accounts need of a bank (NextGenPSD2 account information). Implemented in the server.
use std::net::IpAddr;

use async_trait::async_trait;
use chrono::NaiveDate;
use domain::bank::consent::ConsentStatus;
use domain::bank::iban::Iban;
use domain::money::{Currency, Money};
use uuid::Uuid;

/// Where a bank speaks NextGenPSD2.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BankEndpoint {
    pub bank_id: String,
    /// Without a trailing slash; `/v1/…` follows.
    pub base_url: String,
}

/// Why a bank did not do what it was asked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BankError {
    /// No answer, a broken answer or a 5xx: what happened at the bank is unknown. Ask again with the same id.
    #[error("the bank did not answer: {0}")]
    NoAnswer(String),
    /// There was no connection: nothing can have happened at the bank.
    #[error("the bank was not reached: {0}")]
    NotReached(String),
    /// The bank refused for good; `code` is from NextGenPSD2's list (`FORMAT_ERROR`, `RESOURCE_UNKNOWN` …).
    #[error("the bank refused: {code}")]
    Refused { code: String },
    /// The customer's consent has expired or was withdrawn.
    #[error("the consent is no longer valid")]
    ConsentInvalid,
    /// More unattended reads than the consent allows today.
    #[error("no reads left today")]
    AccessExceeded,
}

/// One reading of a balance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BalanceRequest {
    pub endpoint: BankEndpoint,
    pub consent_ref: String,
    pub resource_id: String,
    pub request_id: Uuid,
    /// The customer's address when they are present; absent for background reads, which the bank counts.
    pub psu_ip: Option<IpAddr>,
}

/// What Drop asks a customer's bank to let it read: all accounts, their balances and transactions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConsentRequest {
    pub endpoint: BankEndpoint,
    pub request_id: Uuid,
    pub psu_ip: IpAddr,
    /// The consent's last day, at most 180 from today.
    pub valid_until: NaiveDate,
    /// Readings a day without the customer, at most four.
    pub frequency_per_day: i32,
    /// Where the bank sends the browser after approval, and after refusal.
    pub redirect_uri: String,
    pub nok_redirect_uri: String,
}

/// The bank's receipt for a consent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConsentCreated {
    pub consent_ref: String,
    pub status: ConsentStatus,
    pub sca_redirect: Option<String>,
}

/// One call about a consent that exists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConsentCall {
    pub endpoint: BankEndpoint,
    pub consent_ref: String,
    pub request_id: Uuid,
    /// The customer's address when they are present.
    pub psu_ip: Option<IpAddr>,
}

/// An account as its bank tells of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountAtBank {
    pub resource_id: String,
    pub iban: Iban,
    pub name: Option<String>,
    /// None when the bank did not tell it with the list.
    pub balance: Option<Money>,
    pub currency: Currency,
}

#[async_trait]
pub trait AccountInformation: Send + Sync {
    /// The available balance (`interimAvailable`) of one account.
    ///
    /// # Errors
    /// See [`BankError`].
    async fn balance(&self, request: &BalanceRequest) -> Result<Money, BankError>;

    /// Asks for a consent; the customer approves it at the bank.
    ///
    /// # Errors
    /// See [`BankError`].
    async fn create_consent(&self, request: &ConsentRequest) -> Result<ConsentCreated, BankError>;

    /// # Errors
    /// See [`BankError`].
    async fn consent_status(&self, call: &ConsentCall) -> Result<ConsentStatus, BankError>;

    /// The accounts that a consent opens, with their balances where the bank gives them.
    ///
    /// # Errors
    /// See [`BankError`].
    async fn accounts(&self, call: &ConsentCall) -> Result<Vec<AccountAtBank>, BankError>;

    /// Ends a consent. Ending one that has ended is no error.
    ///
    /// # Errors
    /// See [`BankError`].
    async fn end_consent(&self, call: &ConsentCall) -> Result<(), BankError>;
}
