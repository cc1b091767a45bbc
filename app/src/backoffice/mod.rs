//! Where officers work: everything under `/admin`. One part of the browser's code, which no customer downloads.
pub mod desk;
pub mod overview;
pub mod pages;
pub mod shell;
pub mod staff;
