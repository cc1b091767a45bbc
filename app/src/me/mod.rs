//! "Me": who one is to Drop, what one has chosen, and the ways to everything of one's own. Its pages are one part of the
//! browser's code, and stand behind one route.
pub mod api;
pub mod beside;
mod hub;
mod language;
pub mod model;
pub mod pages;
mod profile;
#[cfg(feature = "ssr")]
pub mod service;
#[cfg(feature = "ssr")]
mod store;
#[cfg(test)]
#[cfg(feature = "ssr")]
mod tests;
