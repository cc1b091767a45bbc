//! The real router on a real database, with a real sandbox bank: one binary, a database for each test.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test ends where its expectation does"
)]

mod account;
mod accounts;
mod aml;
mod authorization;
mod breaches;
mod browser;
mod case;
mod codes;
mod complaints;
mod cut_off;
mod doors;
mod downloads;
mod enumeration;
mod events;
mod factors;
mod filters;
mod harness;
mod idempotency;
mod kyc;
mod languages;
mod letters;
mod lists;
mod nextgenpsd2;
mod open_banking;
mod pay;
mod people;
mod pictures;
mod privacy;
mod rates;
mod recipients;
mod register;
mod remittance;
mod rendering;
mod sales;
mod schema;
mod security;
mod session;
mod shops;
mod staff;
mod suspicion;
mod till;
mod two_servers;
mod wall;
mod watchlists;
mod words;
