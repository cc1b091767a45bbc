//! Norwegian national identity numbers: fødselsnummer and D-number.

use std::fmt;

use chrono::NaiveDate;

use super::FieldCode;

const DIGITS: usize = 11;
/// Of the first nine digits, for the tenth.
const FIRST_WEIGHTS: [u32; 9] = [3, 7, 6, 1, 8, 9, 4, 5, 2];
/// Of the first ten digits, for the eleventh.
const SECOND_WEIGHTS: [u32; 10] = [5, 4, 3, 2, 7, 6, 5, 4, 3, 2];
/// Added to the day of a D-number.
const D_NUMBER_DAYS: u32 = 40;
/// Added to the month of a number of the tax administration's test population, which is nobody's.
const SYNTHETIC_MONTHS: u32 = 80;

/// What a number says of its holder's stay.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NationalIdKind {
    /// A fødselsnummer: a resident, or a Norwegian.
    BirthNumber,
    /// A D-number: somebody who is here for a while.
    DNumber,
}

/// A valid fødselsnummer or D-number (hvitvaskingsloven § 12(1)(b) asks for it, personopplysningsloven § 12 forbids
/// using it where it is not needed). Printing it shows the birth date alone, its `Debug` shows nothing, and without serde it
/// is neither stored nor sent by accident.
#[derive(Clone, PartialEq, Eq)]
pub struct NationalId {
    digits: String,
    born: NaiveDate,
    kind: NationalIdKind,
    synthetic: bool,
}

impl NationalId {
    /// Reads a number; spaces and a full stop or dash between its parts do not matter.
    ///
    /// # Errors
    /// [`FieldCode::Required`], [`FieldCode::NationalIdMalformed`] (not eleven digits, or no such date),
    /// [`FieldCode::NationalIdChecksum`].
    pub fn parse(text: &str) -> Result<Self, FieldCode> {
        let digits: String = text.chars().filter(|&c| !c.is_whitespace() && c != '.' && c != '-').collect();
        if digits.is_empty() {
            return Err(FieldCode::Required);
        }
        if digits.len() != DIGITS || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(FieldCode::NationalIdMalformed);
        }
        let values: Vec<u32> = digits.bytes().map(|byte| u32::from(byte - b'0')).collect();
        if control(&values, &FIRST_WEIGHTS) != values[9] || control(&values, &SECOND_WEIGHTS) != values[10] {
            return Err(FieldCode::NationalIdChecksum);
        }
        let number = |from: usize, to: usize| values[from..to].iter().fold(0, |sum, digit| sum * 10 + digit);
        let (day, month) = (number(0, 2), number(2, 4));
        let (kind, day) = match day.checked_sub(D_NUMBER_DAYS) {
            Some(day) if day > 0 => (NationalIdKind::DNumber, day),
            _ => (NationalIdKind::BirthNumber, day),
        };
        let synthetic = month > SYNTHETIC_MONTHS;
        let month = if synthetic { month - SYNTHETIC_MONTHS } else { month };
        let born = year(number(4, 6), number(6, 9))
            .and_then(|year| NaiveDate::from_ymd_opt(year, month, day))
            .ok_or(FieldCode::NationalIdMalformed)?;
        Ok(Self { digits, born, kind, synthetic })
    }

    /// The date of birth that it holds.
    #[must_use]
    pub const fn born(&self) -> NaiveDate {
        self.born
    }

    /// Which of the two it is.
    #[must_use]
    pub const fn kind(&self) -> NationalIdKind {
        self.kind
    }

    /// Nobody's: made for tests. Only a site of play money may take one.
    #[must_use]
    pub const fn is_synthetic(&self) -> bool {
        self.synthetic
    }

    /// All eleven digits, for sealing and for an officer whose reading of it is recorded.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.digits
    }

    /// For screens: `120488 *****`.
    #[must_use]
    pub fn masked(&self) -> String {
        format!("{} *****", &self.digits[..6])
    }
}

impl fmt::Display for NationalId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.masked())
    }
}

impl fmt::Debug for NationalId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("NationalId(…)")
    }
}

/// The control digit; 10 for digits that can have none.
fn control(values: &[u32], weights: &[u32]) -> u32 {
    let sum: u32 = values.iter().zip(weights).map(|(digit, weight)| digit * weight).sum();
    (11 - sum % 11) % 11
}

/// The year of birth: the three digits after the date say which century the two of the year belong to.
const fn year(two_digits: u32, serial: u32) -> Option<i32> {
    let century = match (serial, two_digits) {
        (0..=499, _) | (900..=999, 40..=99) => 1900,
        (500..=749, 54..=99) => 1800,
        (500..=999, 0..=39) => 2000,
        _ => return None,
    };
    Some(century + two_digits.cast_signed())
}

#[cfg(test)]
mod tests {
    use chrono::Datelike;
    use proptest::prelude::{Strategy, any, prop_assert, prop_assert_eq, prop_assume, proptest};

    use super::*;

