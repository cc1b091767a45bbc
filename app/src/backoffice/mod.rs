//! Where officers work: everything under `/admin`. One part of the browser's code, which no customer downloads.
pub mod alerts;
pub mod audit;
pub mod complaints;
pub mod customers;
pub mod desk;
mod due;
pub mod holds;
pub mod kyc;
pub mod merchants;
pub mod overview;
pub mod pages;
#[cfg(feature = "ssr")]
mod paging;
mod parts;
pub mod reports;
pub mod requests;
pub mod rules;
pub mod screening;
pub mod shell;
pub mod staff;
mod words;
