//! The payment engine: what Drop asks of the customer's bank, and how far it has come.
//!
//! Sending money home, paying in shops and paying back are its users.
pub mod attention;
mod carry;
pub mod changes;
pub mod gateway;
pub mod held;
pub mod sale;
pub mod service;
mod store;
mod telling;
#[cfg(test)]
mod tests;
mod transition;
