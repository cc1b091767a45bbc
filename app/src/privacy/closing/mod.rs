//! Closing one's account: asked for, to be undone for two weeks, and then done by a job.
pub mod service;
mod store;
#[cfg(test)]
mod tests;
