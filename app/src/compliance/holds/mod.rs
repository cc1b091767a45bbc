//! Payments that wait for an officer (hvitvaskingsloven § 27), and what officers decide about them.
pub mod service;
mod store;
#[cfg(test)]
mod tests;
