//! Pages of linked banks.
mod link;
mod links;
mod return_from_bank;

pub use link::LinkPage;
pub use links::LinksPage;
pub use return_from_bank::LinkReturnPage;
