//! What officers see of held payments, and the form of their decision.
use chrono::{DateTime, Utc};
use domain::bank::payment_state::{OrderState, TransactionState};
use domain::compliance::finding::Severity;
use domain::compliance::hold::{Cause, HoldState, Step};
use domain::history::PaymentKind;
use domain::ids::{AlertId, HoldId, MerchantId, RecipientId, ScreeningId, TransactionId, UserId};
use domain::money::Money;
use domain::remittance::corridor::Country;
use serde::{Deserialize, Serialize};

use crate::form::Flash;

/// Where the queue is.
pub const HOLDS_PATH: &str = "/admin/holds";
/// The value of the filter that shows what is decided.
pub const CLOSED: &str = "closed";

/// Filters as the address has them; nothing is everything that waits.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HoldsQuery {
    /// A state that is open, or [`CLOSED`].
    #[serde(default)]
    pub state: String,
    #[serde(default)]
    pub cause: String,
    #[serde(default)]
    pub after: String,
}

/// What waits altogether.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waiting {
    pub payments: i64,
    /// Of them: those that wait for a second officer.
    pub proposed: i64,
    pub money: Money,
    /// There are more than were counted.
    pub capped: bool,
}

/// One line of the queue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HoldLine {
    pub id: HoldId,
    pub state: HoldState,
    pub cause: Cause,
    pub kind: PaymentKind,
    pub customer: UserId,
    pub customer_name: String,
    pub payee: String,
    pub country: Option<Country>,
    pub amount: Money,
    pub since: DateTime<Utc>,
    pub closed_at: Option<DateTime<Utc>>,
    /// Who proposed the release that waits.
    pub proposed_by: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HoldsPage {
    pub waiting: Waiting,
    pub rows: Vec<HoldLine>,
    pub next: Option<String>,
    pub now: DateTime<Utc>,
}

/// Who gets the money, or whose payment it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Payee {
    pub name: String,
    pub recipient: Option<RecipientId>,
    pub shop: Option<MerchantId>,
    /// Whose shop it is.
    pub owner: Option<UserId>,
    pub country: Option<Country>,
    pub account: Option<String>,
    pub bank: Option<String>,
}

/// What a rule found in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FoundByRule {
    pub rule: String,
    pub severity: Severity,
    pub score: i16,
    pub alert: Option<AlertId>,
}

/// An entry of a list that somebody in it looks like.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FoundOnList {
    pub id: ScreeningId,
    /// Whose name it is.
    pub name: String,
    pub listed_as: String,
    pub source: String,
    /// Ten-thousandths.
    pub score: i32,
    pub settled_as: Option<String>,
}

/// What an officer did about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decided {
    pub step: Step,
    pub by: String,
    pub reason: String,
    pub at: DateTime<Utc>,
}

/// One hold as a whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HoldView {
    pub id: HoldId,
    pub state: HoldState,
    pub cause: Cause,
    pub since: DateTime<Utc>,
    pub closed_at: Option<DateTime<Utc>>,
    pub transaction: TransactionId,
    pub kind: PaymentKind,
    pub amount: Money,
    pub status: TransactionState,
    pub order: Option<OrderState>,
    /// Until when the price holds, and the customer can approve at the bank.
    pub approve_by: Option<DateTime<Utc>>,
    pub customer: UserId,
    pub customer_name: String,
    pub payee: Payee,
    pub findings: Vec<FoundByRule>,
    pub hits: Vec<FoundOnList>,
    pub decided: Vec<Decided>,
    /// What whoever looks may do.
    pub steps: Vec<Step>,
    /// The release that waits is their own proposal.
    pub own_proposal: bool,
    pub flash: Flash,
    pub now: DateTime<Utc>,
}

impl HoldView {
    /// What somebody typed about this one before they were turned back.
    #[must_use]
    pub fn with_typed(self, typed: Flash) -> Self {
        let is_of_this = typed.values.get("hold").is_some_and(|hold| hold == self.id.as_str());
        if is_of_this { Self { flash: typed, ..self } } else { self }
    }
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct DecisionForm {
    #[serde(default)]
    pub hold: String,
    #[serde(default)]
    pub step: String,
    #[serde(default)]
    pub reason: String,
}

/// The page of a hold; the queue when the id is none.
#[must_use]
pub fn hold_path(id: &str) -> String {
    match id.parse::<HoldId>() {
        Ok(id) => format!("{HOLDS_PATH}/{id}"),
        Err(_) => HOLDS_PATH.to_owned(),
    }
}
