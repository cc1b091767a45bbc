//! What Drop has to tell a customer: inside the app always, and by e-mail or as a message of the browser where they want
//! that. Written with what happened, read in the reader's language.
pub mod api;
pub mod model;
pub mod pages;
#[cfg(feature = "ssr")]
pub mod push;
#[cfg(feature = "ssr")]
pub mod service;
pub mod settings;
#[cfg(feature = "ssr")]
mod store;
#[cfg(test)]
#[cfg(feature = "ssr")]
mod tests;
mod topic;
mod words;

pub use model::Notice;
#[cfg(feature = "ssr")]
pub use service::notify_in_tx;
pub use topic::{SETTINGS_PATH, Topic, Wish};
#[cfg(feature = "ssr")]
pub use words::headline;
