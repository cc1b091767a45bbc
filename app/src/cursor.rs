//! Where a page of a list ends and the next one begins: the time and the id of the last row that was shown.
use chrono::{DateTime, Datelike, Utc};
use domain::filter::YEARS;
use domain::ids::TransactionId;

/// After which transaction the next page begins.
pub type Cursor = (DateTime<Utc>, TransactionId);

/// As it stands in an address.
#[must_use]
pub fn cursor_of(created_at: DateTime<Utc>, id: &str) -> String {
    format!("{}.{id}", created_at.timestamp_micros())
}

/// Reads an address; nothing when somebody changed it.
#[must_use]
pub fn parse_cursor(cursor: &str) -> Option<Cursor> {
    let (micros, id) = cursor.split_once('.')?;
    let at = DateTime::from_timestamp_micros(micros.parse().ok()?)?;
    // The database's calendar is shorter than ours.
    YEARS.contains(&at.year()).then_some((at, id.parse().ok()?))
}
