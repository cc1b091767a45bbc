//! Banks: account numbers, the state of a payment, the consent to read accounts.

mod bank_name;
pub mod consent;
pub mod iban;
pub mod kontonr;
pub mod payment_state;
