//! QR codes of a shop: their kinds, and the words on them.

use crate::form::FieldCode;

/// What a print sheet and a row of a list have room for.
const TEXT_MAX_CHARS: usize = 40;

text_enum! {
    /// `qr_codes.kind`.
    pub enum CodeKind {
        /// A sticker: named, and paid again and again.
        Static = "static",
        /// One sale: an amount, paid once and soon.
        Dynamic = "dynamic",
    }
}

validated_text! {
    /// What a shop calls a static code, such as `Till 2`: 1 to 40 characters on one line.
    pub struct CodeName, FieldCode
}

impl CodeName {
    /// Reads a name; runs of spaces become one.
    ///
    /// # Errors
    /// [`FieldCode::Required`], [`FieldCode::TooLong`], [`FieldCode::NameMalformed`].
    pub fn parse(text: &str) -> Result<Self, FieldCode> {
        one_line(text).map(Self)
    }
}

validated_text! {
    /// A shop's own word for one sale, such as a receipt's number or a table: 1 to 40 characters on one line.
    pub struct SaleReference, FieldCode
}

impl SaleReference {
    /// Reads a reference; runs of spaces become one.
    ///
    /// # Errors
    /// [`FieldCode::Required`], [`FieldCode::TooLong`], [`FieldCode::NameMalformed`].
    pub fn parse(text: &str) -> Result<Self, FieldCode> {
        one_line(text).map(Self)
    }
}

/// Letters and digits of any script, spaces, and signs that no reader of a list takes for something else.
fn one_line(text: &str) -> Result<String, FieldCode> {
    let trimmed = text.trim();
    if trimmed.is_empty() {
        return Err(FieldCode::Required);
    }
    if trimmed.chars().any(char::is_control) {
        return Err(FieldCode::NameMalformed);
    }
    let line = trimmed.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() > TEXT_MAX_CHARS {
        return Err(FieldCode::TooLong);
    }
    let begins_well = line.starts_with(|c: char| !is_combining(c));
    let is_sign = |c: char| " .,:'’+-–_&#/()".contains(c);
    // The Hangul fillers are letters to Unicode and invisible to people.
    let is_filler = |c: char| matches!(c, '\u{115f}' | '\u{1160}' | '\u{3164}' | '\u{ffa0}');
    let fits = |c: char| (c.is_alphanumeric() && !is_filler(c)) || is_combining(c) || is_sign(c);
    if begins_well && line.chars().any(char::is_alphanumeric) && line.chars().all(fits) {
        Ok(line)
    } else {
        Err(FieldCode::NameMalformed)
    }
}

fn is_combining(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_on_a_code() {
        let long = "a".repeat(TEXT_MAX_CHARS + 1);
        for (text, wanted) in [
            ("Kasse 2", Ok("Kasse 2")),
            ("  Bord   4  ", Ok("Bord 4")),
            ("Kaffe & kake (liten)", Ok("Kaffe & kake (liten)")),
            ("2026-11/0042", Ok("2026-11/0042")),
            ("#7", Ok("#7")),
            ("دکان ۲", Ok("دکان ۲")),
            ("", Err(FieldCode::Required)),
            (" \u{a0} ", Err(FieldCode::Required)),
            ("--", Err(FieldCode::NameMalformed)),
            ("a\nb", Err(FieldCode::NameMalformed)),
            ("a\u{202e}b", Err(FieldCode::NameMalformed)),
            ("<b>", Err(FieldCode::NameMalformed)),
            ("\u{3164}", Err(FieldCode::NameMalformed)),
            ("\u{301}a", Err(FieldCode::NameMalformed)),
            (&long, Err(FieldCode::TooLong)),
            (&long[1..], Ok(&long[1..])),
        ] {
            assert_eq!(
                CodeName::parse(text).as_ref().map(CodeName::as_str),
                wanted.as_ref().copied(),
                "{text:?}"
            );
        }
    }
}
