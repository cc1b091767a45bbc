//! What is kept until when, and deleting what is past its date.
mod customers;
pub mod service;
mod store;
#[cfg(test)]
mod tests;
