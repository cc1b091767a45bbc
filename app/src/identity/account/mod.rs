//! What a person does about the account itself: shows that an address is theirs, comes back with a forgotten password,
//! and changes the password, the address and the telephone number.
pub mod api;
#[cfg(feature = "ssr")]
mod changes;
#[cfg(feature = "ssr")]
mod confirmation;
#[cfg(feature = "ssr")]
pub(super) mod devices;
#[cfg(feature = "ssr")]
mod letters;
#[cfg(feature = "ssr")]
mod links;
pub mod model;
pub mod pages;
#[cfg(feature = "ssr")]
mod recovery;
#[cfg(feature = "ssr")]
pub mod service;
#[cfg(feature = "ssr")]
mod store;
#[cfg(test)]
#[cfg(feature = "ssr")]
pub(super) mod tests;
#[cfg(feature = "ssr")]
pub(super) mod waiting;
