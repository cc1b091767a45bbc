//! International bank account numbers (ISO 13616), with the national checks of the countries we serve.

use thiserror::Error;

use super::bank_name;
use super::kontonr::mod_11;

/// Longest text worth looking at: 34 characters and their separators.
const INPUT_MAX_CHARS: usize = 80;
/// Norway's 15 is the shortest in use; 34 is the standard's longest.
const GENERIC_LENGTH: std::ops::RangeInclusive<usize> = 15..=34;
/// Country code and check digits.
const HEAD_CHARS: usize = 4;

/// Why a text is not an IBAN.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum IbanError {
    /// Not the shape of an IBAN.
    #[error("not an IBAN")]
    Malformed,
    /// Not the length of this country's IBANs.
    #[error("an IBAN of this country has {expected} characters")]
    Length {
        /// The length of this country's IBANs.
        expected: usize,
    },
    /// The check digits do not fit (ISO 7064 mod 97-10).
    #[error("the check digits do not fit")]
    Checksum,
    /// The check digits inside the national account number do not fit.
    #[error("the national check digits do not fit")]
    National,
}

/// What is known of one country's account numbers.
struct Structure {
    country: &'static str,
    length: usize,
    /// How long the bank's code at the start is.
    bank_code: usize,
    /// How many letters the account number starts with; then digits; then letters or digits.
    letters: usize,
    digits: usize,
}

const STRUCTURES: [Structure; 6] = [
    Structure { country: "NO", length: 15, bank_code: 4, letters: 0, digits: 11 },
    Structure { country: "RS", length: 22, bank_code: 3, letters: 0, digits: 18 },
    Structure { country: "BA", length: 20, bank_code: 3, letters: 0, digits: 16 },
    Structure { country: "PL", length: 28, bank_code: 8, letters: 0, digits: 24 },
    Structure { country: "PK", length: 24, bank_code: 4, letters: 4, digits: 0 },
    Structure { country: "TR", length: 26, bank_code: 5, letters: 0, digits: 6 },
];

validated_text! {
    /// A valid IBAN, upper case, without spaces.
    pub struct Iban, IbanError
}

impl Iban {
    /// Reads an IBAN as people paste it; see [`compact`]. Structure, length and national check digits are
    /// checked for NO, RS, BA, PL, PK and TR; elsewhere mod 97 and 15 to 34 characters.
    ///
    /// # Errors
    /// See [`IbanError`].
    pub fn parse(text: &str) -> Result<Self, IbanError> {
        if text.chars().count() > INPUT_MAX_CHARS {
            return Err(IbanError::Malformed);
        }
        let compact = compact(text);
        check(&compact)?;
        Ok(Self(compact))
    }

    /// Puts country, computed check digits and a national account number together.
    ///
    /// # Errors
    /// See [`IbanError`]; never [`IbanError::Checksum`].
    pub fn from_bban(country: &str, bban: &str) -> Result<Self, IbanError> {
        let is_ascii = |text: &str| text.bytes().all(|byte| byte.is_ascii_alphanumeric());
        if country.len() != 2 || !is_ascii(country) || !is_ascii(bban) {
            return Err(IbanError::Malformed);
        }
        Self::parse(&with_check_digits(country, bban))
    }

    /// From parts that another parser has already found right.
    pub(super) fn from_checked_bban(country: &str, bban: &str) -> Self {
        Self(with_check_digits(country, bban))
    }

    /// The country code, ISO 3166 alpha-2.
    #[must_use]
    pub fn country(&self) -> &str {
        &self.0[..2]
    }

    /// The national account number.
    #[must_use]
    pub fn bban(&self) -> &str {
        &self.0[HEAD_CHARS..]
    }

    /// For reading: blocks of four.
    #[must_use]
    pub fn grouped(&self) -> String {
        let mut grouped = String::with_capacity(self.0.len() + self.0.len() / 4);
        for (index, c) in self.0.chars().enumerate() {
            if index > 0 && index % 4 == 0 {
                grouped.push(' ');
            }
            grouped.push(c);
        }
        grouped
    }

    /// For lists: the first four and the last four characters, `NO93••••7947`.
    #[must_use]
    pub fn masked(&self) -> String {
        format!("{}••••{}", &self.0[..4], &self.0[self.0.len() - 4..])
    }

