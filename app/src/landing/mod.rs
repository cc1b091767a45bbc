//! The front door: what Drop is in ten seconds, with a calculator that prices as the server does.
pub mod api;
mod calculator;
pub mod model;
mod page;
#[cfg(feature = "ssr")]
pub mod service;
#[cfg(test)]
#[cfg(feature = "ssr")]
mod tests;

pub use page::LandingPage;
