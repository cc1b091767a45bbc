//! Carrying out what was decided about a customer's data, and what goes with an account that closes: what goes now goes
//! now, and the rest on its retention date. No page of a customer reaches this: it deletes what officers know too.
pub mod service;
mod store;
#[cfg(test)]
mod tests;
