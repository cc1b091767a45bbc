//! Sending money home: recipients, quotes, and the order itself.
pub mod api;
#[cfg(feature = "ssr")]
mod confirm;
pub mod model;
pub mod pages;
#[cfg(feature = "ssr")]
mod quotes;
#[cfg(feature = "ssr")]
mod recipients;
#[cfg(feature = "ssr")]
pub mod service;
#[cfg(feature = "ssr")]
mod store;
#[cfg(test)]
#[cfg(feature = "ssr")]
mod tests;
