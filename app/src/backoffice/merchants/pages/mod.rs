//! Pages of shops in the back-office.
mod list;
mod shop;
mod words;

pub use list::ShopsList;
pub use shop::ShopPage;
pub(in crate::backoffice) use words::status_tag;
