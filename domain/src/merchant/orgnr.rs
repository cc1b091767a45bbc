//! Organisation numbers of Brønnøysundregistrene: nine digits, the last a mod 11 check.

use thiserror::Error;

const DIGITS: usize = 9;
const WEIGHTS: [u32; DIGITS] = [3, 2, 7, 6, 5, 4, 3, 2, 1];

/// Why a text is not an organisation number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum OrgnrError {
    /// Not nine digits.
    #[error("not nine digits")]
    Malformed,
    /// The last digit does not fit.
    #[error("the check digit does not fit")]
    Checksum,
}

validated_text! {
    /// A valid organisation number: nine digits.
    pub struct Orgnr, OrgnrError
}

impl Orgnr {
    /// Reads an organisation number; spaces do not matter.
    ///
    /// # Errors
    /// See [`OrgnrError`].
    pub fn parse(text: &str) -> Result<Self, OrgnrError> {
        let digits: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        if digits.len() != DIGITS || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(OrgnrError::Malformed);
        }
        let values = digits.bytes().map(|byte| u32::from(byte - b'0'));
        let sum: u32 = values.zip(WEIGHTS).map(|(digit, weight)| digit * weight).sum();
        // Nine noughts add up too, and belong to nobody.
        if sum > 0 && sum.is_multiple_of(11) { Ok(Self(digits)) } else { Err(OrgnrError::Checksum) }
    }

    /// For reading: `988 077 917`.
    #[must_use]
    pub fn grouped(&self) -> String {
        format!("{} {} {}", &self.0[..3], &self.0[3..6], &self.0[6..])
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop_assert, prop_assert_eq, prop_assume, proptest};

    use super::*;

    #[test]
    fn table() {
        for text in ["988077917", "988 077 917", " 988\u{a0}077\u{a0}917\n", "9 8 8 0 7 7 9 1 7"] {
            let orgnr = Orgnr::parse(text).unwrap();
            assert_eq!((orgnr.as_str(), orgnr.grouped().as_str()), ("988077917", "988 077 917"), "{text:?}");
        }
        for (text, error) in [
            ("988077918", OrgnrError::Checksum),
            ("898077917", OrgnrError::Checksum),
            ("000000000", OrgnrError::Checksum),
            ("98807791", OrgnrError::Malformed),
            ("9880779170", OrgnrError::Malformed),
            ("98807791x", OrgnrError::Malformed),
            ("988-077-917", OrgnrError::Malformed),
            ("９８８０７７９１７", OrgnrError::Malformed),
            ("", OrgnrError::Malformed),
        ] {
            assert_eq!(Orgnr::parse(text), Err(error), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn any_single_wrong_digit_is_refused(digits in "[1-9][0-9]{7}", place in 0_usize..9, wrong in 1_u8..10) {
            let right = (0..10).find_map(|last| Orgnr::parse(&format!("{digits}{last}")).ok());
            // One beginning in eleven has no check digit.
            prop_assume!(right.is_some());
            let mut other = right.unwrap().into_string().into_bytes();
            other[place] = b'0' + (other[place] - b'0' + wrong) % 10;
            prop_assert_eq!(Orgnr::parse(std::str::from_utf8(&other).unwrap()), Err(OrgnrError::Checksum));
        }

        #[test]
        fn eight_digits_have_one_check_digit_at_most(digits in "[1-9][0-9]{7}") {
            let fitting = (0..10).filter(|last| Orgnr::parse(&format!("{digits}{last}")).is_ok()).count();
            prop_assert!(fitting <= 1);
        }

        #[test]
        fn what_is_printed_reads_back(digits in "[0-9]{9}") {
            if let Ok(orgnr) = Orgnr::parse(&digits) {
                prop_assert_eq!(Orgnr::parse(&orgnr.grouped()), Ok(orgnr));
            }
        }

        #[test]
        fn nothing_panics(text in "\\PC{0,20}") {
            let _ = Orgnr::parse(&text);
        }
    }
}
