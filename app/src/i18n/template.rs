//! A text with placeholders, and the values that stand in them.
use std::fmt::{Display, Write as _};

use super::Locale;
use super::plural::category;

/// Parts plural forms: what chooses, then category and form in turns. No text contains it.
const PART: char = '\u{1}';

pub(super) type Arguments<'a> = [(&'static str, &'a dyn Display)];

/// Writes a text of a language file with its values.
pub(super) fn filled(locale: Locale, text: &str, arguments: &Arguments<'_>) -> String {
    let text = match text.strip_prefix(PART) {
        Some(forms) => form(locale, forms, arguments),
        None => text,
    };
    let mut pieces = text.split("{{");
    let mut filled = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let Some((name, rest)) = piece.split_once("}}") else { continue };
        if let Some((_, value)) = arguments.iter().find(|(known, _)| *known == name.trim()) {
            let _ = write!(filled, "{value}");
        }
        filled.push_str(rest);
    }
    filled
}

/// The form for the number that the text names; what is no whole number takes the general one.
fn form<'a>(locale: Locale, forms: &'a str, arguments: &Arguments<'_>) -> &'a str {
    let mut parts = forms.split(PART);
    let by = parts.next().unwrap_or_default();
    let value = arguments.iter().find(|(name, _)| *name == by).map(|(_, value)| value.to_string());
    let number = value.and_then(|value| value.parse::<u64>().ok());
    let wanted = number.map_or("other", |number| category(locale, number));
    let mut general = "";
    while let (Some(name), Some(form)) = (parts.next(), parts.next()) {
        if name == wanted {
            return form;
        }
        if name == "other" {
            general = form;
        }
    }
    general
}

#[cfg(test)]
mod tests {
    use super::filled;
    use crate::i18n::Locale;

    #[test]
    fn values_stand_where_the_text_wants_them() {
        assert_eq!(filled(Locale::nb, "Hei, {{ name }}.", &[("name", &"Ada")]), "Hei, Ada.");
        assert_eq!(filled(Locale::nb, "{{a}} og {{ b }} og {{a}}", &[("b", &2), ("a", &"x")]), "x og 2 og x");
        // What a customer typed is never read as a placeholder.
        assert_eq!(filled(Locale::nb, "Til {{ name }}", &[("name", &"{{ name }}")]), "Til {{ name }}");
    }

    #[test]
    fn a_number_chooses_its_form() {
        let days = "\u{1}count\u{1}few\u{1}{{ count }} dni\u{1}many\u{1}{{ count }} dni!\u{1}one\u{1}dzień\u{1}other\u{1}{{ count }} dnia";
        for (count, text) in [(1, "dzień"), (3, "3 dni"), (12, "12 dni!")] {
            assert_eq!(filled(Locale::pl, days, &[("count", &count)]), text);
        }
        assert_eq!(filled(Locale::pl, days, &[("count", &"1,5")]), "1,5 dnia");
        assert_eq!(
            filled(Locale::en, "\u{1}n\u{1}other\u{1}all", &[("n", &1)]),
            "all",
            "a form that is not there"
        );
    }
}
