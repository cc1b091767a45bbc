//! Money, rates, dates and times as each language writes them. From data only: the same on server and browser.
mod dates;
mod numbers;

use leptos::prelude::*;

pub use dates::{date, date_and_time, month_and_year, short_date, time, weekday, weekday_and_date};
use domain::money::Money;
pub use numbers::{money, number, percent, rate};

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
    use super::initials;

    #[test]
    fn initials_are_the_first_and_last_words() {
        assert_eq!(initials("Milica Jovanović"), "MJ");
        assert_eq!(initials("Ahmetov  kebab house"), "AH");
        assert_eq!(initials("Čedo"), "Č");
        assert_eq!(initials(""), "");
    }
}
