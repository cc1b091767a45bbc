//! The audit log as officers read it: who did what, when and from where, and whether it is as it was written.
pub mod api;
#[cfg(feature = "ssr")]
pub mod checking;
pub mod model;
pub mod pages;
#[cfg(feature = "ssr")]
pub mod service;
#[cfg(feature = "ssr")]
mod store;
#[cfg(test)]
#[cfg(feature = "ssr")]
mod tests;
