//! Money, rates and shares. Digits are European in every language, as banks print them in all seven.
use domain::fx::Rate;
use domain::money::{Currency, Money};

use crate::i18n::Locale;

/// Between groups of digits, and between a number and its currency: never broken. The narrow one (U+202F) all but
/// vanishes in tabular figures at small sizes.
const SPACE: char = '\u{a0}';
const MINUS: char = '\u{2212}';
/// Around what is left-to-right in a right-to-left text: otherwise the minus of an amount would stand behind it.
const ISOLATE: (char, char) = ('\u{2066}', '\u{2069}');

/// `12 345,67 kr` in Norwegian, `NOK 12,345.67` in English, `12.345,67 NOK` in Serbian.
#[must_use]
pub fn money(locale: Locale, money: Money) -> String {
    let number = number(locale, money);
    match (locale, money.currency()) {
        (Locale::en | Locale::tr, currency) => code_first(currency, &number),
        (Locale::ur, currency) => format!("{}{}{}", ISOLATE.0, code_first(currency, &number), ISOLATE.1),
        (Locale::nb, Currency::Nok) => format!("{number}{SPACE}kr"),
        (_, currency) => format!("{number}{SPACE}{currency}"),
    }
}

fn code_first(currency: Currency, number: &str) -> String {
    match number.strip_prefix(MINUS) {
        Some(positive) => format!("{MINUS}{currency}{SPACE}{positive}"),
        None => format!("{currency}{SPACE}{number}"),
    }
}

/// The number alone, as it stands in a field.
#[must_use]
pub fn number(locale: Locale, money: Money) -> String {
    let text = money.to_decimal_string();
    let (sign, digits) = text.strip_prefix('-').map_or(("", text.as_str()), |digits| ("\u{2212}", digits));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let group = match locale {
        Locale::en | Locale::ur => ',',
        Locale::sr | Locale::bs | Locale::tr => '.',
        Locale::nb | Locale::pl => SPACE,
    };
    // Polish parts thousands from ten thousand on.
    let parted = whole.len() > if locale == Locale::pl { 4 } else { 3 };
    let mut grouped = String::new();
    for (index, digit) in whole.chars().enumerate() {
        if parted && index > 0 && (whole.len() - index).is_multiple_of(3) {
            grouped.push(group);
        }
        grouped.push(digit);
    }
    format!("{sign}{grouped}{}{fraction}", locale.decimal_point())
}

/// `11,70` or `11.70`: as many decimals as the rate has, at least two.
#[must_use]
pub fn rate(locale: Locale, rate: Rate) -> String {
    rate.display_string().replace('.', locale.decimal_point())
}

/// `0,5 %`, `0.5%` or `%0,5`, from hundredths of a percent.
#[must_use]
pub fn percent(locale: Locale, basis_points: u32) -> String {
    let (whole, rest) = (basis_points / 100, basis_points % 100);
    let fraction = format!("{rest:02}");
    let fraction = fraction.trim_end_matches('0');
    let point = if fraction.is_empty() { "" } else { locale.decimal_point() };
    let number = format!("{whole}{point}{fraction}");
    match locale {
        Locale::nb | Locale::bs => format!("{number}{SPACE}%"),
        Locale::en | Locale::pl | Locale::sr | Locale::ur => format!("{number}%"),
        Locale::tr => format!("%{number}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn amounts(locale: Locale) -> [String; 4] {
        let cases = [
            (1_234_567, Currency::Nok),
            (-201_000, Currency::Nok),
            (5, Currency::Rsd),
            (100_000_000, Currency::Pkr),
        ];
        // A space that is not broken looks like any other here.
        cases.map(|(minor, currency)| money(locale, Money::new(minor, currency)).replace(SPACE, " "))
    }

    #[test]
    fn money_is_written_as_each_language_does() {
        for (locale, written) in [
            (Locale::nb, ["12 345,67 kr", "−2 010,00 kr", "0,05 RSD", "1 000 000,00 PKR"]),
            (Locale::en, ["NOK 12,345.67", "−NOK 2,010.00", "RSD 0.05", "PKR 1,000,000.00"]),
            (Locale::pl, ["12 345,67 NOK", "−2010,00 NOK", "0,05 RSD", "1 000 000,00 PKR"]),
            (Locale::sr, ["12.345,67 NOK", "−2.010,00 NOK", "0,05 RSD", "1.000.000,00 PKR"]),
            (Locale::bs, ["12.345,67 NOK", "−2.010,00 NOK", "0,05 RSD", "1.000.000,00 PKR"]),
            (Locale::tr, ["NOK 12.345,67", "−NOK 2.010,00", "RSD 0,05", "PKR 1.000.000,00"]),
        ] {
            assert_eq!(amounts(locale), written, "{locale:?}");
        }
        let isolated = amounts(Locale::en).map(|amount| format!("\u{2066}{amount}\u{2069}"));
        assert_eq!(amounts(Locale::ur), isolated);
    }

    #[test]
    fn what_a_field_shows_is_read_as_the_same_amount() {
        for locale in Locale::ALL {
            for minor in [5, 10_000, 201_000, 1_234_567, 100_000_000] {
                let amount = Money::new(minor, Currency::Nok);
                let typed = number(locale, amount);
                assert_eq!(Money::parse_input(&typed, Currency::Nok), Ok(amount), "{locale:?} {typed}");
            }
        }
    }

    #[test]
    fn shares_are_written_as_each_language_does() {
        for (locale, half, one) in [
            (Locale::nb, "0,5 %", "1 %"),
            (Locale::en, "0.5%", "1%"),
            (Locale::pl, "0,5%", "1%"),
            (Locale::sr, "0,5%", "1%"),
            (Locale::bs, "0,5 %", "1 %"),
            (Locale::tr, "%0,5", "%1"),
            (Locale::ur, "0.5%", "1%"),
        ] {
            let written = [50, 100].map(|share| percent(locale, share).replace(SPACE, " "));
            assert_eq!(written, [half, one], "{locale:?}");
        }
    }
}
