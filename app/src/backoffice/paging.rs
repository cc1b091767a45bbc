//! Where a page of an officers' list ends and the next one begins.
use chrono::{DateTime, NaiveDate, NaiveTime, Utc};

/// Lines of one page.
pub(super) const PAGE_ROWS: usize = 50;
/// As many, and one more that tells whether there is another page.
pub(super) const READ_ROWS: i64 = 51;

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
    use super::*;

    #[test]
    fn one_more_than_a_page_is_another_page() {
        let mut rows: Vec<usize> = (0..=PAGE_ROWS).collect();
        assert_eq!(cut(&mut rows, ToString::to_string), Some((PAGE_ROWS - 1).to_string()));
        assert_eq!(rows.len(), PAGE_ROWS);
        assert_eq!(cut(&mut rows, ToString::to_string), None);
        assert_eq!(usize::try_from(READ_ROWS), Ok(PAGE_ROWS + 1));
    }
}
