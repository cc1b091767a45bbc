//! Letters by e-mail: written with what they tell of, sent by a job, in the reader's language.
#[cfg(feature = "ssr")]
pub mod model;
#[cfg(feature = "ssr")]
pub mod service;
#[cfg(feature = "ssr")]
mod store;

#[cfg(feature = "ssr")]
pub use model::Letter;
#[cfg(feature = "ssr")]
pub use service::{MailError, post_in_tx, post_to_in_tx};
