//! Where a page of a queue ends: the key of its last row in the queue's order, and the row's id.
use std::str::FromStr;

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use domain::filter::YEARS;

/// As it stands in an address.
#[must_use]
pub fn cursor_of(key: &str, id: &str) -> String {
    format!("{key}.{id}")
}

/// Reads an address; nothing when somebody changed it.
fn parse_cursor<Id: FromStr>(cursor: &str) -> Option<(&str, Id)> {
    let (key, id) = cursor.rsplit_once('.')?;
    Some((key, id.parse().ok()?))
}

/// The same where the queue is in the order of days.
#[must_use]
pub fn day_cursor<Id: FromStr>(cursor: &str) -> Option<(NaiveDate, Id)> {
    let (key, id) = parse_cursor(cursor)?;
    let day: NaiveDate = key.parse().ok()?;
    in_calendar(day).then_some((day, id))
}

/// The same where it is in the order of instants.
#[must_use]
pub fn time_cursor<Id: FromStr>(cursor: &str) -> Option<(DateTime<Utc>, Id)> {
    let (key, id) = parse_cursor(cursor)?;
    let at = DateTime::from_timestamp_micros(key.parse().ok()?)?;
    in_calendar(at.date_naive()).then_some((at, id))
}

/// The database's calendar is shorter than ours.
fn in_calendar(day: NaiveDate) -> bool {
    YEARS.contains(&day.year())
}

#[cfg(test)]
mod tests {
    use domain::ids::ComplaintId;

    use super::*;

    #[test]
    fn cursors_survive_being_changed() {
        let id: ComplaintId = "cmp_a".parse().unwrap();
        let day: NaiveDate = "2026-11-27".parse().unwrap();
        assert_eq!(day_cursor("2026-11-27.cmp_a"), Some((day, id)));
        for broken in ["", ".", "2026-11-27", "2026-11-27.usr_a", "12026-11-27.cmp_a", "x.cmp_a"] {
            assert_eq!(day_cursor::<ComplaintId>(broken), None, "{broken}");
            assert_eq!(time_cursor::<ComplaintId>(broken), None, "{broken}");
        }
        assert!(time_cursor::<ComplaintId>("1700000000000000.cmp_a").is_some());
    }
}
