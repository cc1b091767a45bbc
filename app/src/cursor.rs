//! Where a page of a list ends and the next one begins: the time, or the day, and the id of the last row that was shown.
use std::str::FromStr;

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use domain::filter::YEARS;
use domain::ids::TransactionId;

/// After which transaction the next page begins.
pub type Cursor = (DateTime<Utc>, TransactionId);

/// As it stands in an address.
#[must_use]
pub fn cursor_of(at: DateTime<Utc>, id: &str) -> String {
    format!("{}.{id}", at.timestamp_micros())
}

/// The same of a list in the order of days.
#[must_use]
pub fn day_cursor_of(day: NaiveDate, id: &str) -> String {
    format!("{day}.{id}")
}

/// Reads an address; nothing when somebody changed it.
#[must_use]
pub fn parse_cursor<Id: FromStr>(cursor: &str) -> Option<(DateTime<Utc>, Id)> {
    let (micros, id) = cursor.split_once('.')?;
    let at = DateTime::from_timestamp_micros(micros.parse().ok()?)?;
    in_calendar(at.date_naive()).then_some((at, id.parse().ok()?))
}

/// The same of a list in the order of days.
#[must_use]
pub fn parse_day_cursor<Id: FromStr>(cursor: &str) -> Option<(NaiveDate, Id)> {
    let (day, id) = cursor.split_once('.')?;
    let day: NaiveDate = day.parse().ok()?;
    in_calendar(day).then_some((day, id.parse().ok()?))
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
    fn a_cursor_reads_back_and_a_changed_one_is_none() {
        let id: ComplaintId = "cmp_a".parse().unwrap();
        let at: DateTime<Utc> = "2026-11-27T09:00:00Z".parse().unwrap();
        let day = at.date_naive();
        assert_eq!(parse_cursor(&cursor_of(at, id.as_str())), Some((at, id.clone())));
        assert_eq!(parse_day_cursor(&day_cursor_of(day, id.as_str())), Some((day, id)));
        for text in
            ["", ".", "1", "1.usr_a", "x.cmp_a", "99999999999999999.cmp_a", "2026-11-27", "12026-11-27.cmp_a"]
        {
            assert_eq!(parse_cursor::<ComplaintId>(text), None, "{text}");
            assert_eq!(parse_day_cursor::<ComplaintId>(text), None, "{text}");
        }
    }
}
