//! A customer's complaints: file one, read the thread, write in it. What officers do with them is in
//! `backoffice::complaints`, which nothing here reaches.
pub mod api;
pub mod model;
pub mod pages;
#[cfg(feature = "ssr")]
pub mod service;
#[cfg(feature = "ssr")]
mod store;
#[cfg(test)]
#[cfg(feature = "ssr")]
mod tests;
pub mod words;
