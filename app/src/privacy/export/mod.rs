//! A copy of everything that Drop holds of a customer (GDPR art. 15 and 20): made by a job, fetched once.
mod archive;
pub mod parts;
mod reading;
mod readme;
pub mod service;
mod store;
#[cfg(test)]
mod tests;

pub use archive::ArchiveError;
