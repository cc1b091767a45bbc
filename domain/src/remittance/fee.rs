//! What a remittance costs.

use crate::fx::BasisPoints;
use crate::money::{Money, MoneyError, Rounding};

/// 0.5 % of the amount sent, on top of it.
pub const REMITTANCE_FEE: BasisPoints = BasisPoints::new(50);

/// The fee for sending `send`, rounded half-up to the minor unit.
///
/// # Errors
/// [`MoneyError::Overflow`].
pub fn fee_for(send: Money) -> Result<Money, MoneyError> {
    REMITTANCE_FEE.of(send, Rounding::HalfUp)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop_assert, proptest};

    use super::*;
    use crate::money::Currency;

    #[test]
    fn table() {
        for (send, fee) in
            [(200_000, 1_000), (10_000, 50), (10_100, 51), (10_099, 50), (5_000_000, 25_000), (0, 0)]
        {
            assert_eq!(
                fee_for(Money::new(send, Currency::Nok)),
                Ok(Money::new(fee, Currency::Nok)),
                "{send}"
            );
        }
    }

    proptest! {
        #[test]
        fn half_an_ore_off_at_most(send in 0_i64..100_000_000_000) {
            let fee = fee_for(Money::new(send, Currency::Nok)).unwrap().minor();
            // |fee − send × 0.005| ≤ ½, in two-hundredths of an øre.
            prop_assert!((fee * 200 - send).abs() <= 100);
        }
    }
}
