//! Where a page of an officers' list ends and the next one begins.
use std::str::FromStr;

use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, Utc};
use domain::filter::YEARS;

/// Lines of one page.
pub(super) const PAGE_ROWS: usize = 50;
/// As many, and one more that tells whether there is another page.
pub(super) const READ_ROWS: i64 = 51;

/// The time and the id of the last line that was shown; nothing when somebody changed the address.
pub(super) fn parse<Id: FromStr>(cursor: &str) -> Option<(DateTime<Utc>, Id)> {
    let (micros, id) = cursor.split_once('.')?;
    let at = DateTime::from_timestamp_micros(micros.parse().ok()?)?;
    // The database's calendar is shorter than ours.
    YEARS.contains(&at.year()).then_some((at, id.parse().ok()?))
}

/// A day as a cursor has it.
pub(super) fn day(date: NaiveDate) -> DateTime<Utc> {
    date.and_time(NaiveTime::MIN).and_utc()
}

/// Cuts a page out of what was read, and says where the next one begins.
pub(super) fn cut<T>(rows: &mut Vec<T>, place: impl Fn(&T) -> String) -> Option<String> {
    let more = rows.len() > PAGE_ROWS;
    rows.truncate(PAGE_ROWS);
    rows.last().filter(|_| more).map(place)
}

#[cfg(test)]
mod tests {
    use domain::ids::HoldId;

    use super::*;
    use crate::cursor::cursor_of;

    #[test]
    fn a_cursor_reads_back_and_a_changed_one_is_none() {
        let (at, id) = (day("2026-11-27".parse().unwrap()), HoldId::parse("hld_demo1").unwrap());
        assert_eq!(parse(&cursor_of(at, id.as_str())), Some((at, id)));
        for text in ["", ".", "1.usr_demo1", "x.hld_demo1", "99999999999999999.hld_demo1", "1"] {
            assert_eq!(parse::<HoldId>(text), None, "{text}");
        }
    }

    #[test]
    fn one_more_than_a_page_is_another_page() {
        let mut rows: Vec<usize> = (0..=PAGE_ROWS).collect();
        assert_eq!(cut(&mut rows, ToString::to_string), Some((PAGE_ROWS - 1).to_string()));
        assert_eq!(rows.len(), PAGE_ROWS);
        assert_eq!(cut(&mut rows, ToString::to_string), None);
        assert_eq!(usize::try_from(READ_ROWS), Ok(PAGE_ROWS + 1));
    }
}
