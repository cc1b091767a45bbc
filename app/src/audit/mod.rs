//! The audit log: who did what, when and from where; append-only and hash-chained.
pub mod service;
mod store;
#[cfg(test)]
mod tests;

pub use service::{Entry, record_in_tx};
