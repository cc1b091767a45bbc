//! Limits on how often something is done, counted in the database and so shared by all servers.
pub mod service;
mod store;
#[cfg(test)]
mod tests;
