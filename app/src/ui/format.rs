//! Money, rates, dates and times as each language writes them. From data only: the same on server and browser.
use chrono::{DateTime, Datelike, NaiveDate, Timelike, Utc};
use domain::calendar::{oslo, oslo_date};
use domain::fx::Rate;
use domain::money::{Currency, Money};
use leptos::prelude::*;

use crate::i18n::Locale;

/// Between groups of digits, and between a number and its currency: never broken. The narrow one (U+202F) all but
/// vanishes in tabular figures at small sizes.
const SPACE: char = '\u{a0}';
const MINUS: char = '\u{2212}';

/// `12 345,67 kr` in Norwegian, `NOK 12,345.67` in English.
#[must_use]
pub fn money(locale: Locale, money: Money) -> String {
    let number = number(locale, money);
    match (locale, money.currency()) {
        (Locale::en, currency) => match number.strip_prefix(MINUS) {
            Some(positive) => format!("{MINUS}{currency}{SPACE}{positive}"),
            None => format!("{currency}{SPACE}{number}"),
        },
        (_, Currency::Nok) => format!("{number}{SPACE}kr"),
        (_, currency) => format!("{number}{SPACE}{currency}"),
    }
}

/// The number alone, as it stands in a field.
#[must_use]
pub fn number(locale: Locale, money: Money) -> String {
    let text = money.to_decimal_string();
    let (sign, digits) = text.strip_prefix('-').map_or(("", text.as_str()), |digits| ("\u{2212}", digits));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let (group, point) = match locale {
        Locale::en => (',', '.'),
        _ => (SPACE, ','),
    };
    let mut grouped = String::new();
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            grouped.push(group);
        }
        grouped.push(digit);
    }
    format!("{sign}{grouped}{point}{fraction}")
}

/// `11,70` or `11.70`: as many decimals as the rate has, at least two.
#[must_use]
pub fn rate(locale: Locale, rate: Rate) -> String {
    let text = rate.display_string();
    match locale {
        Locale::en => text,
        _ => text.replace('.', ","),
    }
}

/// `0,5 %` or `0.5%`, from hundredths of a percent.
#[must_use]
pub fn percent(locale: Locale, basis_points: u32) -> String {
    let (whole, rest) = (basis_points / 100, basis_points % 100);
    let fraction = format!("{rest:02}");
    let fraction = fraction.trim_end_matches('0');
    let (point, unit) = match locale {
        Locale::en => (".", "%"),
        _ => (",", "\u{a0}%"),
    };
    let point = if fraction.is_empty() { "" } else { point };
    format!("{whole}{point}{fraction}{unit}")
}

/// `20. november` or `20 November`, with the year when it is not this one.
#[must_use]
pub fn date(locale: Locale, date: NaiveDate, today: NaiveDate) -> String {
    let month = month(locale, date.month());
    let day = date.day();
    let text = match locale {
        Locale::en => format!("{day} {month}"),
        _ => format!("{day}. {month}"),
    };
    if date.year() == today.year() { text } else { format!("{text} {}", date.year()) }
}

/// `fredag 20. november` or `Friday 20 November`.
#[must_use]
pub fn weekday_and_date(locale: Locale, day: NaiveDate, today: NaiveDate) -> String {
    format!("{} {}", weekday(locale, day), date(locale, day, today))
}

/// `november 2026` or `November 2026`.
#[must_use]
pub fn month_and_year(locale: Locale, day: NaiveDate) -> String {
    format!("{} {}", month(locale, day.month()), day.year())
}

/// `27.11.` or `27/11`: where there is little room.
#[must_use]
pub fn short_date(locale: Locale, day: NaiveDate) -> String {
    match locale {
        Locale::en => format!("{}/{}", day.day(), day.month()),
        _ => format!("{}.{}.", day.day(), day.month()),
    }
}

