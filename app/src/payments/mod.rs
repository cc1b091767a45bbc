//! The payment engine: what Drop asks of the customer's bank, and how far it has come.
//!
//! Sending money home is its first user; paying in shops will be the second.
pub mod attention;
mod carry;
pub mod gateway;
pub mod service;
mod store;
#[cfg(test)]
mod tests;
mod transition;
