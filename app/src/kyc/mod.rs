//! What a customer tells about who they are, and what they see of how far we are with it. What officers do about it is
//! in `compliance::kyc`, which nothing here reaches: a job carries the one to the other.
pub mod api;
#[cfg(feature = "ssr")]
pub(crate) mod countries;
pub mod model;
pub mod pages;
#[cfg(feature = "ssr")]
pub mod service;
#[cfg(feature = "ssr")]
mod store;
#[cfg(test)]
#[cfg(feature = "ssr")]
mod tests;
