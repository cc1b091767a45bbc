//! Berlin Group NextGenPSD2 1.3: the one client for every bank.
mod accounts;
mod client;
mod errors;
mod payments;
mod wire;

pub use client::NextGenPsd2;
