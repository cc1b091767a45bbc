//! Figures of the overview in words.
use super::model::{Age, COUNTED_MAX};
use crate::i18n::{td_string, use_locale};

pub(super) fn age_text(age: Age) -> &'static str {
    let locale = use_locale();
    match age {
        Age::Day => td_string!(locale, overview.age_day),
        Age::ThreeDays => td_string!(locale, overview.age_three_days),
        Age::Week => td_string!(locale, overview.age_week),
        Age::Month => td_string!(locale, overview.age_month),
        Age::Older => td_string!(locale, overview.age_older),
    }
}

/// A count, or that there are at least so many.
pub(super) fn counted(count: i64) -> String {
    if count >= COUNTED_MAX { format!("{COUNTED_MAX}+") } else { count.to_string() }
}

/// `45 min`, `3 t` or `2 d`: as exact as somebody plans by.
pub(super) fn lasted(minutes: i64) -> String {
    let locale = use_locale();
    match minutes {
        ..60 => td_string!(locale, overview.minutes, count = minutes),
        60..2880 => td_string!(locale, overview.hours, count = minutes / 60),
        _ => td_string!(locale, overview.days, count = minutes / 1440),
    }
}
