//! A customer's shops: opening, settings, closing.
pub mod api;
#[cfg(feature = "ssr")]
pub mod gateway;
#[cfg(feature = "ssr")]
mod keeping;
pub mod model;
#[cfg(feature = "ssr")]
mod opening;
pub mod pages;
#[cfg(feature = "ssr")]
mod register;
#[cfg(feature = "ssr")]
pub mod service;
#[cfg(feature = "ssr")]
mod store;
#[cfg(test)]
#[cfg(feature = "ssr")]
mod tests;

#[cfg(feature = "ssr")]
pub use register::{BRREG_URL, RegisterName, RegisterSettings};
