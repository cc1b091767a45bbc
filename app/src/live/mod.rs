//! News of what changed, for pages that are open: from the transaction that changed it to whomever it concerns, on
//! every server.
//!
//! News says that something changed, never what it is now: the page loads that anew, and is authorised as always. So
//! news that is lost or comes twice does no harm.
mod hub;
mod model;
pub mod service;
mod store;
#[cfg(test)]
mod tests;

pub use hub::{Live, Subscription};
pub use model::{News, Told};
