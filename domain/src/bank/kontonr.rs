//! Norwegian account numbers: eleven digits, the last a mod 11 check.

use thiserror::Error;

use super::iban::Iban;

const DIGITS: usize = 11;
const WEIGHTS: [u32; DIGITS] = [5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1];

/// Why a text is not a Norwegian account number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum KontonrError {
    /// Not eleven digits.
    #[error("not eleven digits")]
    Malformed,
    /// The last digit does not fit.
    #[error("the check digit does not fit")]
    Checksum,
}

validated_text! {
    /// A valid Norwegian account number: eleven digits.
    pub struct Kontonr, KontonrError
}

impl Kontonr {
    /// Reads an account number; spaces, full stops and dashes do not matter.
    ///
    /// # Errors
    /// See [`KontonrError`].
    pub fn parse(text: &str) -> Result<Self, KontonrError> {
        let digits: String = text.chars().filter(|&c| !c.is_whitespace() && c != '.' && c != '-').collect();
        if digits.len() != DIGITS || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(KontonrError::Malformed);
        }
        if mod_11(&digits) { Ok(Self(digits)) } else { Err(KontonrError::Checksum) }
    }

    /// For reading: `1234 56 78903`.
    #[must_use]
    pub fn grouped(&self) -> String {
        format!("{} {} {}", &self.0[..4], &self.0[4..6], &self.0[6..])
    }

    /// The same account as an IBAN.
    #[must_use]
    pub fn to_iban(&self) -> Iban {
        Iban::from_checked_bban("NO", &self.0)
    }

    /// The account number inside a Norwegian IBAN.
    #[must_use]
    pub fn from_iban(iban: &Iban) -> Option<Self> {
        if iban.country() == "NO" { Some(Self(iban.bban().to_owned())) } else { None }
    }
}

impl From<&Kontonr> for Iban {
    fn from(kontonr: &Kontonr) -> Self {
        kontonr.to_iban()
    }
}

impl TryFrom<&Iban> for Kontonr {
    type Error = KontonrError;

    fn try_from(iban: &Iban) -> Result<Self, KontonrError> {
        Self::from_iban(iban).ok_or(KontonrError::Malformed)
    }
}

/// Do these eleven digits have the right check digit?
pub(super) fn mod_11(digits: &str) -> bool {
    let values = digits.bytes().map(|byte| u32::from(byte.wrapping_sub(b'0')));
    let sum: u32 = values.zip(WEIGHTS).map(|(digit, weight)| digit * weight).sum();
    sum.is_multiple_of(11)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop_assert_eq, proptest};

    use super::*;

    #[test]
    fn table() {
        let kontonr = Kontonr::parse("8601.11.17947").unwrap();
        assert_eq!(kontonr.grouped(), "8601 11 17947");
        assert_eq!(kontonr.to_iban().as_str(), "NO9386011117947");
        for (text, error) in [
            ("8601.11.17948", KontonrError::Checksum),
            ("8601111794", KontonrError::Malformed),
            ("860111179470", KontonrError::Malformed),
            ("8601111794x", KontonrError::Malformed),
            ("", KontonrError::Malformed),
        ] {
            assert_eq!(Kontonr::parse(text), Err(error), "{text:?}");
        }
        let polish = Iban::parse("PL61109010140000071219812874").unwrap();
        assert_eq!(Kontonr::from_iban(&polish), None);
    }

    proptest! {
        #[test]
        fn an_iban_and_back(digits in "[0-9]{11}") {
            if let Ok(kontonr) = Kontonr::parse(&digits) {
                let iban = kontonr.to_iban();
                prop_assert_eq!(Iban::parse(iban.as_str()), Ok(iban.clone()));
                prop_assert_eq!(Kontonr::from_iban(&iban), Some(kontonr));
            }
        }
    }
}
