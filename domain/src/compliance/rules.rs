//! Monitoring (hvitvaskingsloven §§ 24–25): twelve rules, each a pure function over a bounded history.
//!
//! A rule sees one payment with what went before it ([`History`]) and finds something, or nothing. The same code runs in
//! the transaction that creates a payment, over past payments when a rule is to change, and over a file ([`Monitor`]).

mod history;
mod levels;
mod monitor;
mod payment;
mod report;
mod rule;
mod tally;

pub mod dormant_reactivated;
pub mod fan_out;
pub mod high_risk_corridor;
pub mod large_amount;
pub mod merchant_self_payment;
pub mod merchant_spike;
pub mod new_account_burst;
pub mod rapid_repeat;
pub mod round_amounts;
pub mod shared_beneficiary;
pub mod structuring;
pub mod velocity;

#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;

pub use history::{
    ACCOUNT_DAYS, History, OWN_DAYS, PAYMENTS_MAX, Past, TAKINGS_DAYS, Takings, USUAL_DAYS, day_of,
};
pub use monitor::{Beginning, Monitor};
pub use payment::{At, CountryCode, Handle, Kind, Names, Payment};
pub use report::{Evidence, Figures, Finding, Score, Subject};
pub use rule::{OutOfRange, Range, Rule, RuleParameters};
pub use tally::{Alert, OPEN_DAYS, Tally};
