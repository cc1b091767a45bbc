//! What the pages of codes show, and the form that they post.
use chrono::{DateTime, Utc};
use domain::ids::{MerchantId, QrCodeId};
use domain::merchant::ShopStatus;
use domain::money::Money;
use serde::{Deserialize, Serialize};

use crate::form::Flash;

/// Static codes that a shop has at the same time at the most; one page shows them all.
pub const STATIC_CODES_MAX: u32 = 100;

/// Whether a code can be paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CodeState {
    Live,
    /// Taken back by the shop.
    Revoked,
    /// One sale, and its payment is under way or done.
    Taken,
    /// One sale that nobody paid in time.
    Expired,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CodeView {
    pub id: QrCodeId,
    /// None of a single sale.
    pub name: Option<String>,
    /// None when whoever pays says how much.
    pub amount: Option<Money>,
    pub reference: Option<String>,
    pub state: CodeState,
    pub created_at: DateTime<Utc>,
}

/// The shop around a page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AtShop {
    pub id: MerchantId,
    pub name: String,
    /// Whether it may be paid, and have new codes.
    pub status: ShopStatus,
}

/// All static codes, those that can be paid first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CodesList {
    pub shop: AtShop,
    pub codes: Vec<CodeView>,
    pub now: DateTime<Utc>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CodeDetails {
    pub shop: AtShop,
    pub code: CodeView,
    /// What the code holds.
    pub link: String,
    pub now: DateTime<Utc>,
}

/// What the form of a new code begins with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewCode {
    pub shop: AtShop,
    pub flash: Flash,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct CodeForm {
    #[serde(default)]
    pub shop: String,
    #[serde(default)]
    pub name: String,
    /// Empty for an open amount.
    #[serde(default)]
    pub amount: String,
}

/// The list of a shop's codes; the list of shops when the id is not one.
#[must_use]
pub fn codes_path(shop: &str) -> String {
    match shop.parse::<MerchantId>() {
        Ok(shop) => format!("/shops/{shop}/codes"),
        Err(_) => "/shops".to_owned(),
    }
}

/// A code's own page; its files stand below it.
#[must_use]
pub fn code_path(shop: &MerchantId, code: &QrCodeId) -> String {
    format!("/shops/{shop}/codes/{code}")
}

/// Where a new code is made.
#[must_use]
pub fn new_code_path(shop: &str) -> String {
    match shop.parse::<MerchantId>() {
        Ok(shop) => format!("/shops/{shop}/codes/new"),
        Err(_) => "/shops".to_owned(),
    }
}
