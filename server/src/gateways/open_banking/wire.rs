//! The shapes of NextGenPSD2 1.3, as far as Drop reads and writes them.
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Amount {
    pub currency: String,
    /// A decimal number as text: `2010.00`.
    pub amount: String,
}

#[derive(Debug, Serialize)]
pub(super) struct Account<'a> {
    pub iban: &'a str,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct PaymentBody<'a> {
    pub end_to_end_identification: &'a str,
    pub instructed_amount: Amount,
    pub debtor_account: Account<'a>,
    pub creditor_name: &'a str,
    pub creditor_account: Account<'a>,
    pub remittance_information_unstructured: &'a str,
}

#[derive(Debug, Deserialize)]
pub(super) struct Link {
    pub href: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Links {
    pub sca_redirect: Option<Link>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct PaymentAnswer {
    pub transaction_status: String,
    pub payment_id: String,
    #[serde(rename = "_links", default)]
    pub links: Links,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct StatusAnswer {
    pub transaction_status: String,
    /// ISO 20022 status reason (`AM04`), where a bank adds it.
    pub transaction_status_reason: Option<String>,
    #[serde(default)]
    pub tpp_messages: Vec<Message>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Balance {
    pub balance_amount: Amount,
    pub balance_type: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct BalancesAnswer {
    pub balances: Vec<Balance>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Message {
    #[serde(default)]
    pub code: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Problem {
    #[serde(default)]
    pub tpp_messages: Vec<Message>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ConsentBody {
    pub access: Access,
    pub recurring_indicator: bool,
    /// `YYYY-MM-DD`.
    pub valid_until: String,
    pub frequency_per_day: i32,
    pub combined_service_indicator: bool,
}

/// Everything that the customer has at the bank.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Access {
    pub all_psd2: &'static str,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ConsentAnswer {
    pub consent_status: String,
    pub consent_id: String,
    #[serde(rename = "_links", default)]
    pub links: Links,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ConsentStatusAnswer {
    pub consent_status: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct AccountsAnswer {
    #[serde(default)]
    pub accounts: Vec<AccountDetails>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct AccountDetails {
    pub resource_id: String,
    pub iban: Option<String>,
    pub name: Option<String>,
    pub currency: String,
    #[serde(default)]
    pub balances: Vec<Balance>,
}
