//! What a browser shows and what a page calls. Each slice is a folder; `ui` knows no slice.
#![recursion_limit = "512"]

pub mod about;
pub mod accounts;
pub mod activity;
#[cfg(feature = "ssr")]
pub mod audit;
pub mod backoffice;
pub mod complaints;
#[cfg(feature = "ssr")]
pub mod compliance;
#[cfg(feature = "ssr")]
pub mod context;
#[cfg(feature = "ssr")]
pub mod csv_file;
#[cfg(feature = "ssr")]
mod cursor;
#[cfg(feature = "ssr")]
pub mod db;
#[cfg(feature = "ssr")]
pub mod demo;
#[cfg(feature = "ssr")]
mod document;
pub mod error;
pub mod form;
pub mod i18n;
#[cfg(feature = "ssr")]
pub mod idempotency;
pub mod identity;
#[cfg(feature = "ssr")]
pub mod jobs;
pub mod kyc;
pub mod landing;
mod lazy;
#[cfg(feature = "ssr")]
pub mod live;
pub mod mail;
pub mod me;
pub mod merchant;
pub mod notifications;
#[cfg(feature = "ssr")]
pub mod payments;
pub mod privacy;
#[cfg(feature = "ssr")]
pub mod rates;
pub mod remittance;
mod routes;
#[cfg(test)]
#[cfg(feature = "ssr")]
pub(crate) mod testing;
#[cfg(feature = "ssr")]
pub mod throttle;
pub mod ui;
#[cfg(feature = "ssr")]
pub mod vault;

#[cfg(feature = "ssr")]
pub use document::shell;
pub use routes::App;
