//! The web server, its jobs, its gateways to banks, and the command line around them.
#![recursion_limit = "512"]

pub mod api;
pub mod cli;
pub mod config;
mod demo_mail;
mod documents;
mod downloads;
mod events;
pub mod gateways;
pub mod jobs;
pub mod middleware;
pub mod pages;
mod pictures;
pub mod router;
pub mod sessions;
pub mod state;
mod static_files;
pub mod telemetry;
pub mod words;

/// The database's schema, built into the binary.
pub static MIGRATOR: sqlx::migrate::Migrator = sqlx::migrate!("../migrations");
