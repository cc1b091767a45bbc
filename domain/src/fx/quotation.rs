//! A central bank's quotation, kroner for foreign units, turned into our rate: foreign units for one krone.

use super::{BasisPoints, RATE_SCALE, Rate, RateError};
use crate::money::{Rounding, div_round};

/// No bank quotes for more than a million units at once.
const UNIT_EXPONENT_MAX: u32 = 6;
/// Convertible marks for one euro, times 10⁵. The rate is law: Zakon o Centralnoj banci Bosne i Hercegovine
/// art. 32, which took over the mark's 1.95583 for one euro (Council Regulation (EC) No 2866/98).
const BAM_PER_EUR: (i128, i128) = (195_583, 100_000);

/// Kroner for 10 to the power of `unit_exponent` units of a currency: `3.6512` for 100 rupees is an exponent of 2.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quotation {
    kroner: Rate,
    unit_exponent: u32,
}

impl Quotation {
    /// Reads a published value, a decimal number with a point.
    ///
    /// # Errors
    /// See [`RateError`]; an exponent above six is [`RateError::Overflow`].
    pub fn parse(kroner: &str, unit_exponent: u32) -> Result<Self, RateError> {
        if unit_exponent > UNIT_EXPONENT_MAX {
            return Err(RateError::Overflow);
        }
        Ok(Self { kroner: Rate::parse(kroner)?, unit_exponent })
    }

    /// Units of the currency for one krone, rounded half-up to eight decimals.
    ///
    /// # Errors
    /// [`RateError::NotPositive`] when so little is left that it rounds to nothing.
    pub fn per_krone(self) -> Result<Rate, RateError> {
        self.per_krone_times((1, 1))
    }

    /// Convertible marks for one krone, when this is the quotation of the euro: the currency board fixes the rest.
    /// Rounded once, half-up to eight decimals.
    ///
    /// # Errors
    /// As [`Quotation::per_krone`].
    pub fn bam_per_krone(self) -> Result<Rate, RateError> {
        self.per_krone_times(BAM_PER_EUR)
    }

    fn per_krone_times(self, (times, over): (i128, i128)) -> Result<Rate, RateError> {
        let scale = i128::from(RATE_SCALE);
        // At most 10⁸ · 10⁸ · 10⁶ · 195583, far from what 128 bits hold.
        let numerator = scale * scale * 10_i128.pow(self.unit_exponent) * times;
        let scaled = div_round(numerator, i128::from(self.kroner.0) * over, Rounding::HalfUp);
        Rate::from_scaled(scaled.map_err(|_| RateError::Overflow)?)
    }
}

impl Rate {
    /// Does this rate differ from `other` by more than a share of `other`?
    #[must_use]
    pub fn is_further_than(self, share: BasisPoints, other: Rate) -> bool {
        let difference = i128::from(self.0.abs_diff(other.0)) * i128::from(super::BASIS_POINTS_PER_WHOLE);
        difference > i128::from(other.0) * i128::from(share.value())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop_assert, proptest};

    use super::*;

    fn per_krone(kroner: &str, exponent: u32) -> String {
        Quotation::parse(kroner, exponent).unwrap().per_krone().unwrap().to_decimal_string()
    }

    #[test]
    fn quotations_are_turned_around() {
        for (kroner, exponent, rate) in [
            ("2.7365", 0, "0.36543029"),
            ("3.6512", 2, "27.38825592"),
            ("23.91", 2, "4.18235048"),
            ("11.632", 0, "0.08596974"),
            ("0.5", 0, "2.00000000"),
            ("3", 0, "0.33333333"),
            ("6", 1, "1.66666667"),
        ] {
            assert_eq!(per_krone(kroner, exponent), rate, "{kroner} for 10^{exponent}");
        }
        for (kroner, exponent, error) in [
            ("0", 0, RateError::NotPositive),
            ("-2.7", 0, RateError::NotPositive),
            ("2,7", 0, RateError::Malformed),
            ("", 0, RateError::Malformed),
            ("NaN", 0, RateError::Malformed),
            ("2.7", 7, RateError::Overflow),
        ] {
            assert_eq!(Quotation::parse(kroner, exponent), Err(error), "{kroner}");
        }
        let huge = Quotation::parse("92233720368", 0).unwrap();
        assert_eq!(huge.per_krone(), Err(RateError::NotPositive));
    }

    #[test]
    fn the_mark_follows_the_euro_by_law() {
        let euro = Quotation::parse("11.632", 0).unwrap();
        // 1.95583 / 11.632 = 0.168142…; the euro's own rounding does not come in.
        assert_eq!(euro.bam_per_krone().unwrap().to_decimal_string(), "0.16814219");
        let one = Quotation::parse("1.95583", 0).unwrap();
        assert_eq!(one.bam_per_krone().unwrap().to_decimal_string(), "1.00000000");
    }

    #[test]
    fn jumps() {
        let rate = |text| Rate::parse(text).unwrap();
        let tenth = BasisPoints::new(1_000);
        for (new, jumps) in [("11", false), ("9", false), ("11.00000001", true), ("8.99999999", true)] {
            assert_eq!(rate(new).is_further_than(tenth, rate("10")), jumps, "{new}");
        }
    }

    proptest! {
        /// Rate times value is the number of units, to within half a step of the rate.
        #[test]
        fn turning_around_is_exact_to_half_a_step(kroner in 1_000_000_i64..100_000_000_000, exponent in 0_u32..=3) {
            let quotation = Quotation { kroner: Rate(kroner), unit_exponent: exponent };
            let rate = quotation.per_krone().unwrap();
            let scale = i128::from(RATE_SCALE);
            let exact = scale * scale * 10_i128.pow(exponent);
            let back = i128::from(rate.scaled()) * i128::from(kroner);
            prop_assert!((exact - back).abs() * 2 <= i128::from(kroner));
        }
    }
}
