//! The file of a copy: a ZIP with what is to be read first, and each part as JSON and for a spreadsheet.
use std::io::{Cursor, Write as _};

use chrono::{DateTime, Datelike as _, Timelike as _, Utc};
use domain::calendar::oslo;
use domain::csv_cell;
use serde_json::Value;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::reading::Row;
use crate::csv_file::{self, CsvError};
use crate::i18n::Locale;

/// Why a copy could not be written: a defect, since it is written to memory.
#[derive(Debug, thiserror::Error)]
pub enum ArchiveError {
    #[error("the archive cannot be written: {0}")]
    Zip(#[from] zip::result::ZipError),
    #[error("the archive cannot be written: {0}")]
    Io(#[from] std::io::Error),
    #[error(transparent)]
    Csv(#[from] CsvError),
    #[error("a part cannot be written: {0}")]
    Json(#[from] serde_json::Error),
}

/// A copy while it is written.
pub struct Archive {
    zip: ZipWriter<Cursor<Vec<u8>>>,
    options: SimpleFileOptions,
    locale: Locale,
}

impl Archive {
    #[must_use]
    pub fn begun(at: DateTime<Utc>, locale: Locale) -> Self {
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .last_modified_time(dos_time(at));
        Self { zip: ZipWriter::new(Cursor::new(Vec::new())), options, locale }
    }

    pub fn add(&mut self, name: &str, bytes: &[u8]) -> Result<(), ArchiveError> {
        self.zip.start_file(name, self.options)?;
        self.zip.write_all(bytes)?;
        Ok(())
    }

    /// Both files of a part; none where there is nothing.
    pub fn add_part(&mut self, name: &str, rows: &[Row]) -> Result<(), ArchiveError> {
        let Some(first) = rows.first() else { return Ok(()) };
        self.add(&format!("json/{name}.json"), &serde_json::to_vec_pretty(rows)?)?;
        let csv = spreadsheet(self.locale, first, rows)?;
        self.add(&format!("csv/{name}.csv"), &csv)
    }

    pub fn finished(self) -> Result<Vec<u8>, ArchiveError> {
        Ok(self.zip.finish()?.into_inner())
    }
}

fn spreadsheet(locale: Locale, first: &Row, rows: &[Row]) -> Result<Vec<u8>, ArchiveError> {
    let mut bytes = csv_file::begun(locale);
    let mut writer = csv_file::writer(locale);
    writer.write_record(first.names()).map_err(CsvError::from)?;
    for row in rows {
        writer.write_record(row.values().map(cell)).map_err(CsvError::from)?;
    }
    bytes.extend(csv_file::finished(writer)?);
    Ok(bytes)
}

/// As it stands in the JSON, except that a text stays text in a spreadsheet.
fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) if is_number(text) => text.clone(),
        Value::String(text) => csv_cell::text(text).into_owned(),
        other => other.to_string(),
    }
}

/// An amount may begin with a minus; what else begins so could be a formula.
fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    digits.contains('.') && digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
}

/// Oslo's clock, as a ZIP keeps it.
fn dos_time(at: DateTime<Utc>) -> zip::DateTime {
    let at = oslo(at);
    let small = |number: u32| u8::try_from(number).unwrap_or_default();
    let year = u16::try_from(at.year()).unwrap_or_default();
    zip::DateTime::from_date_and_time(
        year,
        small(at.month()),
        small(at.day()),
        small(at.hour()),
        small(at.minute()),
        small(at.second()),
    )
    .unwrap_or_default()
}
