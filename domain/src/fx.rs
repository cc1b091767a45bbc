//! Exchange rates and shares: fixed point, never a float.

mod quotation;

use serde::{Deserialize, Serialize};
use thiserror::Error;

pub use self::quotation::Quotation;
use crate::money::{Currency, Money, MoneyError, Rounding, ScaledError, div_round, parse_scaled};

/// Decimals a rate has, as `NUMERIC(18,8)` does.
pub const RATE_DECIMALS: u32 = 8;
const RATE_SCALE: i64 = 100_000_000;
const DISPLAY_DECIMALS_MIN: usize = 2;
const DISPLAY_DECIMALS_MAX: u32 = 6;
const BASIS_POINTS_PER_WHOLE: i64 = 10_000;

/// Why a rate could not be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum RateError {
    /// Not a decimal number in the machine format.
    #[error("not a rate")]
    Malformed,
    /// More than eight decimals.
    #[error("a rate has at most eight decimals")]
    TooManyDecimals,
    /// Zero or less.
    #[error("a rate is more than zero")]
    NotPositive,
    /// Does not fit 64 bits.
    #[error("the rate is too large")]
    Overflow,
}

/// An exchange rate: target units per one source unit, more than zero, eight decimals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Rate(i64);

impl Rate {
    /// Reads a decimal number such as `11.7` or `11.70000000`.
    ///
    /// # Errors
    /// See [`RateError`].
    pub fn parse(text: &str) -> Result<Self, RateError> {
        match parse_scaled(text, RATE_DECIMALS) {
            Ok(scaled) => Self::from_scaled(scaled),
            Err(ScaledError::Malformed) => Err(RateError::Malformed),
            Err(ScaledError::TooManyDecimals) => Err(RateError::TooManyDecimals),
            Err(ScaledError::Overflow) => Err(RateError::Overflow),
        }
    }

    /// A rate from its value times 10⁸.
    ///
    /// # Errors
    /// [`RateError::NotPositive`].
    pub const fn from_scaled(scaled: i64) -> Result<Self, RateError> {
        if scaled > 0 { Ok(Self(scaled)) } else { Err(RateError::NotPositive) }
    }

    /// The rate times 10⁸.
    #[must_use]
    pub const fn scaled(self) -> i64 {
        self.0
    }

    /// The machine format, always eight decimals: `11.70000000`.
    #[must_use]
    pub fn to_decimal_string(self) -> String {
        format!("{}.{:08}", self.0 / RATE_SCALE, self.0 % RATE_SCALE)
    }

    /// For people: two to six decimals, rounded half-up, trailing zeros trimmed, `.` as separator.
    #[must_use]
    pub fn display_string(self) -> String {
        let dropped = 10_i64.pow(RATE_DECIMALS - DISPLAY_DECIMALS_MAX);
        let per_unit = 10_i64.pow(DISPLAY_DECIMALS_MAX);
        let rounded = self.0 / dropped + i64::from(self.0 % dropped >= dropped / 2);
        let mut decimals = format!("{:06}", rounded % per_unit);
        while decimals.len() > DISPLAY_DECIMALS_MIN && decimals.ends_with('0') {
            decimals.pop();
        }
        format!("{}.{decimals}", rounded / per_unit)
    }

    /// Converts an amount of the source currency into `to`.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`].
    pub fn apply(self, source: Money, to: Currency, rounding: Rounding) -> Result<Money, MoneyError> {
        let (numerator, denominator) = self.minor_ratio(source.currency(), to);
        let product = i128::from(source.minor()).checked_mul(numerator).ok_or(MoneyError::Overflow)?;
        Ok(Money::new(div_round(product, denominator, rounding)?, to))
    }

    /// Converts an amount of the target currency back into the source currency `to`.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`].
    pub fn invert_apply(self, target: Money, to: Currency, rounding: Rounding) -> Result<Money, MoneyError> {
        let (numerator, denominator) = self.minor_ratio(to, target.currency());
        let product = i128::from(target.minor()).checked_mul(denominator).ok_or(MoneyError::Overflow)?;
        Ok(Money::new(div_round(product, numerator, rounding)?, to))
    }

    /// The smallest amount of `source` whose half-up conversion is at least `wanted`; zero when nothing
    /// is wanted. Half-up reaches `wanted` as soon as the exact product is `wanted − ½` minor units.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`].
    pub fn smallest_source(self, wanted: Money, source: Currency) -> Result<Money, MoneyError> {
        if !wanted.is_positive() {
            return Ok(Money::zero(source));
        }
        let (numerator, denominator) = self.minor_ratio(source, wanted.currency());
        let twice_least = 2 * i128::from(wanted.minor()) - 1;
        let product = twice_least.checked_mul(denominator).ok_or(MoneyError::Overflow)?;
        let twice_rate = numerator.checked_mul(2).ok_or(MoneyError::Overflow)?;
        Ok(Money::new(div_round(product, twice_rate, Rounding::Up)?, source))
    }

    /// The customer's rate: this mid-market rate × (1 − margin).
    ///
    /// # Errors
    /// [`RateError::NotPositive`] when the margin leaves nothing.
    pub fn with_margin(self, margin: BasisPoints, rounding: Rounding) -> Result<Rate, RateError> {
        let left = BASIS_POINTS_PER_WHOLE - i64::from(margin.value());
        if left <= 0 {
            return Err(RateError::NotPositive);
        }
        let product = i128::from(self.0) * i128::from(left);
        let scaled = div_round(product, i128::from(BASIS_POINTS_PER_WHOLE), rounding);
        Self::from_scaled(scaled.map_err(|_| RateError::Overflow)?)
    }

