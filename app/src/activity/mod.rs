//! What has happened: the dashboard, the history and the receipt of each payment.
pub mod api;
#[cfg(feature = "ssr")]
pub mod history;
pub mod model;
pub mod pages;
#[cfg(feature = "ssr")]
pub mod service;
#[cfg(feature = "ssr")]
mod store;
#[cfg(test)]
#[cfg(feature = "ssr")]
mod tests;
pub mod words;
