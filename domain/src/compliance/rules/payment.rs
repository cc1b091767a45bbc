//! A payment as rules see it: no database, nothing that is not compared.

use std::collections::HashMap;
use std::fmt;

use chrono::{DateTime, Duration, Utc};
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// An instant in microseconds, which compares and subtracts in one step: rules look at millions of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct At(i64);

impl At {
    pub(super) const fn from_micros(micros: i64) -> Self {
        Self(micros)
    }

    /// That much earlier.
    #[must_use]
    pub fn before(self, time: Duration) -> Self {
        Self(self.0.saturating_sub(micros(time)))
    }

    /// How many microseconds after `earlier`.
    #[must_use]
    pub const fn micros_since(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0)
    }

    /// As a calendar has it.
    #[must_use]
    pub fn utc(self) -> DateTime<Utc> {
        DateTime::from_timestamp_micros(self.0).unwrap_or_default()
    }
}

impl From<DateTime<Utc>> for At {
    fn from(instant: DateTime<Utc>) -> Self {
        Self(instant.timestamp_micros())
    }
}

pub(super) fn micros(time: Duration) -> i64 {
    time.num_microseconds().unwrap_or(i64::MAX)
}

/// Stands for a name that the caller keeps: a transaction, a customer, an account, a shop.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Handle(u32);

impl Handle {
    /// The handle of what stands at this place.
    #[must_use]
    pub const fn new(place: u32) -> Self {
        Self(place)
    }

    /// Its place.
    #[must_use]
    pub const fn place(self) -> usize {
        self.0 as usize
    }

    pub(super) const fn number(self) -> u32 {
        self.0
    }
}

/// Names and their handles: the first is 0, then 1, and so on.
#[derive(Debug, Default)]
pub struct Names {
    handles: HashMap<Box<str>, Handle>,
    names: Vec<Box<str>>,
}

impl Names {
    /// The handle of a name, a new one if it was not there. With 2³² names the last ones share a handle.
    pub fn handle(&mut self, name: &str) -> Handle {
        if let Some(handle) = self.handles.get(name) {
            return *handle;
        }
        let handle = Handle::new(u32::try_from(self.names.len()).unwrap_or(u32::MAX));
        self.handles.insert(name.into(), handle);
        self.names.push(name.into());
        handle
    }

    /// The name of a handle that was given here; nothing for another.
    #[must_use]
    pub fn name(&self, handle: Handle) -> &str {
        self.names.get(handle.place()).map_or("", |name| &**name)
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// None yet?
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }
}

/// A country, ISO 3166 alpha-2.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CountryCode([u8; 2]);

/// A text that is not two capital letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("not a country of two capital letters")]
pub struct NotACountry;

impl CountryCode {
    /// Two capital letters.
    ///
    /// # Errors
    /// [`NotACountry`].
    pub fn parse(text: &str) -> Result<Self, NotACountry> {
        match text.as_bytes() {
            &[first, second] if first.is_ascii_uppercase() && second.is_ascii_uppercase() => {
                Ok(Self([first, second]))
            }
            _ => Err(NotACountry),
        }
    }
}

impl fmt::Display for CountryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(std::str::from_utf8(&self.0).unwrap_or_default())
    }
}

impl fmt::Debug for CountryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl TryFrom<String> for CountryCode {
    type Error = NotACountry;

    fn try_from(text: String) -> Result<Self, NotACountry> {
        Self::parse(&text)
    }
}

impl From<CountryCode> for String {
    fn from(country: CountryCode) -> Self {
        country.to_string()
    }
}

/// What a payment is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Money sent abroad by Drop.
    Remittance,
    /// A purchase in this shop.
    Shop(Handle),
    /// A transfer in a file from elsewhere, of which no more is known.
    Transfer,
}

impl Kind {
    /// Money that is moved, and not spent in a shop. Amounts of the law on transfers are about these.
    #[must_use]
    pub const fn is_transfer(self) -> bool {
        matches!(self, Self::Remittance | Self::Transfer)
    }
}

/// A payment that was ordered and has not failed: what failed moved no money, and is tried again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Payment {
    /// What it is called.
    pub transaction: Handle,
    /// When it was ordered.
    pub at: At,
    /// Who pays.
    pub sender: Handle,
    /// The bank account that gets it, whoever calls it theirs.
    pub account: Handle,
    /// What it is.
    pub kind: Kind,
    /// Where that account is, where it is known.
    pub country: Option<CountryCode>,
    /// In øre, without Drop's fee. A file in another currency is read as if it were kroner.
    pub amount_minor: i64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_handles() {
        let mut names = Names::default();
        assert!(names.is_empty());
        let (first, second) = (names.handle("usr_1"), names.handle("NO93"));
        assert_ne!(first, second);
        assert_eq!(names.handle("usr_1"), first);
        assert_eq!((names.name(second), names.len()), ("NO93", 2));
        assert_eq!(names.name(Handle::new(7)), "");
    }

    #[test]
    fn countries() {
        assert_eq!(CountryCode::parse("BA").unwrap().to_string(), "BA");
        for text in ["", "B", "BAM", "ba", "B1", "Å"] {
            assert_eq!(CountryCode::parse(text), Err(NotACountry), "{text:?}");
        }
        let read: CountryCode = serde_json::from_str("\"TR\"").unwrap();
        assert_eq!(serde_json::to_string(&read).unwrap(), "\"TR\"");
    }

    #[test]
    fn instants() {
        let at: At = DateTime::UNIX_EPOCH.into();
        assert_eq!(at.before(Duration::hours(1)).utc().timestamp(), -3_600);
        assert_eq!(at.micros_since(at.before(Duration::seconds(2))), 2_000_000);
    }
}
