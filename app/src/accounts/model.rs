//! What pages show of a bank account.
use chrono::{DateTime, Utc};
use domain::ids::BankAccountId;
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
    pub is_primary: bool,
}
