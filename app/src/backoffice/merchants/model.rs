//! What officers see of shops, and the form of their decision.
use chrono::{DateTime, Utc};
use domain::compliance::finding::Severity;
use domain::ids::{AlertId, MerchantId, UserId};
use domain::merchant::ShopStatus;
use domain::money::Money;
use serde::{Deserialize, Serialize};

use crate::form::Flash;

/// Where the list is.
pub const SHOPS_PATH: &str = "/admin/merchants";
/// Values of the filter beside the statuses of a shop.
pub const FLAGGED: &str = "flagged";
pub const UNANSWERED: &str = "unanswered";

/// Filters as the address has them; nothing is every shop.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShopsQuery {
    #[serde(default)]
    pub q: String,
    /// A status, [`FLAGGED`] or [`UNANSWERED`].
    #[serde(default)]
    pub list: String,
    #[serde(default)]
    pub after: String,
}

/// How many somebody has to look at, counted up to a limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    pub flagged: i64,
    pub unanswered: i64,
    pub suspended: i64,
    pub max: i64,
}

/// What the register of units says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Register {
    Confirmed,
    Unanswered,
    /// `merchants.register_finding`.
    Against(String),
}

/// One line of the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShopLine {
    pub id: MerchantId,
    pub name: String,
    pub org_number: String,
    pub owner: UserId,
    pub owner_name: String,
    pub status: ShopStatus,
    pub register: Register,
    pub opened_at: DateTime<Utc>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShopsPage {
    pub counts: Counts,
    pub rows: Vec<ShopLine>,
    pub next: Option<String>,
    pub now: DateTime<Utc>,
}

/// What was sold lately.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lately {
    pub sales: i64,
    pub turnover: Money,
    pub refunded: Money,
    pub payers: i64,
    /// What the owner paid in their own shop.
    pub from_owner: Money,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AlertLine {
    pub id: AlertId,
    pub rule: String,
    pub severity: Severity,
    pub at: DateTime<Utc>,
}

/// A change of a shop's standing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    pub before: Option<ShopStatus>,
    pub after: ShopStatus,
    pub by: String,
    pub reason: String,
    pub at: DateTime<Utc>,
}

/// One shop as a whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShopView {
    pub line: ShopLine,
    pub registered_name: Option<String>,
    pub address: Option<String>,
    pub account: String,
    pub lately: Lately,
    pub alerts: Vec<AlertLine>,
    pub changes: Vec<Change>,
    pub flash: Flash,
    pub now: DateTime<Utc>,
}

impl ShopView {
    /// What somebody typed about this one before they were turned back.
    #[must_use]
    pub fn with_typed(self, typed: Flash) -> Self {
        let is_of_this = typed.values.get("shop").is_some_and(|shop| shop == self.line.id.as_str());
        if is_of_this { Self { flash: typed, ..self } } else { self }
    }
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct DecisionForm {
    #[serde(default)]
    pub shop: String,
    /// `suspend`, `resume` or `confirm`.
    #[serde(default)]
    pub step: String,
    #[serde(default)]
    pub reason: String,
}

/// The page of a shop; the list when the id is none.
#[must_use]
pub fn shop_path(id: &str) -> String {
    match id.parse::<MerchantId>() {
        Ok(id) => format!("{SHOPS_PATH}/{id}"),
        Err(_) => SHOPS_PATH.to_owned(),
    }
}
