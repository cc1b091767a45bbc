//! What a customer asks of their own data. What officers decide about it is in `backoffice::requests`, which nothing here
//! reaches.
pub mod model;
pub mod service;
mod store;
#[cfg(test)]
mod tests;
