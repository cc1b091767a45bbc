//! By when something is answered, in words and as a tag.
use chrono::NaiveDate;
use domain::compliance::complaint::TimeLeft;
use leptos::prelude::*;

use crate::i18n::{Locale, td_string, use_locale};

/// So few business days are soon.
const SOON_DAYS: i64 = 3;

/// How much time is left, in business days.
#[must_use]
pub fn time_left(locale: Locale, left: TimeLeft) -> String {
    match left {
        TimeLeft::Days(1) => td_string!(locale, complaints.day_left).to_owned(),
        TimeLeft::Days(days) => td_string!(locale, complaints.days_left, count = days),
        TimeLeft::Today => td_string!(locale, complaints.due_today).to_owned(),
        TimeLeft::Over(0) => td_string!(locale, complaints.overdue).to_owned(),
        TimeLeft::Over(1) => td_string!(locale, complaints.day_over).to_owned(),
        TimeLeft::Over(days) => td_string!(locale, complaints.days_over, count = days),
    }
}

/// The same as a tag; the colour only repeats its words.
#[component]
pub fn TimeLeftTag(due_on: NaiveDate, today: NaiveDate) -> impl IntoView {
    let left = TimeLeft::until(due_on, today);
    let class = match left {
        TimeLeft::Over(_) => "tag critical",
        TimeLeft::Today => "tag high",
        TimeLeft::Days(days) if days <= SOON_DAYS => "tag high",
        TimeLeft::Days(_) => "tag low",
    };
    view! { <span class=class>{time_left(use_locale(), left)}</span> }
}
