//! What the dashboard, the history and a receipt show.
use chrono::{DateTime, NaiveDate, Utc};
use domain::bank::payment_state::{FailureReason, TransactionState};
use domain::filter::FilterProblem;
use domain::fx::Rate;
use domain::history::HistoryQuery;
use domain::identity::IdentityStep;
use domain::ids::{RecipientId, TransactionId};
use domain::money::Money;
use domain::remittance::corridor::Country;
use serde::{Deserialize, Serialize};

use crate::accounts::model::AccountView;
use crate::me::beside::Beside;

/// One line of the history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActivityRow {
    pub id: TransactionId,
    pub kind: ActivityKind,
    pub status: TransactionState,
    /// The whole amount that left, or will leave, the customer's account.
    pub amount: Money,
    /// What the shop has paid back of it, or is paying back; none when it is nothing.
    pub refunded: Option<Money>,
    pub created_at: DateTime<Utc>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ActivityKind {
    Remittance {
        recipient: String,
        country: Country,
        receive: Money,
    },
    QrPayment {
        merchant: String,
    },
    /// A shop of the customer's own paid back. Of whom it paid it sees the initials.
    Refund {
        shop: String,
        payer: String,
    },
}

impl ActivityKind {
    /// Who got the money.
    #[must_use]
    pub fn counterpart(&self) -> &str {
        match self {
            Self::Remittance { recipient, .. } => recipient,
            Self::QrPayment { merchant } => merchant,
            Self::Refund { payer, .. } => payer,
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Home {
    pub first_name: String,
    /// How far we are with who they are.
    pub identity: IdentityStep,
    pub accounts: Vec<AccountView>,
    /// The sum of the balances in NOK; none without an account.
    pub total: Option<Money>,
    /// Payments that wait for the customer at their bank, newest first.
    pub waiting: Vec<WaitingPayment>,
    pub latest: Vec<ActivityRow>,
    /// The customer's other currency, in which amounts are also shown, about.
    pub beside: Option<Beside>,
    pub now: DateTime<Utc>,
}

/// A payment that was left at the bank before it was approved there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WaitingPayment {
    pub id: TransactionId,
    pub recipient: String,
    pub amount: Money,
    /// Where to approve it.
    pub approval_link: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HistoryPage {
    pub rows: Vec<ActivityRow>,
    /// Where the next page begins; none on the last one.
    pub next: Option<String>,
    /// The filters as they were typed.
    pub filter: HistoryQuery,
    /// What is wrong with them.
    pub problems: Vec<FilterProblem>,
    /// Whom the history can be narrowed to.
    pub recipients: Vec<RecipientChoice>,
    /// The customer's other currency, in which amounts are also shown, about.
    pub beside: Option<Beside>,
    pub now: DateTime<Utc>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecipientChoice {
    pub id: RecipientId,
    pub name: String,
}

/// Everything about one payment, as its customer sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    pub id: TransactionId,
    pub reference: String,
    pub kind: ActivityKind,
    /// The shop that was paid.
    pub shop: Option<PaidShop>,
    pub status: TransactionState,
    pub failure: Option<FailureReason>,
    pub amount: Money,
    /// What the customer paid for it: what a shop owes is nothing of theirs.
    pub fee: Money,
    pub send: Option<Money>,
    pub rate: Option<Rate>,
    /// The mid-market rate that the price was made of, and its day; and what the difference cost.
    pub mid_rate: Option<(Rate, NaiveDate)>,
    pub margin: Option<Money>,
    /// To whom "send again" sends: the recipient as they are now.
    pub recipient_id: Option<RecipientId>,
    /// The recipient, once they were removed.
    pub removed_recipient_id: Option<RecipientId>,
    /// Where the money went and came from, as the bank was told.
    pub to_iban: Option<String>,
    pub from_iban: Option<String>,
    pub from_bank: Option<String>,
    /// Of a payment in a shop: what the shop paid back of it.
    pub refunds: Vec<RefundLine>,
    /// Of a refund: the page of its sale.
    pub sale_path: Option<String>,
    pub created_at: DateTime<Utc>,
    pub steps: Steps,
    /// There is news to come from the bank.
    pub in_motion: bool,
    /// Where to approve, while the bank waits for that.
    pub approval_link: Option<String>,
    pub delivery_by: Option<NaiveDate>,
    pub now: DateTime<Utc>,
}

/// What tells one shop from another, and one sale.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaidShop {
    /// As people write it: `988 077 917`.
    pub org_number: String,
    /// The shop's own words for the sale, or for the code that was scanned.
    pub reference: Option<String>,
}

/// A shop's payment back, as whoever gets it sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefundLine {
    pub amount: Money,
    pub status: TransactionState,
    pub at: DateTime<Utc>,
}

/// When each milestone was reached; none while it has not been.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Steps {
    pub approved_at: Option<DateTime<Utc>>,
    pub left_bank_at: Option<DateTime<Utc>>,
    pub credited_at: Option<DateTime<Utc>>,
    pub failed_at: Option<DateTime<Utc>>,
}
