//! What a sale costs the shop.

use crate::fx::BasisPoints;
use crate::money::{Money, MoneyError, Rounding, div_round, parse_scaled};

/// What a shop pays unless something else was agreed with it: 1 % of a sale, the default of `merchants.fee_rate`.
pub const SHOP_FEE: BasisPoints = BasisPoints::new(100);

const SCALE: i64 = 100_000_000;
const DECIMALS: u32 = 8;

/// `merchants.fee_rate`: the share of a sale that the shop pays, from 0 to less than 1, with eight decimals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FeeRate(i64);

impl FeeRate {
    /// Reads a decimal number such as `0.01`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        parse_scaled(text, DECIMALS).ok().filter(|scaled| (0..SCALE).contains(scaled)).map(Self)
    }

    /// The fee of one sale, rounded half-up to the minor unit. A statement adds up fees; it does not take its share of
    /// a sum.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`].
    pub fn of(self, price: Money) -> Result<Money, MoneyError> {
        let product = i128::from(price.minor()) * i128::from(self.0);
        Ok(Money::new(div_round(product, i128::from(SCALE), Rounding::HalfUp)?, price.currency()))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop_assert, proptest};

    use super::*;
    use crate::money::Currency;

    fn fee(rate: &str, price: i64) -> i64 {
        FeeRate::parse(rate).unwrap().of(Money::new(price, Currency::Nok)).unwrap().minor()
    }

    #[test]
    fn the_usual_fee_is_the_default_of_the_table() {
        for price in [100, 12_345, 24_850, 10_000_000] {
            let usual = SHOP_FEE.of(Money::new(price, Currency::Nok), Rounding::HalfUp).unwrap();
            assert_eq!(usual.minor(), fee("0.01", price));
        }
    }

    #[test]
    fn table() {
        for (rate, price, wanted) in [
            ("0.01", 12_900, 129),
            ("0.01", 24_849, 248),
            ("0.01", 24_850, 249),
            ("0.01", 100, 1),
            ("0.01", 10_000_000, 100_000),
            ("0.0175", 10_000, 175),
            ("0", 12_900, 0),
        ] {
            assert_eq!(fee(rate, price), wanted, "{rate} of {price}");
        }
    }

    #[test]
    fn only_shares_are_read() {
        for text in ["-0.01", "1", "1.5", "", "1 %", "0.000000001"] {
            assert_eq!(FeeRate::parse(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn half_an_ore_off_at_most(price in 0_i64..10_000_000) {
            prop_assert!((fee("0.01", price) * 100 - price).abs() <= 50);
        }
    }
}
