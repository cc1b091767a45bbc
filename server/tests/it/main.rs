//! The real router on a real database, with a real sandbox bank: one binary, a database for each test.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test ends where its expectation does"
)]

mod accounts;
mod authorization;
mod harness;
mod open_banking;
mod remittance;
mod rendering;
mod schema;
mod security;
mod session;
