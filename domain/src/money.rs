//! Money: whole minor units with a currency, checked arithmetic, rounding always an argument.

mod input;
#[cfg(test)]
mod tests;

use std::cmp::Ordering;
use std::fmt;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::UnknownText;

text_enum! {
    /// A currency Drop can hold an amount in (ISO 4217).
    pub enum Currency {
        /// Norwegian krone.
        Nok = "NOK",
        /// Serbian dinar.
        Rsd = "RSD",
        /// Bosnia and Herzegovina convertible mark.
        Bam = "BAM",
        /// Polish złoty.
        Pln = "PLN",
        /// Pakistani rupee.
        Pkr = "PKR",
        /// Turkish lira.
        Try = "TRY",
        /// Euro.
        Eur = "EUR",
    }
}

/// A text that is not the ISO 4217 code of a [`Currency`].
pub type UnknownCurrency = UnknownText;

impl Currency {
    /// The ISO 4217 code, upper case.
    #[must_use]
    pub const fn code(self) -> &'static str {
        self.as_str()
    }

    /// How many decimals one unit has (ISO 4217): two for every currency here.
    #[must_use]
    pub const fn minor_digits(self) -> u32 {
        match self {
            Self::Nok | Self::Rsd | Self::Bam | Self::Pln | Self::Pkr | Self::Try | Self::Eur => 2,
        }
    }

    /// How many minor units make one unit.
    pub(crate) const fn minor_per_unit(self) -> i64 {
        10_i64.pow(self.minor_digits())
    }
}

/// What is done with the part of a minor unit that is left over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Rounding {
    /// To the nearest; a half goes away from zero.
    HalfUp,
    /// Towards zero.
    Down,
    /// Away from zero.
    Up,
}

/// Why an amount could not be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum MoneyError {
    /// The result does not fit 64 bits of minor units.
    #[error("the amount is too large")]
    Overflow,
    /// Two amounts of different currencies met.
    #[error("{left} and {right} cannot be mixed")]
    CurrencyMismatch {
        /// The currency of the first amount.
        left: Currency,
        /// The currency of the second amount.
        right: Currency,
    },
    /// The text is not an amount, or can be read as two different amounts.
    #[error("not an amount")]
    Malformed,
    /// More decimals than the currency has.
    #[error("too many decimals")]
    TooManyDecimals,
    /// A typed amount has a minus sign.
    #[error("the amount is negative")]
    Negative,
}

/// An amount: whole minor units (øre, para, grosz …) of one currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Money {
    minor: i64,
    currency: Currency,
}

impl Money {
    /// An amount of `minor` minor units.
    #[must_use]
    pub const fn new(minor: i64, currency: Currency) -> Self {
        Self { minor, currency }
    }

    /// Nothing, in `currency`.
    #[must_use]
    pub const fn zero(currency: Currency) -> Self {
        Self::new(0, currency)
    }

    /// The amount in minor units.
    #[must_use]
    pub const fn minor(self) -> i64 {
        self.minor
    }

    /// The currency.
    #[must_use]
    pub const fn currency(self) -> Currency {
        self.currency
    }

    /// Exactly nothing?
    #[must_use]
    pub const fn is_zero(self) -> bool {
        self.minor == 0
    }

    /// More than nothing?
    #[must_use]
    pub const fn is_positive(self) -> bool {
        self.minor > 0
    }

    /// The sum.
    ///
    /// # Errors
    /// [`MoneyError::CurrencyMismatch`], [`MoneyError::Overflow`].
    pub fn checked_add(self, other: Money) -> Result<Money, MoneyError> {
        self.same_currency(other)?;
        let minor = self.minor.checked_add(other.minor).ok_or(MoneyError::Overflow)?;
        Ok(Self::new(minor, self.currency))
    }

    /// The difference; it may be negative.
    ///
    /// # Errors
    /// [`MoneyError::CurrencyMismatch`], [`MoneyError::Overflow`].
    pub fn checked_sub(self, other: Money) -> Result<Money, MoneyError> {
        self.same_currency(other)?;
        let minor = self.minor.checked_sub(other.minor).ok_or(MoneyError::Overflow)?;
        Ok(Self::new(minor, self.currency))
    }

    /// The amount with the other sign. `i64::MIN`, far outside `NUMERIC(14,2)`, becomes `i64::MAX`.
    #[must_use]
    pub const fn negated(self) -> Money {
        Self::new(self.minor.saturating_neg(), self.currency)
    }

    /// Which of the two is larger.
    ///
    /// # Errors
    /// [`MoneyError::CurrencyMismatch`].
    pub fn compare(self, other: Money) -> Result<Ordering, MoneyError> {
        self.same_currency(other)?;
        Ok(self.minor.cmp(&other.minor))
    }

