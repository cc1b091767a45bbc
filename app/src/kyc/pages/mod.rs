//! Pages of a customer's identity.
mod details;
mod identity;
mod notice;
mod words;

pub use details::IdentityDetailsPage;
pub use identity::IdentityPage;
pub use notice::IdentityNotice;
