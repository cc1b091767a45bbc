//! Paying in a shop: what a code leads to, the payment, and finding a code to pay.
pub mod api;
#[cfg(feature = "ssr")]
mod confirm;
pub mod model;
pub mod pages;
#[cfg(feature = "ssr")]
pub mod service;
#[cfg(feature = "ssr")]
mod store;
#[cfg(test)]
#[cfg(feature = "ssr")]
mod tests;
