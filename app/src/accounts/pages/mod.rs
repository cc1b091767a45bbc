//! Pages of linked banks.
mod choice;
mod link;
mod links;
mod refresh;
mod return_from_bank;

pub use choice::AccountChoice;
pub use link::LinkPage;
pub use links::LinksPage;
pub use refresh::{RefreshForm, SilentBanks, age};
pub use return_from_bank::LinkReturnPage;
