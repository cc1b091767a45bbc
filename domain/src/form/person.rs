//! Who a person is: names, date of birth, password.

use std::fmt;

use chrono::NaiveDate;

use super::FieldCode;
use crate::calendar::age_on;

const PERSON_NAME_MAX_CHARS: usize = 80;
/// ISO 20022 `Max70Text`, what SEPA and the banks' interfaces take as a creditor's name.
const RECIPIENT_NAME_MAX_CHARS: usize = 70;
const DEVICE_NAME_MAX_CHARS: usize = 40;
const AGE_MIN_YEARS: u32 = 18;
const AGE_MAX_YEARS: u32 = 120;
const PASSWORD_MIN_CHARS: usize = 12;
const PASSWORD_MAX_CHARS: usize = 128;

validated_text! {
    /// A first or last name: 1 to 80 characters, letters of any script, space, `'`, `’`, `-` and `.`.
    pub struct PersonName, FieldCode
}

impl PersonName {
    /// Reads a name; runs of spaces become one.
    ///
    /// # Errors
    /// [`FieldCode::Required`], [`FieldCode::TooLong`], [`FieldCode::NameMalformed`].
    pub fn parse(text: &str) -> Result<Self, FieldCode> {
        let is_name_char = |c| is_letter(c) || " '’-.".contains(c);
        parse_name(text, PERSON_NAME_MAX_CHARS, is_name_char).map(Self)
    }
}

validated_text! {
    /// The name of a recipient, a person or a business: 1 to 70 characters, letters, digits, space and
    /// `. , ' - & / ( )`.
    pub struct RecipientName, FieldCode
}

impl RecipientName {
    /// Reads a name; runs of spaces become one.
    ///
    /// # Errors
    /// [`FieldCode::Required`], [`FieldCode::TooLong`], [`FieldCode::NameMalformed`].
    pub fn parse(text: &str) -> Result<Self, FieldCode> {
        let is_name_char = |c: char| is_letter(c) || c.is_ascii_digit() || " .,'’-&/()".contains(c);
        parse_name(text, RECIPIENT_NAME_MAX_CHARS, is_name_char).map(Self)
    }
}

validated_text! {
    /// What a person calls a device of theirs: 1 to 40 characters, letters, digits, space and `. , ' - & / ( ) +`.
    pub struct DeviceName, FieldCode
}

impl DeviceName {
    /// Reads a name; runs of spaces become one.
    ///
    /// # Errors
    /// [`FieldCode::Required`], [`FieldCode::TooLong`], [`FieldCode::NameMalformed`].
    pub fn parse(text: &str) -> Result<Self, FieldCode> {
        let is_name_char = |c: char| is_letter(c) || c.is_ascii_digit() || " .,'’-&/()+".contains(c);
        parse_name(text, DEVICE_NAME_MAX_CHARS, is_name_char).map(Self)
    }
}

pub(super) fn parse_name(
    text: &str,
    max_chars: usize,
    is_name_char: impl Fn(char) -> bool,
) -> Result<String, FieldCode> {
    let trimmed = text.trim();
    if trimmed.is_empty() {
        return Err(FieldCode::Required);
    }
    if trimmed.chars().any(char::is_control) {
        return Err(FieldCode::NameMalformed);
    }
    let name = trimmed.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.chars().count() > max_chars {
        return Err(FieldCode::TooLong);
    }
    let starts_well = name.starts_with(|c: char| !is_combining(c));
    if starts_well && name.chars().any(is_letter) && name.chars().all(is_name_char) {
        Ok(name)
    } else {
        Err(FieldCode::NameMalformed)
    }
}

/// A letter of any script, or the combining accent that follows one. The Hangul fillers are letters to
/// Unicode and invisible to people.
pub(super) fn is_letter(c: char) -> bool {
    let is_filler = matches!(c, '\u{115f}' | '\u{1160}' | '\u{3164}' | '\u{ffa0}');
    (c.is_alphabetic() && !is_filler) || is_combining(c)
}

fn is_combining(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

/// The date of birth of an adult.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BirthDate(NaiveDate);

impl BirthDate {
    /// Reads `YYYY-MM-DD` (what a date field sends) or `DD.MM.YYYY` (what Norwegians type). `today` is
    /// the date in Oslo.
    ///
    /// # Errors
    /// [`FieldCode::Required`], [`FieldCode::DateMalformed`] (also: in the future, older than 120 years),
    /// [`FieldCode::Underage`].
    pub fn parse(text: &str, today: NaiveDate) -> Result<Self, FieldCode> {
        let text = text.trim();
        if text.is_empty() {
            return Err(FieldCode::Required);
        }
        let birth = parse_date(text).ok_or(FieldCode::DateMalformed)?;
        let age = age_on(birth, today);
        if birth > today || age > AGE_MAX_YEARS {
            Err(FieldCode::DateMalformed)
        } else if age < AGE_MIN_YEARS {
            Err(FieldCode::Underage)
        } else {
            Ok(Self(birth))
        }
    }

    /// The date.
    #[must_use]
    pub const fn date(self) -> NaiveDate {
        self.0
    }

    /// `YYYY-MM-DD`.
    #[must_use]
    pub fn to_iso(self) -> String {
        self.0.to_string()
    }
}

fn parse_date(text: &str) -> Option<NaiveDate> {
    let (parts, year_first) = if text.contains('-') {
        (text.split('-').collect::<Vec<_>>(), true)
    } else {
        (text.split('.').collect::<Vec<_>>(), false)
    };
    let [first, second, third] = parts.as_slice() else { return None };
    let (year, month, day) = if year_first { (first, second, third) } else { (third, second, first) };
    let number = |part: &str, lengths: std::ops::RangeInclusive<usize>| {
        let fits = lengths.contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
        if fits { part.parse::<u32>().ok() } else { None }
    };
    let least = if year_first { 2 } else { 1 };
    let year = i32::try_from(number(year, 4..=4)?).ok()?;
    NaiveDate::from_ymd_opt(year, number(month, least..=2)?, number(day, least..=2)?)
}

/// A password as typed: 12 to 128 characters, nothing trimmed. It cannot be printed or serialised.
/// Whether it is easy to guess (zxcvbn) is judged where the person's other fields are known.
#[derive(Clone, PartialEq, Eq)]
pub struct Password(String);

impl Password {
    /// Reads a new password (OWASP ASVS 6.2.1; no composition rules, 6.2.5).
    ///
    /// # Errors
    /// [`FieldCode::Required`], [`FieldCode::PasswordTooShort`], [`FieldCode::PasswordTooLong`].
    pub fn parse(text: &str) -> Result<Self, FieldCode> {
        match text.chars().count() {
            0 => Err(FieldCode::Required),
            1..PASSWORD_MIN_CHARS => Err(FieldCode::PasswordTooShort),
            PASSWORD_MIN_CHARS..=PASSWORD_MAX_CHARS => Ok(Self(text.to_owned())),
            _ => Err(FieldCode::PasswordTooLong),
        }
    }

    /// A password that somebody already logs in with, from before today's rules: only ever for hashing it anew.
    #[must_use]
    pub fn known(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// The secret itself, for hashing.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(…)")
    }
}
