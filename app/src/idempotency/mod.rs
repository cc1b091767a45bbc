//! A command that moves money is carried out once, however often its form is sent.
pub mod service;
mod store;

#[cfg(test)]
mod tests;
