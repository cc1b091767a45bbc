//! Monitoring of payments by rules (hvitvaskingsloven §§ 24–25): settings, findings, alerts, and trying rules out.
//!
//! The rules themselves are pure (`domain::compliance::rules`). `service::watch_in_tx` runs them in the transaction that
//! creates a payment; `backtest` over payments of the past, `replay` over a file.
pub mod backtest;
mod kept;
pub mod replay;
pub mod service;
pub mod settings;
mod store;
#[cfg(test)]
mod tests;

pub use kept::Monitoring;
