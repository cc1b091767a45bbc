//! Demo data: a house that is worth looking at. Never in production unless somebody asks for it.
pub mod service;
mod store;

pub use service::customer_logins;
