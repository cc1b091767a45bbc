//! Secrets at rest: what opens a customer's bank, or says who somebody is, stands in the database as text that only
//! the holder of a key can read. See docs/adr/0014-encryption-at-rest.md.
mod keys;
mod links;
mod seal;
pub mod service;
mod store;
#[cfg(test)]
mod tests;

pub use keys::{Keys, KeysError};
pub use seal::{Place, Vault, VaultError};
