//! The first page of the back-office: how much waits, and where.
pub mod api;
pub mod model;
pub mod pages;
