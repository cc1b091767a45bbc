//! Complaints as officers work on them: the queue by due date, the thread, and every step up to the final reply.
pub mod api;
#[cfg(feature = "ssr")]
mod csv;
pub mod model;
pub mod pages;
#[cfg(feature = "ssr")]
pub mod service;
#[cfg(feature = "ssr")]
mod steps;
#[cfg(feature = "ssr")]
mod store;
#[cfg(test)]
#[cfg(feature = "ssr")]
mod tests;
