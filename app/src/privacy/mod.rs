//! What a customer decides about their own data: consents, a copy, correction, restriction, erasure, closing the account.
//! What officers decide about it is in `backoffice::requests`, which nothing here reaches.
pub mod api;
#[cfg(feature = "ssr")]
pub mod closing;
#[cfg(feature = "ssr")]
pub mod consents;
pub mod cookies;
#[cfg(feature = "ssr")]
pub mod export;
pub mod model;
pub mod pages;
#[cfg(feature = "ssr")]
pub mod service;
#[cfg(feature = "ssr")]
mod store;
#[cfg(test)]
#[cfg(feature = "ssr")]
mod tests;
mod words;
