//! Text in a cell of a spreadsheet, where it must stay text.

use std::borrow::Cow;

/// A text that no spreadsheet takes for a formula: one that begins like a formula gets an apostrophe before it, which
/// spreadsheets show as text (OWASP, CSV injection). Line breaks become spaces, so that one payment is one line.
#[must_use]
pub fn text(value: &str) -> Cow<'_, str> {
    let breaks =
        |c: char| matches!(c, '\r' | '\n' | '\t' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}');
    let value =
        if value.contains(breaks) { Cow::Owned(value.replace(breaks, " ")) } else { Cow::Borrowed(value) };
    // Blanks before it do not hide a formula from every spreadsheet, nor do the wide forms of its signs.
    let begins_like_formula = value
        .trim_start()
        .starts_with(['=', '+', '-', '@', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}', '\u{2212}']);
    if begins_like_formula { Cow::Owned(format!("'{value}")) } else { value }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::text;

    #[test]
    fn formulas_become_text_and_names_stay() {
        for (given, wanted) in [
            ("Milica Jovanović", "Milica Jovanović"),
            ("=HYPERLINK(\"http://evil.example\")", "'=HYPERLINK(\"http://evil.example\")"),
            ("+47 41234567", "'+47 41234567"),
            ("-1+1", "'-1+1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\t=1", "' =1"),
            ("a\r\n=1", "a  =1"),
            ("", ""),
            ("Ana-Marija", "Ana-Marija"),
        ] {
            assert_eq!(text(given), wanted);
        }
    }

    proptest! {
        #[test]
        fn no_cell_begins_like_a_formula(value in ".{0,40}") {
            let cell = text(&value);
            prop_assert!(!cell.trim_start().starts_with(['=', '+', '-', '@']));
            prop_assert!(!cell.contains(['\r', '\n', '\t']));
        }
    }
}
