//! What the till shows, and the form of a new sale.
use chrono::{DateTime, Utc};
use domain::bank::payment_state::TransactionState;
use domain::ids::{MerchantId, QrCodeId, TransactionId};
use domain::merchant::sale::SaleState;
use domain::money::Money;
use serde::{Deserialize, Serialize};

use crate::form::Flash;
use crate::merchant::codes::model::AtShop;

/// Sales that a cashier sees at the till.
pub const RECENT_SALES_MAX: u32 = 20;
/// Characters at the end of a reference by which a sale is looked up.
pub const SOUGHT_CHARS: usize = 4;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Till {
    pub shop: AtShop,
    /// Newest first; those whose reference ends so, when one is sought.
    pub recent: Vec<SaleLine>,
    /// What was sought, as it was understood.
    pub sought: Option<String>,
    pub flash: Flash,
    pub now: DateTime<Utc>,
}

/// One payment to the shop.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SaleLine {
    pub id: TransactionId,
    pub amount: Money,
    pub status: TransactionState,
    /// The shop's own words for it, or the name of its sticker.
    pub about: Option<String>,
    pub created_at: DateTime<Utc>,
}

/// One sale on its own screen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sale {
    pub shop: AtShop,
    pub code: QrCodeId,
    pub amount: Money,
    /// The shop's own words for it.
    pub reference: Option<String>,
    pub state: SaleState,
    /// Its code can be scanned.
    pub open: bool,
    /// The payment that has it, or the last one that was begun.
    pub transaction: Option<TransactionId>,
    pub expires_at: DateTime<Utc>,
    pub now: DateTime<Utc>,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct SaleForm {
    #[serde(default)]
    pub shop: String,
    #[serde(default)]
    pub amount: String,
    #[serde(default)]
    pub reference: String,
}

/// The till; the list of shops when the id is not one.
#[must_use]
pub fn till_path(shop: &str) -> String {
    match shop.parse::<MerchantId>() {
        Ok(shop) => format!("/shops/{shop}/till"),
        Err(_) => "/shops".to_owned(),
    }
}

/// The screen of one sale.
#[must_use]
pub fn sale_path(shop: &MerchantId, code: &QrCodeId) -> String {
    format!("/shops/{shop}/till/{code}")
}

/// The end of a reference as somebody types it: `abcd`, ` CD12 `, or the whole of it. Nothing when it is none.
#[must_use]
pub fn sought(text: &str) -> Option<String> {
    let letters: String = text.chars().filter(|c| !matches!(c, ' ' | '-' | '\u{a0}')).collect();
    let start = letters.len().checked_sub(SOUGHT_CHARS)?;
    let end = letters.get(start..)?;
    letters.bytes().all(|byte| byte.is_ascii_alphanumeric()).then(|| end.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::sought;

    #[test]
    fn the_end_of_a_reference() {
        for (text, wanted) in [
            ("CD12", Some("cd12")),
            (" 89ab-cd12 ", Some("cd12")),
            ("CD1", None),
            ("", None),
            ("æøåæ", None),
            ("%_%_", None),
        ] {
            assert_eq!(sought(text).as_deref(), wanted, "{text:?}");
        }
    }
}
