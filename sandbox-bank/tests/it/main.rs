//! The whole bank over its router, on a real database of its own per test.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests: clippy knows only functions marked as tests"
)]

mod accounts;
mod consents;
mod errors;
mod faults;
mod harness;
mod payments;
mod sca;
