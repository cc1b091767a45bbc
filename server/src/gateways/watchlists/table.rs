//! A file of comma-separated values, row by row, with the line of each.
use app::compliance::screening::lists::reader::ReadError;
use csv::{Reader, ReaderBuilder, StringRecord};

use super::Named;

/// Longer than any field of a list: behind a quotation mark that is never closed, the rest of a file is one field.
const FIELD_MAX_BYTES: usize = 200_000;
/// The end-of-file mark of old systems, which OFAC still writes as a last line.
const END_OF_FILE: &str = "\u{1a}";

pub(super) struct Table {
    name: String,
    csv: Reader<Box<dyn std::io::Read + Send>>,
    row: StringRecord,
}

impl Table {
    pub(super) fn new(file: Named, delimiter: u8) -> Self {
        let csv = ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(delimiter)
            .from_reader(file.bytes);
        Self { name: file.name, csv, row: StringRecord::new() }
    }

    /// Goes on to the next row that is not empty; false at the end.
    pub(super) fn next_row(&mut self) -> Result<bool, ReadError> {
        loop {
            match self.csv.read_record(&mut self.row) {
                Ok(false) => return Ok(false),
                Ok(true) if self.row.iter().all(|field| field.trim().is_empty() || field == END_OF_FILE) => {}
                Ok(true) => break,
                Err(error) => return Err(self.broken(&error)),
            }
        }
        if self.row.iter().any(|field| field.len() > FIELD_MAX_BYTES) {
            return Err(self.wrong("a field is as long as if a quotation mark were missing"));
        }
        Ok(true)
    }

    /// Goes on to a row that must have this many columns; false at the end.
    pub(super) fn next_row_of(&mut self, columns: usize) -> Result<bool, ReadError> {
        let more = self.next_row()?;
        if more && self.row.len() != columns {
            return Err(self.wrong(format_args!("{columns} columns expected, {} found", self.row.len())));
        }
        Ok(more)
    }

    /// A field of the row, without spaces around it; empty where there is none.
    pub(super) fn field(&self, column: usize) -> &str {
        self.row.get(column).unwrap_or_default().trim()
    }

    /// How many columns the row has.
    pub(super) fn width(&self) -> usize {
        self.row.len()
    }

    /// The column of this name in the row, which is a header.
    pub(super) fn column(&self, name: &str) -> Option<usize> {
        let plain = |field: &str| field.trim_start_matches('\u{feff}').trim().eq_ignore_ascii_case(name);
        self.row.iter().position(plain)
    }

    /// Something is wrong with the row.
    pub(super) fn wrong(&self, reason: impl std::fmt::Display) -> ReadError {
        let line = self.row.position().map_or(0, csv::Position::line);
        ReadError::new(format!("{}, line {line}", self.name), reason)
    }

    /// Something is wrong with the file as a whole.
    pub(super) fn wrong_file(&self, reason: impl std::fmt::Display) -> ReadError {
        ReadError::new(self.name.as_str(), reason)
    }

    fn broken(&self, error: &csv::Error) -> ReadError {
        let line = error.position().map_or_else(|| self.csv.position().line(), csv::Position::line);
        let reason = match error.kind() {
            csv::ErrorKind::Utf8 { .. } => "it is not UTF-8".to_owned(),
            csv::ErrorKind::Io(error) => error.to_string(),
            _ => "it is not a row of comma-separated values".to_owned(),
        };
        ReadError::new(format!("{}, line {line}", self.name), reason)
    }
}

/// The values of a cell that holds several: itself a row, with semicolons.
pub(super) fn values(cell: &str) -> Vec<String> {
    if !cell.contains('"') {
        return cell.split(';').map(|value| value.trim().to_owned()).filter(|it| !it.is_empty()).collect();
    }
    let mut reader =
        ReaderBuilder::new().has_headers(false).flexible(true).delimiter(b';').from_reader(cell.as_bytes());
    let values = reader.records().flatten().flat_map(|row| {
        let values: Vec<String> = row.iter().map(|value| value.trim().to_owned()).collect();
        values
    });
    values.filter(|value| !value.is_empty()).collect()
}
