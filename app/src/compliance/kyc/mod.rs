//! Identities as officers see them: risk, screening, decisions.
mod countries;
mod deciding;
pub mod model;
mod screening;
pub mod service;
mod store;
#[cfg(test)]
mod tests;
