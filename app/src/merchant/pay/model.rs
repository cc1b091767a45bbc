//! What the pages of paying show, and the forms that they post.
use chrono::{DateTime, Utc};
use domain::bank::payment_state::TransactionState;
use domain::ids::TransactionId;
use domain::merchant::paying::Obstacle;
use domain::merchant::qr_link::QrToken;
use domain::money::Money;
use serde::{Deserialize, Serialize};

use crate::accounts::model::AccountView;

/// What a code leads to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PayStep {
    /// None of a code that was not made here.
    pub bill: Option<Bill>,
    pub state: PayState,
    pub now: DateTime<Utc>,
}

/// Who asks for how much: what everybody may see before they pay.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bill {
    pub token: String,
    pub shop: String,
    /// What the register of units calls the business, when that is another name.
    pub registered_name: Option<String>,
    /// As people write it: `988 077 917`.
    pub org_number: String,
    /// None when whoever pays says how much.
    pub amount: Option<Money>,
    /// The shop's own words for one sale, or for a sticker.
    pub reference: Option<String>,
    /// Until when a sale can be paid.
    pub until: Option<DateTime<Utc>>,
}

/// What the visitor can do about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PayState {
    Refused(Obstacle),
    /// Nobody is logged in.
    LoggedOut,
    /// The visitor's own payment of this sale.
    Own(OwnPayment),
    Ready(Choice),
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnPayment {
    pub id: TransactionId,
    pub status: TransactionState,
    pub amount: Money,
}

/// What there is to choose before the payment is ordered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// Accounts that can pay.
    pub accounts: Vec<AccountView>,
    /// Banks whose permission has ended, so that their accounts cannot.
    pub ended: Vec<String>,
    /// A payment to this sticker that still waits for an approval.
    pub unfinished: Option<OwnPayment>,
    /// However often the form is sent, one payment is made.
    pub idempotency_key: String,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct PayForm {
    #[serde(default)]
    pub token: String,
    #[serde(default)]
    pub amount: String,
    #[serde(default)]
    pub account: String,
    #[serde(default)]
    pub idempotency_key: String,
}

/// What somebody scanned, pasted or typed.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct FindForm {
    #[serde(default)]
    pub text: String,
}

/// Where codes are scanned.
pub const SCAN_PATH: &str = "/pay";

/// The page that a code leads to; the scanner when the text is no code's token.
#[must_use]
pub fn pay_path(token: &str) -> String {
    match QrToken::parse(token) {
        Ok(token) => format!("/q/{token}"),
        Err(_) => SCAN_PATH.to_owned(),
    }
}
