//! Matches with sanctions lists: the queue, two people side by side, what officers say of them, and the lists themselves.
pub mod api;
pub mod model;
pub mod pages;
pub mod query;
#[cfg(feature = "ssr")]
pub mod service;
#[cfg(feature = "ssr")]
mod store;
#[cfg(test)]
#[cfg(feature = "ssr")]
mod tests;
