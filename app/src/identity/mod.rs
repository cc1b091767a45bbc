//! Who somebody is: registering, logging in and out, and the register of logins.
pub mod account;
pub mod api;
#[cfg(feature = "ssr")]
mod credentials;
#[cfg(feature = "ssr")]
pub mod gateway;
#[cfg(feature = "ssr")]
mod language;
#[cfg(feature = "ssr")]
mod login;
pub mod logins;
pub mod model;
pub mod pages;
pub mod passkeys;
#[cfg(feature = "ssr")]
pub mod passwords;
#[cfg(feature = "ssr")]
mod registration;
pub mod second_factor;
pub mod security;
#[cfg(feature = "ssr")]
pub mod service;
pub mod step_up;
#[cfg(feature = "ssr")]
mod store;
#[cfg(feature = "ssr")]
mod strength;
#[cfg(test)]
#[cfg(feature = "ssr")]
mod tests;
