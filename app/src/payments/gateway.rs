//! What payments need of a bank (NextGenPSD2 payment initiation). Implemented in the server.
use async_trait::async_trait;
use domain::bank::iban::Iban;
use domain::bank::payment_state::TransactionStatus;
use domain::money::Money;
use uuid::Uuid;

use crate::accounts::gateway::{BankEndpoint, BankError};

/// One payment, as the bank hears of it.
#[derive(Clone, Debug)]
pub struct Initiation {
    pub endpoint: BankEndpoint,
    /// NextGenPSD2 payment product, for instance `cross-border-credit-transfers`.
    pub product: String,
    /// X-Request-ID: the same id makes the same payment, however often it is sent.
    pub request_id: Uuid,
    /// Our own id of the order, at most 35 characters (ISO 20022 EndToEndIdentification).
    pub end_to_end_id: String,
    pub amount: Money,
    pub debtor: Iban,
    pub creditor_name: String,
    pub creditor: Iban,
    /// At most 140 characters.
    pub remittance_information: String,
    /// The customer's address: a payment is only ever started by a customer who is present.
    pub psu_ip: String,
    /// Where the bank sends the browser after approval, and after refusal.
    pub redirect_uri: String,
    pub nok_redirect_uri: String,
}

/// The bank's receipt for an initiation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Initiated {
    pub payment_id: String,
    pub status: TransactionStatus,
    /// Where the customer approves.
    pub sca_redirect: Option<String>,
}

/// The bank's word on a payment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatusAnswer {
    pub status: TransactionStatus,
    /// The bank's code for a refusal, where it gives one.
    pub reason: Option<String>,
}

#[async_trait]
pub trait PaymentInitiation: Send + Sync {
    /// # Errors
    /// See [`BankError`]; after `NoAnswer` the payment may exist, and asking again is safe.
    async fn initiate(&self, initiation: &Initiation) -> Result<Initiated, BankError>;

    /// # Errors
    /// See [`BankError`].
    async fn status(
        &self,
        endpoint: &BankEndpoint,
        product: &str,
        payment_id: &str,
        request_id: Uuid,
    ) -> Result<StatusAnswer, BankError>;

    /// Calls a payment off that the customer has not approved.
    ///
    /// # Errors
    /// See [`BankError`]; `Refused` when the bank does not call it off, because it is approved or for good.
    async fn cancel(
        &self,
        endpoint: &BankEndpoint,
        product: &str,
        payment_id: &str,
        request_id: Uuid,
    ) -> Result<(), BankError>;
}
