//! The outside world, behind the traits that the application's slices declare.
pub mod breaches;
pub mod open_banking;
pub mod post;
pub mod push;
pub mod rates;
pub mod register;
pub mod watchlists;
