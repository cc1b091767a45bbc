//! `drop screening pairs`: scores a CSV file of name pairs, so that the matcher can be judged on any labelled set.
//! Needs no database and no configuration.

use std::io::{Read, Write};

use csv::{Reader, StringRecord, Writer};
use domain::compliance::screening::{
    DEFAULT_THRESHOLD, Match, Profile, Schema, is_organisation, prepare, score,
};

use super::CliError;

/// Where the columns that are read stand.
struct Columns {
    name1: usize,
    name2: usize,
    /// What the names name, if the file says so.
    schema: Option<usize>,
}

/// Scores each row of `from` and writes it with three columns more to `to`, row by row.
pub(super) fn run(from: impl Read, to: impl Write) -> Result<(), CliError> {
    let mut from = csv::ReaderBuilder::new().flexible(true).from_reader(from);
    let mut to = Writer::from_writer(to);
    let head = header(&mut from)?;
    let columns = columns(&head)?;
    let written = |it: csv::Error| CliError::Other(format!("the scores: {it}"));
    to.write_record(head.iter().chain(["score", "match", "explanation"])).map_err(written)?;
    let mut row = StringRecord::new();
    while read(&mut from, &mut row)? {
        if row.len() != head.len() {
            let line = row.position().map_or(0, csv::Position::line);
            let (has, wanted) = (row.len(), head.len());
            return Err(CliError::Other(format!("line {line}: {has} columns, the header has {wanted}")));
        }
        let found = compare(&columns, &row);
        let is_match = if found.score >= DEFAULT_THRESHOLD { "true" } else { "false" };
        let (value, explanation) = (found.score.to_string(), found.explain());
        to.write_record(row.iter().chain([value.as_str(), is_match, &explanation])).map_err(written)?;
    }
    Ok(to.flush()?)
}

fn header(from: &mut Reader<impl Read>) -> Result<StringRecord, CliError> {
    let head = from.headers().map_err(broken)?;
    // Spreadsheets mark UTF-8 with a sign before the first column.
    Ok(head.iter().map(|it| it.trim_start_matches('\u{feff}')).collect())
}

fn columns(head: &StringRecord) -> Result<Columns, CliError> {
    let find = |name: &str| head.iter().position(|it| it.trim().eq_ignore_ascii_case(name));
    let need = |name: &str| {
        let missing = || CliError::Other(format!("line 1: no column {name}; name1 and name2 are needed"));
        find(name).ok_or_else(missing)
    };
    Ok(Columns { name1: need("name1")?, name2: need("name2")?, schema: find("schema") })
}

fn read(from: &mut Reader<impl Read>, row: &mut StringRecord) -> Result<bool, CliError> {
    from.read_record(row).map_err(broken)
}

fn broken(error: csv::Error) -> CliError {
    let line = error.position().map(csv::Position::line);
    match (error.into_kind(), line) {
        (csv::ErrorKind::Utf8 { .. }, Some(line)) => CliError::Other(format!("line {line}: not UTF-8")),
        (csv::ErrorKind::Io(error), _) => CliError::Io(error),
        (kind, Some(line)) => CliError::Other(format!("line {line}: {kind:?}")),
        (kind, None) => CliError::Other(format!("the pairs: {kind:?}")),
    }
}

fn compare(columns: &Columns, row: &StringRecord) -> Match {
    let (one, other) = (&row[columns.name1], &row[columns.name2]);
    let schema = schema(columns.schema.map_or("", |it| &row[it]), one, other);
    score(&prepare(&Profile::named(schema, one)), &prepare(&Profile::named(schema, other)))
}

/// What both names name: by the file in the words of OpenSanctions, else by the words of the names.
fn schema(said: &str, one: &str, other: &str) -> Schema {
    match said.trim().to_ascii_lowercase().as_str() {
        "person" => Schema::Person,
        "company" | "organization" | "organisation" | "publicbody" => Schema::Organisation,
        "vessel" | "airplane" | "vehicle" => Schema::Vessel,
        _ if is_organisation(one) || is_organisation(other) => Schema::Organisation,
        _ => Schema::Person,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scored(pairs: &str) -> Result<String, String> {
        let mut to = vec![];
        run(pairs.as_bytes(), &mut to).map_err(|it| it.to_string())?;
        Ok(String::from_utf8(to).unwrap())
    }

    #[test]
    fn other_columns_stay_and_three_are_added() {
        let scores = scored(
            "\u{feff}id,name2,name1,note\n\
             1,PETROVIC Djordje,Đorđe Petrović,\"a, b\"\n\
             2,Zoran Marković,Đorđe Petrović,\n",
        )
        .unwrap();
        let mut lines = scores.lines();
        assert_eq!(lines.next(), Some("id,name2,name1,note,score,match,explanation"));
        let first = lines.next().unwrap();
        assert!(first.starts_with("1,PETROVIC Djordje,Đorđe Petrović,\"a, b\",1.0000,true,"), "{first}");
        let second = lines.next().unwrap();
        assert!(second.starts_with("2,Zoran Marković,Đorđe Petrović,,0."), "{second}");
        assert!(second.contains(",false,"), "{second}");
        assert_eq!(lines.next(), None);
    }

    #[test]
    fn organisations_are_told_from_people() {
        assert_eq!(schema("Company", "Ana", "Ana"), Schema::Organisation);
        assert_eq!(schema("", "Sava d.o.o.", "Sava"), Schema::Organisation);
        assert_eq!(schema("LegalEntity", "Ana Anić", "Anić"), Schema::Person);
    }

    #[test]
    fn what_is_wrong_is_told_with_its_line() {
        for (pairs, expected) in [
            ("name1,other\n", "line 1: no column name2; name1 and name2 are needed"),
            ("", "line 1: no column name1; name1 and name2 are needed"),
            ("name1,name2\nAna,Ana\nAna\n", "line 3: 1 columns, the header has 2"),
        ] {
            assert_eq!(scored(pairs), Err(expected.to_owned()));
        }
        let mut to = vec![];
        let error = run(&b"name1,name2\nAna,Ana\nAn\xff,Ana\n"[..], &mut to).unwrap_err();
        assert_eq!(error.to_string(), "line 3: not UTF-8");
    }
}
