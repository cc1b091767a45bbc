//! What a shop may ask for at once.

use thiserror::Error;

use crate::money::{Currency, Money};

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
}
