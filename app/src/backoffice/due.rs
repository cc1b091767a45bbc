//! By when something is answered: in words, as a tag, and as the end of a page of such a list.
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
        TimeLeft::Days(days) => td_string!(locale, complaints.days_left, count = days).to_string(),
        TimeLeft::Today => td_string!(locale, complaints.due_today).to_owned(),
        TimeLeft::Over(0) => td_string!(locale, complaints.overdue).to_owned(),
        TimeLeft::Over(1) => td_string!(locale, complaints.day_over).to_owned(),
        TimeLeft::Over(days) => td_string!(locale, complaints.days_over, count = days).to_string(),
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

/// Where a page ends: the key of its last row in the list's order, and the row's id.
#[must_use]
pub fn cursor_of(key: &str, id: &str) -> String {
    format!("{key}.{id}")
}

/// Reads an address; nothing when somebody changed it.
#[must_use]
pub fn parse_cursor<Id: std::str::FromStr>(cursor: &str) -> Option<(&str, Id)> {
    let (key, id) = cursor.rsplit_once('.')?;
    Some((key, id.parse().ok()?))
}

/// The same where the list is in the order of days.
#[must_use]
pub fn day_cursor<Id: std::str::FromStr>(cursor: &str) -> Option<(NaiveDate, Id)> {
    let (key, id) = parse_cursor(cursor)?;
    let day: NaiveDate = key.parse().ok()?;
    in_calendar(day).then_some((day, id))
}

/// The same where it is in the order of instants.
#[must_use]
pub fn time_cursor<Id: std::str::FromStr>(cursor: &str) -> Option<(chrono::DateTime<chrono::Utc>, Id)> {
    let (key, id) = parse_cursor(cursor)?;
    let at = chrono::DateTime::from_timestamp_micros(key.parse().ok()?)?;
    in_calendar(at.date_naive()).then_some((at, id))
}

/// The database's calendar is shorter than ours.
fn in_calendar(day: NaiveDate) -> bool {
    use chrono::Datelike;
    domain::filter::YEARS.contains(&day.year())
}

#[cfg(test)]
mod tests {
    use domain::ids::ComplaintId;

    use super::*;

    #[test]
    fn cursors_survive_being_changed() {
        let id: ComplaintId = "cmp_a".parse().expect("an id");
        let day: NaiveDate = "2026-11-27".parse().expect("a day");
        assert_eq!(day_cursor("2026-11-27.cmp_a"), Some((day, id)));
        for broken in ["", ".", "2026-11-27", "2026-11-27.usr_a", "12026-11-27.cmp_a", "x.cmp_a"] {
            assert_eq!(day_cursor::<ComplaintId>(broken), None, "{broken}");
            assert_eq!(time_cursor::<ComplaintId>(broken), None, "{broken}");
        }
        assert!(time_cursor::<ComplaintId>("1700000000000000.cmp_a").is_some());
    }
}
