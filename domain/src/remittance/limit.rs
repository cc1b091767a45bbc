//! How much a customer may send: at once, in 24 hours, in 30 days.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::money::{Currency, Money};

/// The limits in force, all in NOK.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// The least in one remittance.
    pub min: Money,
    /// The most in one remittance.
    pub max: Money,
    /// The most in 24 hours.
    pub day: Money,
    /// The most in 30 days.
    pub month: Money,
}

impl Default for Limits {
    fn default() -> Self {
        let kroner = |amount: i64| Money::new(amount * Currency::Nok.minor_per_unit(), Currency::Nok);
        Self { min: kroner(100), max: kroner(50_000), day: kroner(50_000), month: kroner(200_000) }
    }
}

/// Which limit an amount breaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Error)]
pub enum LimitExceeded {
    /// Less than the least.
    #[error("the least is {min}")]
    TooSmall {
        /// The least in one remittance.
        min: Money,
    },
    /// More than the most.
    #[error("the most is {max}")]
    TooLarge {
        /// The most in one remittance.
        max: Money,
    },
    /// More than what is left of 24 hours.
    #[error("{left} left in 24 hours")]
    Day {
        /// What could still be sent.
        left: Money,
    },
    /// More than what is left of 30 days.
    #[error("{left} left in 30 days")]
    Month {
        /// What could still be sent.
        left: Money,
    },
}

/// What can still be sent; never below zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Left {
    /// In 24 hours.
    pub day: Money,
    /// In 30 days.
    pub month: Money,
}

impl Limits {
    /// May `send` be sent after `used_day` and `used_month`? The used amounts are sums of what was sent,
    /// without fees, over the last 24 hours and 30 days.
    ///
    /// Amounts of another currency than the limits' fail closed: nothing is left, nothing is small enough.
    ///
    /// # Errors
    /// The first [`LimitExceeded`], in the order of its declaration.
    pub fn check(&self, send: Money, used_day: Money, used_month: Money) -> Result<(), LimitExceeded> {
        if send.currency() != self.max.currency() {
            return Err(LimitExceeded::TooLarge { max: self.max });
        }
        if send.minor() < self.min.minor() {
            return Err(LimitExceeded::TooSmall { min: self.min });
        }
        if send.minor() > self.max.minor() {
            return Err(LimitExceeded::TooLarge { max: self.max });
        }
        let left = self.left(used_day, used_month);
        if send.minor() > left.day.minor() {
            return Err(LimitExceeded::Day { left: left.day });
        }
        if send.minor() > left.month.minor() {
            return Err(LimitExceeded::Month { left: left.month });
        }
        Ok(())
    }

    /// What can still be sent after `used_day` and `used_month`.
    #[must_use]
    pub fn left(&self, used_day: Money, used_month: Money) -> Left {
        let rest = |limit: Money, used: Money| {
            let left = limit.checked_sub(used).unwrap_or(Money::zero(limit.currency()));
            if left.is_positive() { left } else { Money::zero(limit.currency()) }
        };
        Left { day: rest(self.day, used_day), month: rest(self.month, used_month) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nok(kroner: i64) -> Money {
        Money::new(kroner * 100, Currency::Nok)
    }

    #[test]
    fn table() {
        let limits = Limits::default();
        let ore = |minor| Money::new(minor, Currency::Nok);
        for (send, day, month, wanted) in [
            (nok(100), nok(0), nok(0), Ok(())),
            (ore(9_999), nok(0), nok(0), Err(LimitExceeded::TooSmall { min: nok(100) })),
            (nok(-500), nok(0), nok(0), Err(LimitExceeded::TooSmall { min: nok(100) })),
            (nok(50_000), nok(0), nok(150_000), Ok(())),
            (ore(5_000_001), nok(0), nok(0), Err(LimitExceeded::TooLarge { max: nok(50_000) })),
            (nok(2_000), nok(48_000), nok(48_000), Ok(())),
            (ore(200_001), nok(48_000), nok(48_000), Err(LimitExceeded::Day { left: nok(2_000) })),
            (nok(100), nok(60_000), nok(60_000), Err(LimitExceeded::Day { left: nok(0) })),
            (nok(1_000), nok(0), nok(199_500), Err(LimitExceeded::Month { left: nok(500) })),
            (
                Money::new(10_000, Currency::Eur),
                nok(0),
                nok(0),
                Err(LimitExceeded::TooLarge { max: nok(50_000) }),
            ),
            (nok(100), Money::zero(Currency::Eur), nok(0), Err(LimitExceeded::Day { left: nok(0) })),
        ] {
            assert_eq!(limits.check(send, day, month), wanted, "{send} after {day}, {month}");
        }
    }
}
