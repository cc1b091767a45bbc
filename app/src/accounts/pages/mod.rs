//! Pages of linked banks.
mod link;
mod links;
mod refresh;
mod return_from_bank;

pub use link::LinkPage;
pub use links::LinksPage;
pub use refresh::{RefreshForm, SilentBanks, age};
pub use return_from_bank::LinkReturnPage;
