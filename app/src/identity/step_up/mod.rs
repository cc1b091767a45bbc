//! Showing again who one is, before what opens an account is changed (ASVS 7.5.1). It holds a few minutes, for the login
//! in which it was done and no other.
pub mod api;
#[cfg(feature = "ssr")]
mod door;
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
pub(in crate::identity) use door::open;
#[cfg(feature = "ssr")]
pub use door::required;