    /// A number with this date, serial and additions to day and month, if its control digits exist.
    fn made(born: NaiveDate, serial: u32, days: u32, months: u32) -> Option<String> {
        let nine = format!(
            "{:02}{:02}{:02}{serial:03}",
            born.day() + days,
            born.month() + months,
            born.year().rem_euclid(100)
        );
        let mut values: Vec<u32> = nine.bytes().map(|byte| u32::from(byte - b'0')).collect();
        values.push(control(&values, &FIRST_WEIGHTS));
        values.push(control(&values, &SECOND_WEIGHTS));
        values.iter().all(|digit| *digit < 10).then(|| values.iter().map(u32::to_string).collect())
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn table() {
        use NationalIdKind::{BirthNumber, DNumber};
        // The first two are python-stdnum's examples.
        for (text, born, kind, synthetic, masked) in [
            ("15108695088", "1986-10-15", BirthNumber, false, "151086 *****"),
            ("151086 95088", "1986-10-15", BirthNumber, false, "151086 *****"),
            ("151086-95088", "1986-10-15", BirthNumber, false, "151086 *****"),
            (" 15.10.86 95088\n", "1986-10-15", BirthNumber, false, "151086 *****"),
        ] {
            let id = NationalId::parse(text).unwrap();
            assert_eq!((id.born(), id.kind(), id.is_synthetic()), (day(born), kind, synthetic), "{text}");
            assert_eq!((id.to_string().as_str(), id.reveal()), (masked, "15108695088"));
        }
        for (days, months, kind) in [(40, 0, DNumber), (0, 80, BirthNumber), (40, 80, DNumber)] {
            let text = (0..500).find_map(|serial| made(day("1988-04-12"), serial, days, months)).unwrap();
            let id = NationalId::parse(&text).unwrap();
            assert_eq!((id.born(), id.kind(), id.is_synthetic()), (day("1988-04-12"), kind, months == 80));
        }
        for (text, code) in [
            ("", FieldCode::Required),
            (" \n ", FieldCode::Required),
            ("1510869508", FieldCode::NationalIdMalformed),
            ("151086950880", FieldCode::NationalIdMalformed),
            ("1510869508x", FieldCode::NationalIdMalformed),
            ("１５１０８６９５０８８", FieldCode::NationalIdMalformed),
            ("15108695077", FieldCode::NationalIdChecksum),
            ("15108695089", FieldCode::NationalIdChecksum),
            // Eleven noughts add up, and no month is the noughth.
            ("00000000000", FieldCode::NationalIdMalformed),
        ] {
            assert_eq!(NationalId::parse(text).err(), Some(code), "{text:?}");
        }
    }

    #[test]
    fn the_serial_tells_the_century() {
        for (two, serial, wanted) in [
            (54, 500, Some(1854)),
            (99, 749, Some(1899)),
            (0, 0, Some(1900)),
            (99, 499, Some(1999)),
            (40, 900, Some(1940)),
            (99, 999, Some(1999)),
            (0, 500, Some(2000)),
            (39, 999, Some(2039)),
            (39, 500, Some(2039)),
            (53, 500, None),
            (40, 749, None),
            (99, 750, None),
            (40, 899, None),
        ] {
            assert_eq!(year(two, serial), wanted, "{two:02} {serial:03}");
        }
    }

    #[test]
    fn it_is_never_printed_by_accident() {
        let id = NationalId::parse("15108695088").unwrap();
        for text in [format!("{id:?}"), format!("{:?}", Some(&id)), format!("{id:>30}")] {
            assert!(!text.contains("95088"), "{text}");
        }
    }

    fn dates() -> impl Strategy<Value = (NaiveDate, u32)> {
        // The years that a serial exists for, with one of the serials.
        (1854_i32..2040, 1_u32..367, any::<u32>()).prop_filter_map("a date", |(year, ordinal, choice)| {
            let born = NaiveDate::from_yo_opt(year, ordinal)?;
            let serial = match year {
                1854..1900 => 500 + choice % 250,
                2000.. => 500 + choice % 500,
                1940..2000 if choice % 2 == 0 => 900 + choice / 2 % 100,
                _ => choice % 500,
            };
            Some((born, serial))
        })
    }

    proptest! {
        #[test]
        fn the_date_reads_back((born, serial) in dates(), days in proptest::sample::select(vec![0_u32, 40]),
            months in proptest::sample::select(vec![0_u32, 80])) {
            let text = made(born, serial, days, months);
            // One beginning in six has no control digits.
            prop_assume!(text.is_some());
            let id = NationalId::parse(&text.unwrap()).unwrap();
            prop_assert_eq!(id.born(), born);
            prop_assert_eq!(id.kind() == NationalIdKind::DNumber, days == 40);
            prop_assert_eq!(id.is_synthetic(), months == 80);
        }

        #[test]
        fn any_single_wrong_digit_is_refused((born, serial) in dates(), place in 0_usize..11, wrong in 1_u8..10) {
            let text = made(born, serial, 0, 0);
            prop_assume!(text.is_some());
            let mut other = text.unwrap().into_bytes();
            other[place] = b'0' + (other[place] - b'0' + wrong) % 10;
            prop_assert_eq!(
                NationalId::parse(std::str::from_utf8(&other).unwrap()).err(),
                Some(FieldCode::NationalIdChecksum)
            );
        }

        #[test]
        fn nothing_panics(text in "\\PC{0,20}", digits in "[0-9]{11}") {
            let _ = NationalId::parse(&text);
            if let Ok(id) = NationalId::parse(&digits) {
                prop_assert!(id.to_string().ends_with(" *****"));
            }
        }
    }
}
