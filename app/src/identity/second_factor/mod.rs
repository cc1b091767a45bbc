//! The second factor of a log-in: codes of an authenticator app, recovery codes, and the steps between the password and
//! the door. Staff need it; what is here knows no role.
pub mod api;
#[cfg(feature = "ssr")]
pub(super) mod half_way;
pub mod model;
pub mod pages;
#[cfg(feature = "ssr")]
pub mod service;
#[cfg(feature = "ssr")]
mod store;
#[cfg(test)]
#[cfg(feature = "ssr")]
mod tests;
