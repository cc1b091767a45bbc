//! Letters by e-mail: written with what they tell of, sent by a job, in the reader's language.
#[cfg(feature = "ssr")]
pub mod gateway;
#[cfg(feature = "ssr")]
pub mod layout;
#[cfg(feature = "ssr")]
pub mod model;
#[cfg(feature = "ssr")]
pub mod service;
#[cfg(feature = "ssr")]
mod store;
#[cfg(test)]
#[cfg(feature = "ssr")]
mod tests;
#[cfg(feature = "ssr")]
pub mod words;

#[cfg(feature = "ssr")]
pub use model::Letter;
#[cfg(feature = "ssr")]
pub use service::{MailError, post_in_tx, post_to_in_tx};
