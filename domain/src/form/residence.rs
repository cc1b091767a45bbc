//! Where somebody lives, whose citizen they are, and what they do.

use super::FieldCode;
use super::person::{is_letter, parse_name};

const STREET_CHARS: std::ops::RangeInclusive<usize> = 3..=120;
const CITY_MAX_CHARS: usize = 60;
const OCCUPATION_CHARS: std::ops::RangeInclusive<usize> = 2..=80;
const POSTAL_CODE_DIGITS: usize = 4;
/// ISO 3166-1 alpha-2 with two of its user-assigned codes: `XK` for Kosovo, and `XX` for whoever is a citizen of no
/// country.
const COUNTRIES: &str = "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT \
    BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH \
    ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT \
    HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS \
    LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI \
    NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG \
    SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG \
    UM US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW XX";

validated_text! {
    /// The country of a citizenship: two letters of ISO 3166-1, or `XX` for none.
    pub struct Nationality, FieldCode
}

impl Nationality {
    /// Citizen of no country.
    pub const STATELESS: &'static str = "XX";

    /// Reads a code, in upper case as a form's list sends it.
    ///
    /// # Errors
    /// [`FieldCode::Required`], [`FieldCode::Unknown`].
    pub fn parse(text: &str) -> Result<Self, FieldCode> {
        let code = text.trim();
        match code {
            "" => Err(FieldCode::Required),
            code if Self::codes().any(|known| known == code) => Ok(Self(code.to_owned())),
            _ => Err(FieldCode::Unknown),
        }
    }

    /// Every code, in alphabetical order.
    pub fn codes() -> impl Iterator<Item = &'static str> {
        COUNTRIES.split(' ')
    }
}

validated_text! {
    /// A street and a number: 3 to 120 characters.
    pub struct Street, FieldCode
}

impl Street {
    /// Reads an address; runs of spaces become one.
    ///
    /// # Errors
    /// [`FieldCode::Required`], [`FieldCode::TooShort`], [`FieldCode::TooLong`], [`FieldCode::AddressMalformed`].
    pub fn parse(text: &str) -> Result<Self, FieldCode> {
        parse_line(text, &STREET_CHARS, FieldCode::AddressMalformed).map(Self)
    }
}

validated_text! {
    /// A Norwegian postal code: four digits.
    pub struct PostalCode, FieldCode
}

impl PostalCode {
    /// Reads a code; spaces do not matter.
    ///
    /// # Errors
    /// [`FieldCode::Required`], [`FieldCode::PostalCodeMalformed`].
    pub fn parse(text: &str) -> Result<Self, FieldCode> {
        let code: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        if code.is_empty() {
            return Err(FieldCode::Required);
        }
        let fits = code.len() == POSTAL_CODE_DIGITS && code.bytes().all(|byte| byte.is_ascii_digit());
        if fits { Ok(Self(code)) } else { Err(FieldCode::PostalCodeMalformed) }
    }
}

validated_text! {
    /// A place with a post office: 1 to 60 letters, spaces, `.`, `'` and `-`.
    pub struct City, FieldCode
}

impl City {
    /// Reads a name; runs of spaces become one.
    ///
    /// # Errors
    /// [`FieldCode::Required`], [`FieldCode::TooLong`], [`FieldCode::NameMalformed`].
    pub fn parse(text: &str) -> Result<Self, FieldCode> {
        parse_name(text, CITY_MAX_CHARS, |c| is_letter(c) || " '’-.".contains(c)).map(Self)
    }
}

validated_text! {
    /// What somebody does for a living, in their own words: 2 to 80 characters.
    pub struct Occupation, FieldCode
}

impl Occupation {
    /// Reads a text; runs of spaces become one.
    ///
    /// # Errors
    /// [`FieldCode::Required`], [`FieldCode::TooShort`], [`FieldCode::TooLong`], [`FieldCode::TextMalformed`].
    pub fn parse(text: &str) -> Result<Self, FieldCode> {
        parse_line(text, &OCCUPATION_CHARS, FieldCode::TextMalformed).map(Self)
    }
}

fn parse_line(
    text: &str,
    chars: &std::ops::RangeInclusive<usize>,
    malformed: FieldCode,
) -> Result<String, FieldCode> {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let count = line.chars().count();
    if line.is_empty() {
        Err(FieldCode::Required)
    } else if count < *chars.start() {
        Err(FieldCode::TooShort)
    } else if count > *chars.end() {
        Err(FieldCode::TooLong)
    } else if line.chars().any(char::is_control) || !line.chars().any(is_letter) {
        Err(malformed)
    } else {
        Ok(line)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::proptest;

    use super::*;

    #[test]
    fn countries_are_in_order_and_there_once() {
        let codes: Vec<_> = Nationality::codes().collect();
        assert_eq!(codes.len(), 251);
        assert!(codes.is_sorted_by(|a, b| a < b || *b == Nationality::STATELESS));
        assert!(codes.iter().all(|code| Nationality::parse(code).is_ok()));
        for (text, code) in [
            ("", FieldCode::Required),
            ("no", FieldCode::Unknown),
            ("NOR", FieldCode::Unknown),
            ("N", FieldCode::Unknown),
            ("N O", FieldCode::Unknown),
            ("YU", FieldCode::Unknown),
        ] {
            assert_eq!(Nationality::parse(text), Err(code), "{text:?}");
        }
    }

    #[test]
    fn addresses() {
        assert_eq!(Street::parse("  Storgata   1 B ").unwrap().as_str(), "Storgata 1 B");
        for (text, code) in [
            ("", FieldCode::Required),
            ("1", FieldCode::TooShort),
            ("12 34 56", FieldCode::AddressMalformed),
            ("Stor\u{0}gata 1", FieldCode::AddressMalformed),
            (&"a".repeat(121), FieldCode::TooLong),
        ] {
            assert_eq!(Street::parse(text), Err(code), "{text:?}");
        }
        for (text, wanted) in [("0188", "0188"), (" 5003\u{a0}", "5003"), ("01 88", "0188")] {
            assert_eq!(PostalCode::parse(text).unwrap().as_str(), wanted);
        }
        for text in ["188", "01888", "N-0188", "０１８８"] {
            assert_eq!(PostalCode::parse(text), Err(FieldCode::PostalCodeMalformed), "{text:?}");
        }
        assert_eq!(PostalCode::parse("  "), Err(FieldCode::Required));
        assert_eq!(City::parse(" Mo i  Rana").unwrap().as_str(), "Mo i Rana");
        assert_eq!(City::parse("0188"), Err(FieldCode::NameMalformed));
    }

    #[test]
    fn occupations() {
        for text in ["Renholder, 80 %", "Кувар", "Snekker (eget firma)", "IT"] {
            assert_eq!(Occupation::parse(text).unwrap().as_str(), text);
        }
        for (text, code) in [
            ("x", FieldCode::TooShort),
            ("123", FieldCode::TextMalformed),
            (&"a".repeat(81), FieldCode::TooLong),
            (" ", FieldCode::Required),
        ] {
            assert_eq!(Occupation::parse(text), Err(code), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn nothing_panics(text in "\\PC{0,130}") {
            let _ = (Nationality::parse(&text), Street::parse(&text), PostalCode::parse(&text));
            let _ = (City::parse(&text), Occupation::parse(&text));
        }
    }
}
