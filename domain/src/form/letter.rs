//! Text that one person writes to another: a letter of several lines, and what it is about.

use super::FieldCode;
use super::person::is_letter;

/// Shorter texts say nothing.
const LETTER_MIN_CHARS: usize = 10;
const LETTER_MAX_CHARS: usize = 2_000;
const SUBJECT_MIN_CHARS: usize = 3;
const SUBJECT_MAX_CHARS: usize = 120;

validated_text! {
    /// A text of several lines: 10 to 2,000 characters, paragraphs kept.
    pub struct Letter, FieldCode
}

impl Letter {
    /// Longest letter, in characters.
    pub const MAX_CHARS: usize = LETTER_MAX_CHARS;

    /// Reads a letter. Ends of lines become one kind, and space at the ends of lines and of the whole goes.
    ///
    /// # Errors
    /// [`FieldCode::Required`], [`FieldCode::TooShort`], [`FieldCode::TooLong`], [`FieldCode::TextMalformed`].
    pub fn parse(text: &str) -> Result<Self, FieldCode> {
        let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
        let text = lines.join("\n").trim().to_owned();
        let is_readable = |c: char| c == '\n' || c == '\t' || !c.is_control();
        checked(&text, LETTER_MIN_CHARS..=LETTER_MAX_CHARS, is_readable)?;
        Ok(Self(text))
    }
}

validated_text! {
    /// What a letter is about, in a line: 3 to 120 characters.
    pub struct Subject, FieldCode
}

impl Subject {
    /// Longest subject, in characters.
    pub const MAX_CHARS: usize = SUBJECT_MAX_CHARS;

    /// Reads a subject; runs of spaces become one.
    ///
    /// # Errors
    /// [`FieldCode::Required`], [`FieldCode::TooShort`], [`FieldCode::TooLong`], [`FieldCode::TextMalformed`].
    pub fn parse(text: &str) -> Result<Self, FieldCode> {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        checked(&text, SUBJECT_MIN_CHARS..=SUBJECT_MAX_CHARS, |c| !c.is_control())?;
        Ok(Self(text))
    }
}

fn checked(
    text: &str,
    chars: std::ops::RangeInclusive<usize>,
    is_readable: impl Fn(char) -> bool,
) -> Result<(), FieldCode> {
    let count = text.chars().count();
    if text.is_empty() {
        Err(FieldCode::Required)
    } else if count < *chars.start() {
        Err(FieldCode::TooShort)
    } else if count > *chars.end() {
        Err(FieldCode::TooLong)
    } else if text.chars().any(is_letter) && text.chars().all(is_readable) {
        Ok(())
    } else {
        Err(FieldCode::TextMalformed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_keep_their_paragraphs() {
        for (text, wanted) in [
            ("Hei!\r\n\r\nPengene kom ikke.  \r\n", Ok("Hei!\n\nPengene kom ikke.")),
            ("", Err(FieldCode::Required)),
            (" \n ", Err(FieldCode::Required)),
            ("Hei.", Err(FieldCode::TooShort)),
            ("1234567890", Err(FieldCode::TextMalformed)),
            ("Pengene \u{7} kom ikke", Err(FieldCode::TextMalformed)),
        ] {
            assert_eq!(
                Letter::parse(text).as_ref().map(Letter::as_str),
                wanted.as_ref().copied(),
                "{text:?}"
            );
        }
        assert!(Letter::parse(&"å".repeat(Letter::MAX_CHARS)).is_ok());
        assert_eq!(Letter::parse(&"å".repeat(Letter::MAX_CHARS + 1)), Err(FieldCode::TooLong));
    }

    #[test]
    fn subjects_are_a_line() {
        for (text, wanted) in [
            (" Gebyret\n på 10 kr ", Ok("Gebyret på 10 kr")),
            ("ab", Err(FieldCode::TooShort)),
            ("", Err(FieldCode::Required)),
            ("???", Err(FieldCode::TextMalformed)),
        ] {
            assert_eq!(
                Subject::parse(text).as_ref().map(Subject::as_str),
                wanted.as_ref().copied(),
                "{text:?}"
            );
        }
        assert_eq!(Subject::parse(&"a".repeat(Subject::MAX_CHARS + 1)), Err(FieldCode::TooLong));
    }
}