    /// The code of the bank, in the countries we know. Poland's eight digits name the branch.
    #[must_use]
    pub fn bank_code(&self) -> Option<&str> {
        structure(self.country()).map(|structure| &self.bban()[..structure.bank_code])
    }

    /// The bank's name, if it is a well-known one.
    #[must_use]
    pub fn bank_name(&self) -> Option<&'static str> {
        bank_name::bank_name(self.country(), self.bank_code()?)
    }
}

/// What is left of a pasted text without its separators (spaces of all kinds, dashes, characters that cannot
/// be seen) and without `IBAN` in front; upper case. It need not be an IBAN.
#[must_use]
pub fn compact(text: &str) -> String {
    let kept = text.chars().filter(|&c| !is_separator(c)).map(|c| c.to_ascii_uppercase());
    let compact: String = kept.collect();
    match compact.strip_prefix("IBAN") {
        Some(rest) => rest.trim_start_matches(':').to_owned(),
        None => compact,
    }
}

fn is_separator(c: char) -> bool {
    let is_dash = matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}');
    // Soft hyphen, zero-width characters, marks of writing direction, byte order mark: web pages and messengers
    // put them between the groups.
    let is_unseen = matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2069}' | '\u{feff}');
    c.is_whitespace() || is_dash || is_unseen
}

/// How many characters an IBAN of this country has, if we know the country.
#[must_use]
pub fn length_in(country: &str) -> Option<usize> {
    structure(country).map(|structure| structure.length)
}

fn structure(country: &str) -> Option<&'static Structure> {
    STRUCTURES.iter().find(|structure| structure.country == country)
}

fn check(iban: &str) -> Result<(), IbanError> {
    let alphanumeric = iban.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
    let has_head = iban.len() > HEAD_CHARS
        && iban.as_bytes()[..2].iter().all(u8::is_ascii_uppercase)
        && iban.as_bytes()[2..HEAD_CHARS].iter().all(u8::is_ascii_digit);
    if !alphanumeric || !has_head {
        return Err(IbanError::Malformed);
    }
    let (country, bban) = (&iban[..2], &iban[HEAD_CHARS..]);
    match structure(country) {
        Some(known) if iban.len() != known.length => {
            return Err(IbanError::Length { expected: known.length });
        }
        Some(known) if !has_structure(bban, known) => return Err(IbanError::Malformed),
        None if !GENERIC_LENGTH.contains(&iban.len()) => return Err(IbanError::Malformed),
        Some(_) | None => {}
    }
    // 00, 01 and 99 can satisfy mod 97 too, but are never computed.
    let computed = check_digits(country, bban);
    if iban[2..HEAD_CHARS] != format!("{computed:02}") {
        return Err(IbanError::Checksum);
    }
    if passes_national_check(country, bban) { Ok(()) } else { Err(IbanError::National) }
}

fn has_structure(bban: &str, known: &Structure) -> bool {
    let (letters, rest) = bban.as_bytes().split_at(known.letters);
    let digits = &rest[..known.digits];
    letters.iter().all(u8::is_ascii_uppercase) && digits.iter().all(u8::is_ascii_digit)
}

fn passes_national_check(country: &str, bban: &str) -> bool {
    match country {
        "NO" => mod_11(bban),
        // ISO 7064 mod 97-10 over the whole national number.
        "RS" | "BA" => mod_97(bban) == 1,
        "PL" => {
            let digits = bban.bytes().map(|byte| u32::from(byte - b'0'));
            let sum: u32 = digits.zip([3, 9, 7, 1, 3, 9, 7, 1]).map(|(digit, weight)| digit * weight).sum();
            sum.is_multiple_of(10)
        }
        _ => true,
    }
}

fn with_check_digits(country: &str, bban: &str) -> String {
    let (country, bban) = (country.to_ascii_uppercase(), bban.to_ascii_uppercase());
    format!("{country}{:02}{bban}", check_digits(&country, &bban))
}

fn check_digits(country: &str, bban: &str) -> u32 {
    98 - mod_97(&format!("{bban}{country}00"))
}

/// The remainder of the number that a text spells, letters being 10 to 35 (ISO 7064). Other characters
/// count as nothing; callers have excluded them.
fn mod_97(text: &str) -> u32 {
    text.chars().filter_map(|c| c.to_digit(36)).fold(0, |rest, value| {
        let shifted = if value < 10 { rest * 10 } else { rest * 100 };
        (shifted + value) % 97
    })
}

#[cfg(test)]
mod tests;
