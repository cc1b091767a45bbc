//! Pages of opening and keeping shops, one file each, and the fields that two of them share.
mod account_field;
mod close;
mod list;
mod new;
mod settings;
mod unit;

pub use close::CloseShopPage;
pub use list::ShopsPage;
pub use new::NewShopPage;
pub use settings::ShopSettingsPage;
