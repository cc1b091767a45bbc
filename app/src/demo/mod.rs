//! Demo data: a house that is worth looking at. Never in production unless somebody asks for it.
mod desk;
mod listed;
mod lists;
mod rates;
mod register;
mod reports;
pub mod service;
mod store;

pub use rates::SeededRates;
pub use register::BuiltInRegister;
pub use reports::seed_reports;
pub use service::{DEMO_SECRET, customer_logins, logins, staff_logins, staff_secret};
