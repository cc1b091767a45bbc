//! What a shop may ask for at once.

use thiserror::Error;

use crate::form::FieldCode;
use crate::money::{Currency, Money, MoneyError};

/// Least price, in øre: 1 krone.
pub const PRICE_MIN_ORE: i64 = 100;
/// Greatest price, in øre: 100,000 kroner.
pub const PRICE_MAX_ORE: i64 = 10_000_000;

/// Why an amount is no price.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum PriceError {
    /// Shops take kroner.
    #[error("not in kroner")]
    Currency,
    /// Less than [`PRICE_MIN_ORE`].
    #[error("too little")]
    TooLittle,
    /// More than [`PRICE_MAX_ORE`].
    #[error("too much")]
    TooMuch,
}

/// What a customer pays in a shop, exactly: the shop bears the fee.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Price(Money);

impl Price {
    /// An amount that a shop may ask for.
    ///
    /// # Errors
    /// [`PriceError`].
    pub fn new(amount: Money) -> Result<Self, PriceError> {
        match amount.minor() {
            _ if amount.currency() != Currency::Nok => Err(PriceError::Currency),
            ..PRICE_MIN_ORE => Err(PriceError::TooLittle),
            PRICE_MIN_ORE..=PRICE_MAX_ORE => Ok(Self(amount)),
            _ => Err(PriceError::TooMuch),
        }
    }

    /// Reads a price as somebody types it.
    ///
    /// # Errors
    /// [`FieldCode::Required`], [`FieldCode::AmountMalformed`], [`FieldCode::PriceTooSmall`],
    /// [`FieldCode::PriceTooLarge`].
    pub fn read(text: &str) -> Result<Self, FieldCode> {
        if text.trim().is_empty() {
            return Err(FieldCode::Required);
        }
        let amount = Money::parse_input(text, Currency::Nok).map_err(|error| match error {
            MoneyError::Negative => FieldCode::PriceTooSmall,
            MoneyError::Overflow => FieldCode::PriceTooLarge,
            other => other.into(),
        })?;
        Ok(Self::new(amount)?)
    }

    /// The amount.
    #[must_use]
    pub const fn amount(self) -> Money {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boundaries() {
        for (minor, wanted) in [
            (99, Err(PriceError::TooLittle)),
            (-100, Err(PriceError::TooLittle)),
            (100, Ok(())),
            (10_000_000, Ok(())),
            (10_000_001, Err(PriceError::TooMuch)),
        ] {
            assert_eq!(Price::new(Money::new(minor, Currency::Nok)).map(|_| ()), wanted, "{minor}");
        }
        assert_eq!(Price::new(Money::new(500, Currency::Eur)), Err(PriceError::Currency));
    }

    #[test]
    fn as_somebody_types_it() {
        for (text, wanted) in [
            ("129", Ok(12_900)),
            (" 49,50 ", Ok(4_950)),
            ("1 kr", Ok(100)),
            ("100 000", Ok(10_000_000)),
            ("", Err(FieldCode::Required)),
            ("  ", Err(FieldCode::Required)),
            ("0,99", Err(FieldCode::PriceTooSmall)),
            ("-5", Err(FieldCode::PriceTooSmall)),
            ("100000,01", Err(FieldCode::PriceTooLarge)),
            ("99999999999999999999999", Err(FieldCode::PriceTooLarge)),
            ("1,234", Err(FieldCode::AmountMalformed)),
            ("mye", Err(FieldCode::AmountMalformed)),
        ] {
            assert_eq!(Price::read(text).map(|price| price.amount().minor()), wanted, "{text:?}");
        }
    }
}
