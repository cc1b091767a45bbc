//! Pages of customers in the back-office.
mod customer;
mod money;
mod panels;
mod payments;
mod recipients;
mod search;
mod words;

pub use customer::CustomerPage;
pub use payments::CustomerPayments;
pub use search::CustomersSearch;
