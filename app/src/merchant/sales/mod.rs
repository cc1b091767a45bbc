//! A shop's sales: its book, the overview, the list, refunds and statements.
pub mod api;
#[cfg(feature = "ssr")]
pub mod book;
#[cfg(feature = "ssr")]
pub mod list;
pub mod model;
#[cfg(feature = "ssr")]
mod overview;
pub mod pages;
#[cfg(feature = "ssr")]
mod refunds;
#[cfg(feature = "ssr")]
pub mod service;
#[cfg(feature = "ssr")]
pub mod statements;
#[cfg(feature = "ssr")]
mod store;
#[cfg(test)]
#[cfg(feature = "ssr")]
mod tests;
pub mod words;
