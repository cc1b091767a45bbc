//! Files for a spreadsheet (RFC 4180): what each language's spreadsheets read without asking.
//!
//! A language with a comma before decimals has `;` between cells, the others `,`. A byte order mark tells Excel that the
//! file is UTF-8; English has no letters that need it. Numbers are bare numbers; text that begins like a formula is made text (`domain::csv_cell`).
use chrono::{DateTime, Utc};
use csv::{Writer, WriterBuilder};
use domain::calendar::oslo;
use rust_decimal::Decimal;

use crate::db::BadRow;
use crate::i18n::Locale;

const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// Why a piece of a file could not be written: a defect, since it is written to memory.
#[derive(Debug, thiserror::Error)]
pub enum CsvError {
    #[error("the file cannot be written: {0}")]
    Write(#[from] csv::Error),
    #[error("the file cannot be finished: {0}")]
    Finish(String),
    #[error(transparent)]
    BadRow(#[from] BadRow),
}

/// How a file begins: the names of its columns.
///
/// # Errors
/// See [`CsvError`].
pub fn headed<const COLUMNS: usize>(locale: Locale, names: [&str; COLUMNS]) -> Result<Vec<u8>, CsvError> {
    let mut bytes = begun(locale);
    let mut writer = writer(locale);
    writer.write_record(names)?;
    bytes.extend(finished(writer)?);
    Ok(bytes)
}

/// What stands before the first line.
#[must_use]
pub fn begun(locale: Locale) -> Vec<u8> {
    if locale == Locale::en { Vec::new() } else { BYTE_ORDER_MARK.to_vec() }
}

/// Writes lines to memory.
#[must_use]
pub fn writer(locale: Locale) -> Writer<Vec<u8>> {
    let delimiter = if locale.decimal_point() == "," { b';' } else { b',' };
    WriterBuilder::new().delimiter(delimiter).terminator(csv::Terminator::CRLF).from_writer(Vec::new())
}

/// What was written.
///
/// # Errors
/// [`CsvError::Finish`].
pub fn finished(writer: Writer<Vec<u8>>) -> Result<Vec<u8>, CsvError> {
    writer.into_inner().map_err(|error| CsvError::Finish(error.error().to_string()))
}

/// Oslo's clock with its distance from UTC, so that the hour that comes twice in October is told apart.
#[must_use]
pub fn moment(at: DateTime<Utc>) -> String {
    oslo(at).format("%Y-%m-%d %H:%M:%S %:z").to_string()
}

#[must_use]
pub fn number(locale: Locale, value: Decimal) -> String {
    value.to_string().replace('.', locale.decimal_point())
}
