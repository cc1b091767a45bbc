//! What a business is called, and where it is.

use super::FieldCode;
use super::person::{is_letter, parse_name};

/// ISO 20022 `Max70Text`: the name stands as the creditor's in payments.
const SHOP_NAME_MAX_CHARS: usize = 70;
const ADDRESS_CHARS: std::ops::RangeInclusive<usize> = 5..=200;

validated_text! {
    /// The name that a shop shows: 1 to 70 characters, letters, digits, space and `. , : ' " - & + / * ! @ ( )`.
    pub struct ShopName, FieldCode
}

impl ShopName {
    /// Longest name, in characters.
    pub const MAX_CHARS: usize = SHOP_NAME_MAX_CHARS;

    /// Reads a name; runs of spaces become one.
    ///
    /// # Errors
    /// [`FieldCode::Required`], [`FieldCode::TooLong`], [`FieldCode::NameMalformed`].
    pub fn parse(text: &str) -> Result<Self, FieldCode> {
        let is_name_char = |c: char| is_letter(c) || c.is_ascii_digit() || " .,:'’\"-–&+/*!@()".contains(c);
        parse_name(text, SHOP_NAME_MAX_CHARS, is_name_char).map(Self)
    }
}

validated_text! {
    /// Where a shop is, in one line: 5 to 200 characters.
    pub struct ShopAddress, FieldCode
}

impl ShopAddress {
    /// Reads an address; runs of spaces become one.
    ///
    /// # Errors
    /// [`FieldCode::Required`], [`FieldCode::TooShort`], [`FieldCode::TooLong`], [`FieldCode::AddressMalformed`].
    pub fn parse(text: &str) -> Result<Self, FieldCode> {
        let address = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let chars = address.chars().count();
        if address.is_empty() {
            Err(FieldCode::Required)
        } else if chars < *ADDRESS_CHARS.start() {
            Err(FieldCode::TooShort)
        } else if chars > *ADDRESS_CHARS.end() {
            Err(FieldCode::TooLong)
        } else if !address.chars().any(is_letter) || address.chars().any(char::is_control) {
            Err(FieldCode::AddressMalformed)
        } else {
            Ok(Self(address))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_shops() {
        for (text, wanted) in [
            ("Ahmetov Kebab", Ok("Ahmetov Kebab")),
            ("  7-Eleven   Grønland ", Ok("7-Eleven Grønland")),
            ("H&M + Søn's \"Kafé\" (2. etg.) @ Oslo!", Ok("H&M + Søn's \"Kafé\" (2. etg.) @ Oslo!")),
            ("Кафана", Ok("Кафана")),
            ("", Err(FieldCode::Required)),
            (" \n ", Err(FieldCode::Required)),
            ("1234", Err(FieldCode::NameMalformed)),
            ("<script>", Err(FieldCode::NameMalformed)),
            ("Kebab\u{202e}", Err(FieldCode::NameMalformed)),
            ("Kebab\nOslo", Err(FieldCode::NameMalformed)),
        ] {
            assert_eq!(
                ShopName::parse(text).as_ref().map(ShopName::as_str),
                wanted.as_ref().copied(),
                "{text:?}"
            );
        }
        assert_eq!(ShopName::parse(&"a".repeat(71)), Err(FieldCode::TooLong));
        assert!(ShopName::parse(&"å".repeat(70)).is_ok());
    }

    #[test]
    fn addresses() {
        for (text, wanted) in [
            ("Grønland 12,\n 0188  Oslo", Ok("Grønland 12, 0188 Oslo")),
            ("", Err(FieldCode::Required)),
            ("Oslo", Err(FieldCode::TooShort)),
            ("12345", Err(FieldCode::AddressMalformed)),
            ("Oslo \u{0}by", Err(FieldCode::AddressMalformed)),
        ] {
            let read = ShopAddress::parse(text);
            assert_eq!(read.as_ref().map(ShopAddress::as_str), wanted.as_ref().copied(), "{text:?}");
        }
        assert_eq!(ShopAddress::parse(&"a".repeat(201)), Err(FieldCode::TooLong));
    }
}
