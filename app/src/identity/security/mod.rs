//! What opens an account, as its owner sees and changes it: the second factor, recovery codes, passkeys.
pub mod api;
#[cfg(feature = "ssr")]
mod kept;
pub mod model;
pub mod pages;
#[cfg(feature = "ssr")]
pub mod service;
#[cfg(feature = "ssr")]
mod store;
#[cfg(test)]
#[cfg(feature = "ssr")]
mod tests;
#[cfg(feature = "ssr")]
pub(in crate::identity) mod told;
