//! Reports of suspicious transactions to Økokrim: written by one officer, submitted by another.
pub mod api;
#[cfg(feature = "ssr")]
mod deciding;
#[cfg(feature = "ssr")]
pub mod documents;
#[cfg(feature = "ssr")]
mod drafting;
#[cfg(feature = "ssr")]
mod facts;
pub mod model;
pub mod pages;
#[cfg(feature = "ssr")]
mod queue;
#[cfg(feature = "ssr")]
pub mod service;
#[cfg(feature = "ssr")]
mod store;
#[cfg(test)]
mod tests;
pub mod words;
