//! The customer's own bank accounts, read through the bank's interface (PSD2 account information).
#[cfg(feature = "ssr")]
pub mod gateway;
pub mod model;
#[cfg(feature = "ssr")]
pub mod service;
#[cfg(feature = "ssr")]
mod store;
#[cfg(test)]
#[cfg(feature = "ssr")]
mod tests;
