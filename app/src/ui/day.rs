//! The name of a day as it heads a list.
use chrono::NaiveDate;

use super::format;
use crate::i18n::{tu_string, use_i18n};

/// Today, yesterday, or the weekday and its date.
#[must_use]
pub fn day_name(day: NaiveDate, today: NaiveDate) -> String {
    let i18n = use_i18n();
    match (today - day).num_days() {
        0 => tu_string!(i18n, common.today).to_owned(),
        1 => tu_string!(i18n, common.yesterday).to_owned(),
        _ => {
            let text = format::weekday_and_date(i18n.get_locale_untracked(), day, today);
            let mut letters = text.chars();
            letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
        }
    }
}