    /// Target minor units per source minor unit, as a fraction.
    fn minor_ratio(self, source: Currency, target: Currency) -> (i128, i128) {
        // Currencies with the same decimals cancel out, which keeps the products far from overflow.
        if source.minor_digits() == target.minor_digits() {
            return (i128::from(self.0), i128::from(RATE_SCALE));
        }
        // Both factors fit `i64`, so neither product can leave `i128`.
        let numerator = i128::from(self.0) * i128::from(target.minor_per_unit());
        let denominator = i128::from(RATE_SCALE) * i128::from(source.minor_per_unit());
        (numerator, denominator)
    }
}

impl std::fmt::Display for Rate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(&self.to_decimal_string())
    }
}

impl std::str::FromStr for Rate {
    type Err = RateError;

    fn from_str(text: &str) -> Result<Self, RateError> {
        Self::parse(text)
    }
}

impl TryFrom<String> for Rate {
    type Error = RateError;

    fn try_from(text: String) -> Result<Self, RateError> {
        Self::parse(&text)
    }
}

impl From<Rate> for String {
    fn from(rate: Rate) -> String {
        rate.to_decimal_string()
    }
}

/// Hundredths of a percent: 50 is 0.5 %.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct BasisPoints(u32);

impl BasisPoints {
    /// `value` hundredths of a percent.
    #[must_use]
    pub const fn new(value: u32) -> Self {
        Self(value)
    }

    /// The number of hundredths of a percent.
    #[must_use]
    pub const fn value(self) -> u32 {
        self.0
    }

    /// This share of an amount.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`].
    pub fn of(self, whole: Money, rounding: Rounding) -> Result<Money, MoneyError> {
        let product = i128::from(whole.minor()) * i128::from(self.0);
        let minor = div_round(product, i128::from(BASIS_POINTS_PER_WHOLE), rounding)?;
        Ok(Money::new(minor, whole.currency()))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop_assert, prop_assert_eq, proptest};

    use super::*;

    #[test]
    fn formats() {
        for (text, machine, shown) in [
            ("11.7", "11.70000000", "11.70"),
            ("11.12345678", "11.12345678", "11.123457"),
            ("0.08712000", "0.08712000", "0.08712"),
            ("26", "26.00000000", "26.00"),
            ("0.00000001", "0.00000001", "0.00"),
            ("9.99999999", "9.99999999", "10.00"),
        ] {
            let rate = Rate::parse(text).unwrap();
            assert_eq!(rate.to_decimal_string(), machine);
            assert_eq!(rate.display_string(), shown);
            assert_eq!(serde_json::to_string(&rate).unwrap(), format!("\"{machine}\""));
        }
        assert_eq!(Rate::parse("0"), Err(RateError::NotPositive));
        assert_eq!(Rate::parse("-1"), Err(RateError::NotPositive));
        assert_eq!(Rate::parse("1.123456789"), Err(RateError::TooManyDecimals));
        assert_eq!(Rate::parse("1,5"), Err(RateError::Malformed));
        assert_eq!(Rate::parse("92233720369"), Err(RateError::Overflow));
        assert!(serde_json::from_str::<Rate>("\"0\"").is_err());
    }

    #[test]
    fn margins_and_shares() {
        let mid = Rate::parse("11.7").unwrap();
        let customer = mid.with_margin(BasisPoints::new(150), Rounding::Down).unwrap();
        assert_eq!(customer.to_decimal_string(), "11.52450000");
        assert_eq!(mid.with_margin(BasisPoints::new(10_000), Rounding::Up), Err(RateError::NotPositive));
        let send = Money::new(10_100, Currency::Nok);
        assert_eq!(BasisPoints::new(50).of(send, Rounding::HalfUp).unwrap().minor(), 51);
        assert_eq!(BasisPoints::new(50).of(send, Rounding::Down).unwrap().minor(), 50);
    }

    proptest! {
        #[test]
        fn text_round_trips(scaled in 1_i64..) {
            let rate = Rate::from_scaled(scaled).unwrap();
            prop_assert_eq!(Rate::parse(&rate.to_decimal_string()), Ok(rate));
        }

        #[test]
        fn converting_there_and_back_loses_at_most_one_step(minor in 0_i64..10_000_000, scaled in 1_000_000_i64..10_000_000_000) {
            let rate = Rate::from_scaled(scaled).unwrap();
            let send = Money::new(minor, Currency::Nok);
            let there = rate.apply(send, Currency::Rsd, Rounding::Down).unwrap();
            let back = rate.invert_apply(there, Currency::Nok, Rounding::Down).unwrap();
            prop_assert!(back.minor() <= minor);
            prop_assert!(i128::from(minor - back.minor() - 1) * i128::from(scaled) <= i128::from(RATE_SCALE));
        }

        #[test]
        fn smallest_source_is_enough_and_smallest(wanted in 1_i64..1_000_000_000, scaled in 1_000_000_i64..10_000_000_000) {
            let rate = Rate::from_scaled(scaled).unwrap();
            let source = rate.smallest_source(Money::new(wanted, Currency::Rsd), Currency::Nok).unwrap();
            let converted = |minor| rate.apply(Money::new(minor, Currency::Nok), Currency::Rsd, Rounding::HalfUp).unwrap().minor();
            prop_assert!(converted(source.minor()) >= wanted);
            prop_assert!(converted(source.minor() - 1) < wanted);
        }
    }
}
