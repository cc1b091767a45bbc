//! Who is compared: what a customer, a recipient, a shop or an entry of a sanctions list says of itself.

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, NaiveDate};

text_enum! {
    /// What kind of thing a name names.
    pub enum Schema {
        /// A human being.
        Person = "person",
        /// A company, an authority, an armed group.
        Organisation = "organisation",
        /// A ship or an aircraft.
        Vessel = "vessel",
        /// Not known: the words of the name decide how it is read.
        Other = "other",
    }
}

text_enum! {
    /// As lists and registers write it.
    pub enum Gender {
        /// Male.
        Male = "male",
        /// Female.
        Female = "female",
    }
}

/// A date of which at least the year is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PartialDate {
    year: u16,
    /// Month and day.
    day: Option<(u8, u8)>,
}

impl PartialDate {
    /// Only the year is known.
    #[must_use]
    pub const fn of_year(year: u16) -> Self {
        Self { year, day: None }
    }

    /// A whole date. Nothing for years that no list has.
    #[must_use]
    pub fn of_day(date: NaiveDate) -> Option<Self> {
        let year = u16::try_from(date.year()).ok()?;
        let day = (u8::try_from(date.month()).ok()?, u8::try_from(date.day()).ok()?);
        Some(Self { year, day: Some(day) })
    }

    /// `1963`, `1963-07` (whose month is not used) or `1963-07-28`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        match text.len() {
            4 => Self::year_text(text),
            7 if text.as_bytes()[4] == b'-' => Self::year_text(text.get(..4)?),
            10 => Self::of_day(NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?),
            _ => None,
        }
    }

    fn year_text(text: &str) -> Option<Self> {
        text.bytes().all(|it| it.is_ascii_digit()).then(|| text.parse().ok().map(Self::of_year))?
    }

    /// The year.
    #[must_use]
    pub const fn year(self) -> u16 {
        self.year
    }

    /// Month and day, if they are known.
    #[must_use]
    pub const fn month_and_day(self) -> Option<(u8, u8)> {
        self.day
    }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.day {
            Some((month, day)) => write!(f, "{:04}-{month:02}-{day:02}", self.year),
            None => write!(f, "{:04}", self.year),
        }
    }
}

/// A country by its two letters of ISO 3166-1, in capitals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CountryCode([u8; 2]);

impl CountryCode {
    /// Two Latin letters, large or small. Whether the country exists is not asked.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        match text.trim().as_bytes() {
            [a, b] if a.is_ascii_alphabetic() && b.is_ascii_alphabetic() => {
                Some(Self([a.to_ascii_uppercase(), b.to_ascii_uppercase()]))
            }
            _ => None,
        }
    }

    /// The two letters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("")
    }
}

impl fmt::Display for CountryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for CountryCode {
    type Err = crate::UnknownText;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text).ok_or_else(|| crate::UnknownText::new("country code", text))
    }
}

/// One subject or one entry of a list, with every name it goes by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    /// What kind of thing it is.
    pub schema: Schema,
    /// The name and its aliases. A comma may part the family name from the rest, as lists write it.
    pub names: Vec<String>,
    /// Every date of birth that is claimed.
    pub birth_dates: Vec<PartialDate>,
    /// Nationalities and countries of residence.
    pub countries: Vec<CountryCode>,
    /// If it is known.
    pub gender: Option<Gender>,
}

impl Profile {
    /// A name and nothing else.
    #[must_use]
    pub fn named(schema: Schema, name: &str) -> Self {
        Self { schema, names: vec![name.to_owned()], birth_dates: vec![], countries: vec![], gender: None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_whole_or_a_year() {
        for (text, expected) in [
            ("1963", Some("1963")),
            (" 1963-07 ", Some("1963")),
            ("1963-07-28", Some("1963-07-28")),
            ("1963-13-28", None),
            ("+963", None),
            ("28 Jul 1963", None),
            ("", None),
            ("ééé-é", None),
        ] {
            assert_eq!(PartialDate::parse(text).map(|it| it.to_string()).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn countries_are_two_letters() {
        assert_eq!(CountryCode::parse(" rs ").map(|it| it.to_string()).as_deref(), Some("RS"));
        assert_eq!(CountryCode::parse("SRB"), None);
        assert_eq!(CountryCode::parse("1R"), None);
        assert!("é".parse::<CountryCode>().is_err());
    }
}