/// The clock in Oslo: `14:05`.
#[must_use]
pub fn time(at: DateTime<Utc>) -> String {
    let local = oslo(at);
    format!("{:02}:{:02}", local.hour(), local.minute())
}

/// `20. november kl. 14:05` or `20 November at 14:05`.
#[must_use]
pub fn date_and_time(locale: Locale, at: DateTime<Utc>, now: DateTime<Utc>) -> String {
    let (day, clock) = (date(locale, oslo_date(at), oslo_date(now)), time(at));
    match locale {
        Locale::en => format!("{day} at {clock}"),
        _ => format!("{day} kl. {clock}"),
    }
}

const fn month(locale: Locale, month: u32) -> &'static str {
    const NB: [&str; 12] = [
        "januar",
        "februar",
        "mars",
        "april",
        "mai",
        "juni",
        "juli",
        "august",
        "september",
        "oktober",
        "november",
        "desember",
    ];
    const EN: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let index = (month as usize + 11) % 12;
    match locale {
        Locale::en => EN[index],
        _ => NB[index],
    }
}

/// `fredag` or `Friday`.
#[must_use]
pub fn weekday(locale: Locale, date: NaiveDate) -> &'static str {
    const NB: [&str; 7] = ["mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag"];
    const EN: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
    let index = date.weekday().num_days_from_monday() as usize;
    match locale {
        Locale::en => EN[index],
        _ => NB[index],
    }
}

/// Money in a page: kept on one line and left-to-right inside any text.
#[component]
pub fn Amount(value: Money) -> impl IntoView {
    let locale = crate::i18n::use_locale();
    view! { <span class="money">{money(locale, value)}</span> }
}

/// The letters of an avatar.
#[must_use]
pub fn initials(name: &str) -> String {
    let mut words = name.split_whitespace().filter_map(|word| word.chars().next());
    let first = words.next();
    first.into_iter().chain(words.next_back()).flat_map(char::to_uppercase).collect()
}

#[cfg(test)]
mod tests {
    use chrono::TimeZone;

    use super::*;

    #[test]
    fn money_is_written_as_each_language_does() {
        let cases = [
            (1_234_567, Currency::Nok, "12\u{a0}345,67\u{a0}kr", "NOK\u{a0}12,345.67"),
            (-201_000, Currency::Nok, "\u{2212}2\u{a0}010,00\u{a0}kr", "\u{2212}NOK\u{a0}2,010.00"),
            (5, Currency::Rsd, "0,05\u{a0}RSD", "RSD\u{a0}0.05"),
            (100_000_000, Currency::Pkr, "1\u{a0}000\u{a0}000,00\u{a0}PKR", "PKR\u{a0}1,000,000.00"),
        ];
        for (minor, currency, nb, en) in cases {
            assert_eq!(money(Locale::nb, Money::new(minor, currency)), nb);
            assert_eq!(money(Locale::en, Money::new(minor, currency)), en);
        }
    }

    #[test]
    fn times_are_oslo_times() {
        let summer = Utc.with_ymd_and_hms(2026, 7, 1, 22, 30, 0).unwrap();
        assert_eq!(date_and_time(Locale::nb, summer, summer), "2. juli kl. 00:30");
        let winter = Utc.with_ymd_and_hms(2025, 12, 24, 14, 5, 0).unwrap();
        assert_eq!(date_and_time(Locale::en, winter, summer), "24 December 2025 at 15:05");
        assert_eq!(
            weekday_and_date(Locale::nb, NaiveDate::from_ymd_opt(2026, 11, 20).unwrap(), oslo_date(summer)),
            "fredag 20. november"
        );
    }

    #[test]
    fn initials_are_the_first_and_last_words() {
        assert_eq!(initials("Milica Jovanović"), "MJ");
        assert_eq!(initials("Ahmetov  kebab house"), "AH");
        assert_eq!(initials("Čedo"), "Č");
        assert_eq!(initials(""), "");
    }
}
