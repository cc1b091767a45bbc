//! The customer's own bank accounts, read through the bank's interface (PSD2 account information).
pub mod api;
#[cfg(feature = "ssr")]
pub mod gateway;
#[cfg(feature = "ssr")]
mod linking;
pub mod model;
pub mod pages;
#[cfg(feature = "ssr")]
mod reading;
#[cfg(feature = "ssr")]
pub mod service;
#[cfg(feature = "ssr")]
mod store;
#[cfg(test)]
#[cfg(feature = "ssr")]
mod tests;
