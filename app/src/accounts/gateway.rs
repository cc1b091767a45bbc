//! What accounts need of a bank (NextGenPSD2 account information). Implemented in the server.
use std::net::IpAddr;

use async_trait::async_trait;
use domain::money::Money;
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

#[async_trait]
pub trait AccountInformation: Send + Sync {
    /// The available balance (`interimAvailable`) of one account.
    ///
    /// # Errors
    /// See [`BankError`].
    async fn balance(&self, request: &BalanceRequest) -> Result<Money, BankError>;
}
