//! Messages in browsers that are not open: a subscription, and that there is news. What it is stands behind the log-in.
pub mod gateway;
mod model;
pub mod service;
mod store;
#[cfg(test)]
mod tests;