    /// The machine format: `2010.00`, `-0.05`. What [`Money::parse_decimal`] reads.
    #[must_use]
    pub fn to_decimal_string(self) -> String {
        let sign = if self.minor < 0 { "-" } else { "" };
        let per_unit = self.currency.minor_per_unit().unsigned_abs();
        let minor = self.minor.unsigned_abs();
        let width = self.currency.minor_digits() as usize;
        format!("{sign}{}.{:0width$}", minor / per_unit, minor % per_unit)
    }

    /// Reads the machine format of databases and banks: an optional `-`, digits without leading zeros,
    /// and at most as many decimals as the currency has, after a `.`.
    ///
    /// # Errors
    /// [`MoneyError::Malformed`], [`MoneyError::TooManyDecimals`], [`MoneyError::Overflow`].
    pub fn parse_decimal(text: &str, currency: Currency) -> Result<Money, MoneyError> {
        let minor = match parse_scaled(text, currency.minor_digits()) {
            Ok(minor) => minor,
            Err(ScaledError::Malformed) => return Err(MoneyError::Malformed),
            Err(ScaledError::TooManyDecimals) => return Err(MoneyError::TooManyDecimals),
            Err(ScaledError::Overflow) => return Err(MoneyError::Overflow),
        };
        Ok(Self::new(minor, currency))
    }

    /// Reads what people type: `2 000,00`, `2.000,50`, `2,000.50`, `2'000`, `2000 kr`, `NOK 2000`,
    /// `2000,-`, also with Arabic and Urdu digits. `2,000` and `2.000` can mean two or two thousand,
    /// so they are refused.
    ///
    /// # Errors
    /// [`MoneyError::Malformed`] (also: ambiguous, or another currency's code),
    /// [`MoneyError::TooManyDecimals`], [`MoneyError::Negative`], [`MoneyError::Overflow`].
    pub fn parse_input(text: &str, currency: Currency) -> Result<Money, MoneyError> {
        input::parse(text, currency)
    }

    pub(crate) fn same_currency(self, other: Money) -> Result<(), MoneyError> {
        if self.currency == other.currency {
            Ok(())
        } else {
            Err(MoneyError::CurrencyMismatch { left: self.currency, right: other.currency })
        }
    }
}

impl fmt::Display for Money {
    /// The machine format with the code: `2010.00 NOK`. Pages have their own, localised format.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.to_decimal_string(), self.currency)
    }
}

/// `numerator / denominator`, rounded. The denominator is positive.
///
/// # Errors
/// [`MoneyError::Overflow`] when the result does not fit `i64`.
pub(crate) fn div_round(numerator: i128, denominator: i128, rounding: Rounding) -> Result<i64, MoneyError> {
    debug_assert!(denominator > 0, "a denominator is positive");
    let quotient = numerator / denominator;
    let rest = (numerator % denominator).unsigned_abs();
    let away = match rounding {
        Rounding::Down => false,
        Rounding::Up => rest > 0,
        Rounding::HalfUp => rest >= denominator.unsigned_abs() - rest,
    };
    let rounded = if away { quotient + numerator.signum() } else { quotient };
    i64::try_from(rounded).map_err(|_| MoneyError::Overflow)
}

/// Why a decimal text could not be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ScaledError {
    Malformed,
    TooManyDecimals,
    Overflow,
}

/// Reads `-12.34` as an integer scaled by ten to the power of `decimals`.
pub(crate) fn parse_scaled(text: &str, decimals: u32) -> Result<i64, ScaledError> {
    let (negative, unsigned) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
    let (whole, fraction) = unsigned.split_once('.').map_or((unsigned, None), |(w, f)| (w, Some(f)));
    let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let leading_zero = whole.len() > 1 && whole.starts_with('0');
    if !all_digits(whole) || leading_zero || !fraction.is_none_or(all_digits) {
        return Err(ScaledError::Malformed);
    }
    let fraction = fraction.unwrap_or_default();
    let missing = (decimals as usize).checked_sub(fraction.len()).ok_or(ScaledError::TooManyDecimals)?;
    let digits = whole.bytes().chain(fraction.bytes()).chain(std::iter::repeat_n(b'0', missing));
    let mut value: i64 = 0;
    // Counting downwards for negative numbers reaches `i64::MIN`, which has no positive twin.
    for digit in digits.map(|byte| i64::from(byte - b'0')) {
        let signed = if negative { -digit } else { digit };
        value = value.checked_mul(10).and_then(|v| v.checked_add(signed)).ok_or(ScaledError::Overflow)?;
    }
    Ok(value)
}
