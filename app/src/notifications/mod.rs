//! What Drop has to tell a customer, inside the app: written with what happened, read in the reader's language.
pub mod api;
pub mod model;
pub mod pages;
#[cfg(feature = "ssr")]
pub mod service;
#[cfg(feature = "ssr")]
mod store;
#[cfg(test)]
#[cfg(feature = "ssr")]
mod tests;
mod words;

pub use model::Notice;
#[cfg(feature = "ssr")]
pub use service::notify_in_tx;
