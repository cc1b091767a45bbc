//! Screening against sanctions lists: the lists themselves, who was compared with them, and what officers said of it.
pub mod lists;
pub mod model;
mod people;
pub mod runs;
pub mod service;
pub mod settling;
mod store;
#[cfg(test)]
mod tests;

pub use lists::Lists;
pub use model::Subject;
