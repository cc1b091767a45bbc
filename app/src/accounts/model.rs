//! What pages show of a bank account.
use chrono::{DateTime, NaiveDate, Utc};
use domain::ids::{BankAccountId, BankConsentId};
use domain::money::Money;
use serde::{Deserialize, Serialize};

/// A linked account with its cached balance: Drop never holds the money.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountView {
    pub id: BankAccountId,
    pub bank_name: String,
    /// What the customer's bank calls it; the bank's name stands alone when it has none.
    pub account_name: Option<String>,
    /// Norwegian account number as people write it: `1234 56 78903`.
    pub account_number: String,
    pub balance: Money,
    /// When the bank was asked; none when it never answered.
    pub read_at: Option<DateTime<Utc>>,
    /// When the bank was last asked in vain; none once it has answered again.
    pub unanswered_at: Option<DateTime<Utc>>,
    pub is_primary: bool,
    /// False when the consent to read it has ended: the balance is old and nothing can be paid from it.
    pub linked: bool,
}

/// A bank that can be linked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BankView {
    pub id: String,
    pub name: String,
}

/// How a consent stands, as its customer sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LinkState {
    /// Waits for the customer's approval at the bank.
    Waiting,
    Linked,
    /// Its time is over, or the bank ended it.
    Expired,
    /// The customer ended it at the bank.
    RevokedAtBank,
    /// The customer ended it here.
    Unlinked,
    /// The customer said no at the bank.
    Rejected,
}

/// One consent, with what Drop may read and has read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkView {
    pub id: BankConsentId,
    pub bank_id: String,
    pub bank_name: String,
    pub state: LinkState,
    pub days_left: i64,
    pub valid_until: NaiveDate,
    /// Readings in the last 24 hours while the customer was away, of `reads_allowed`.
    pub reads_today: i64,
    pub reads_allowed: i32,
    pub accounts: Vec<AccountView>,
    /// Where to go on, while the bank waits for the approval.
    pub approval_link: Option<String>,
    /// The consent has ended here, and its bank is still to be told.
    pub ending_at_bank: bool,
}

/// The page of linked banks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Links {
    pub links: Vec<LinkView>,
    pub now: DateTime<Utc>,
}
