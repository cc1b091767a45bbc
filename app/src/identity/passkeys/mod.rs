//! Passkeys: keys that a telephone, a computer or a security key holds and never gives away. One is a second factor, and
//! opens an account without the password too: it asks by itself who holds it (docs/adr/0038-passkeys.md).
pub mod api;
mod browser;
#[cfg(feature = "ssr")]
mod challenge;
pub mod model;
pub mod pages;
#[cfg(feature = "ssr")]
mod proving;
#[cfg(feature = "ssr")]
pub mod service;
#[cfg(feature = "ssr")]
mod store;
#[cfg(test)]
#[cfg(feature = "ssr")]
mod tests;
