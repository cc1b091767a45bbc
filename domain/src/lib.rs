//! The pure rules of Drop: money, identifiers, time, access, banks, remittances and compliance.
//!
//! Nothing here reads a clock, a file, a socket or a random number: time and randomness are arguments
//! ([`clock`]). The crate compiles to WebAssembly, so a browser form and the server share one rule.
//!
//! ```
//! use domain::money::{Currency, Money};
//! use domain::remittance::fee::fee_for;
//!
//! let send = Money::parse_input("2 000,00 kr", Currency::Nok)?;
//! let fee = fee_for(send)?;
//! assert_eq!(fee.to_decimal_string(), "10.00");
//! assert_eq!(send.checked_add(fee)?.to_decimal_string(), "2010.00");
//! # Ok::<(), domain::money::MoneyError>(())
//! ```

#[macro_use]
mod text;

pub mod access;
pub mod bank;
pub mod calendar;
pub mod clock;
pub mod compliance;
pub mod csv_cell;
pub mod filter;
pub mod form;
pub mod fx;
pub mod history;
pub mod identity;
pub mod ids;
pub mod latin;
pub mod merchant;
pub mod money;
pub mod remittance;
pub mod second_factor;
pub mod throttle;

pub use text::UnknownText;
