//! The queue of complaints as a file for a spreadsheet.
use chrono::NaiveDate;
use domain::calendar::business_days_between;
use domain::csv_cell::text;

use super::model::QueueRow;
use crate::complaints::words::{category_text, outcome_text, status_text};
use crate::csv_file::{CsvError, finished, headed, moment, writer};
use crate::i18n::{Locale, td_string};

/// The names of the columns.
pub(super) fn head(locale: Locale) -> Result<Vec<u8>, CsvError> {
    headed(
        locale,
        [
            td_string!(locale, complaints.id),
            td_string!(locale, complaints.received),
            td_string!(locale, complaints.due),
            td_string!(locale, complaints.last_due),
            td_string!(locale, complaints.csv_days_left),
            td_string!(locale, complaints.status),
            td_string!(locale, complaints.category),
            td_string!(locale, complaints.subject),
            td_string!(locale, complaints.customer),
            td_string!(locale, complaints.officer),
            td_string!(locale, complaints.outcome),
            td_string!(locale, complaints.answered),
        ],
    )
}

/// One line for each complaint. What is answered has no days left.
pub(super) fn lines(locale: Locale, rows: &[QueueRow], today: NaiveDate) -> Result<Vec<u8>, CsvError> {
    let mut writer = writer(locale);
    for row in rows {
        let left = row.resolved_at.is_none().then(|| business_days_between(today, row.days.due_on));
        writer.write_record([
            row.id.to_string(),
            row.days.received_on.to_string(),
            row.days.due_on.to_string(),
            row.days.last_due_on.to_string(),
            left.map(|days| days.to_string()).unwrap_or_default(),
            status_text(locale, row.status).to_owned(),
            category_text(locale, row.category).to_owned(),
            text(&row.subject).into_owned(),
            text(&row.customer).into_owned(),
            text(row.officer.as_deref().unwrap_or_default()).into_owned(),
            row.outcome.map(|outcome| outcome_text(locale, outcome).to_owned()).unwrap_or_default(),
            row.resolved_at.map(moment).unwrap_or_default(),
        ])?;
    }
    finished(writer)
}
