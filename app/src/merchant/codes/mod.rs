//! QR codes of a shop: stickers and single sales, their signed links, their pictures.
pub mod api;
#[cfg(feature = "ssr")]
pub mod drawing;
#[cfg(feature = "ssr")]
mod making;
pub mod model;
pub mod pages;
#[cfg(feature = "ssr")]
pub mod service;
#[cfg(feature = "ssr")]
mod store;
#[cfg(test)]
#[cfg(feature = "ssr")]
mod tests;
