//! What pages show of shops, and the forms of their owners.
use domain::form::FieldCode;
use domain::ids::MerchantId;
use domain::merchant::ShopStatus;
use serde::{Deserialize, Serialize};

use crate::form::Flash;

/// Shops of one customer.
pub const SHOPS_MAX: u32 = 20;

/// One shop in the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShopLine {
    pub id: MerchantId,
    pub name: String,
    pub address: Option<String>,
    pub status: ShopStatus,
}

/// How sure it is who a shop is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Confirmation {
    /// The register of units knows it.
    Confirmed,
    /// The register has not answered yet.
    Waiting,
    /// The register has answered, and speaks against it.
    Doubtful,
}

/// A shop as its settings show it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShopView {
    pub id: MerchantId,
    pub name: String,
    pub registered_name: Option<String>,
    /// In groups, for reading.
    pub org_number: String,
    pub status: ShopStatus,
    pub confirmation: Confirmation,
}

/// The settings page: the shop, and what its form begins with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettingsStep {
    pub shop: ShopView,
    pub flash: Flash,
}

impl SettingsStep {
    /// What somebody typed for this shop before they were turned back.
    #[must_use]
    pub fn with_typed(self, typed: Flash) -> Self {
        let is_of_this = typed.values.get("shop").is_some_and(|shop| shop == self.shop.id.as_str());
        if is_of_this { Self { flash: typed, ..self } } else { self }
    }
}

/// What the register of units says of a number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum LookUp {
    Found(UnitView),
    Refused(FieldCode),
    /// The register does not answer.
    Silent,
}

/// A unit that a shop can be opened for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitView {
    pub name: String,
    pub address: Option<String>,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct ShopForm {
    #[serde(default)]
    pub org_number: String,
    /// Empty: as in the register.
    #[serde(default)]
    pub name: String,
    /// Empty: as in the register.
    #[serde(default)]
    pub address: String,
    #[serde(default)]
    pub account: String,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct SettingsForm {
    #[serde(default)]
    pub shop: String,
    #[serde(default)]
    pub name: String,
    #[serde(default)]
    pub address: String,
    #[serde(default)]
    pub account: String,
    #[serde(default)]
    pub notify_sales: bool,
}

/// Names of what a form that was filled in holds beside its fields.
pub const REGISTERED: &str = "registered";
pub const REGISTERED_ADDRESS: &str = "registered_address";
pub const SILENT: &str = "silent";

/// What the register said, as a form that it filled in remembers it.
#[must_use]
pub fn remembered(flash: &Flash) -> Option<LookUp> {
    let value = |name: &str| flash.values.get(name).cloned();
    match value(REGISTERED) {
        Some(name) => Some(LookUp::Found(UnitView { name, address: value(REGISTERED_ADDRESS) })),
        None => value(SILENT).map(|_| LookUp::Silent),
    }
}

/// A page of a shop; the list of shops when the id is not one.
#[must_use]
pub fn shop_path(shop: &str, page: &str) -> String {
    match shop.parse::<MerchantId>() {
        Ok(id) => format!("/shops/{id}{page}"),
        Err(_) => "/shops".to_owned(),
    }
}
