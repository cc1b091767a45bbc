//! Pages of a customer's identity.
mod details;
mod identity;
mod notice;
pub(crate) mod words;

pub use details::IdentityDetailsPage;
pub use identity::IdentityPage;
pub use notice::IdentityNotice;
