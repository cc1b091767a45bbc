//! Alerts: the queue that officers work off, one alert with its evidence, and every step that they take.
pub mod api;
#[cfg(feature = "ssr")]
mod case;
#[cfg(feature = "ssr")]
mod leading;
#[cfg(feature = "ssr")]
mod list;
pub mod model;
pub mod pages;
pub mod query;
#[cfg(feature = "ssr")]
mod reading;
#[cfg(feature = "ssr")]
pub mod service;
#[cfg(feature = "ssr")]
mod store;
#[cfg(test)]
#[cfg(feature = "ssr")]
mod tests;
#[cfg(feature = "ssr")]
mod views;
