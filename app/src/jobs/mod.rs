//! Work that is done later: written with what wants it done, carried out by whichever server is free.
pub mod model;
pub mod service;
mod store;
#[cfg(test)]
mod tests;

pub use model::Job;
pub use service::enqueue_in_tx;
