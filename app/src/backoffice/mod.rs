//! Where officers work: everything under `/admin`. One part of the browser's code, which no customer downloads.
pub mod pages;
pub mod shell;
