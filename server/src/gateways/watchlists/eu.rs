//! The European Union's consolidated list as CSV: semicolons, a header, and one row for each name, address, birth or
//! document of an entry. Nothing promises that the rows of one entry stand together, so the entries are put together
//! in memory, without their many other columns.
use std::collections::BTreeMap;

use app::compliance::screening::lists::reader::{Each, ListReader, ReadError};
use chrono::{DateTime, NaiveDate, Utc};
use domain::compliance::screening::{CountryCode, Gender, Schema};
use domain::compliance::watchlist::{Content, Listed, NameQuality};

use super::table::Table;
use super::{Named, dates};

pub(super) struct Eu(Table);

impl Eu {
    pub(super) fn new(file: Named) -> Self {
        Self(Table::new(file, b';'))
    }
}

/// Where the columns are. By their names, since the publisher has added some before.
struct Columns {
    width: usize,
    generated: Option<usize>,
    id: usize,
    kind: usize,
    programme: usize,
    last_name: usize,
    first_name: usize,
    whole_name: usize,
    country: usize,
    birth: usize,
    gender: Option<usize>,
    birth_year: Option<usize>,
    citizenship: Option<usize>,
}

impl Columns {
    fn of(header: &Table) -> Result<Self, ReadError> {
        let needed = |name: &str| {
            header.column(name).ok_or_else(|| header.wrong(format_args!("the column {name} is missing")))
        };
        Ok(Self {
            width: header.width(),
            generated: header.column("fileGenerationDate"),
            id: needed("Entity_LogicalId")?,
            kind: needed("Entity_SubjectType")?,
            programme: needed("Entity_Regulation_Programme")?,
            last_name: needed("NameAlias_LastName")?,
            first_name: needed("NameAlias_FirstName")?,
            whole_name: needed("NameAlias_WholeName")?,
            country: needed("Address_CountryIso2Code")?,
            birth: needed("BirthDate_BirthDate")?,
            gender: header.column("NameAlias_Gender"),
            birth_year: header.column("BirthDate_Year"),
            citizenship: header.column("Citizenship_CountryIso2Code"),
        })
    }
}

/// An entry so far, with the place of its first row.
struct Entry {
    content: Content,
    first_row: ReadError,
}

fn kind(row: &Table, columns: &Columns) -> Result<Schema, ReadError> {
    match row.field(columns.kind).to_ascii_lowercase().as_str() {
        "p" | "person" => Ok(Schema::Person),
        "e" | "enterprise" => Ok(Schema::Organisation),
        other => Err(row.wrong(format_args!("`{other}` is not a kind of subject: P or E"))),
    }
}

fn add_row(content: &mut Content, row: &Table, columns: &Columns) {
    let optional = |column: Option<usize>| column.map_or("", |column| row.field(column));
    let whole = row.field(columns.whole_name);
    // The first name that is given is the one under which they are listed.
    let quality = if content.names.is_empty() { NameQuality::Primary } else { NameQuality::Strong };
    if whole.is_empty() {
        let parts = format!("{} {}", row.field(columns.first_name), row.field(columns.last_name));
        content.add_name(quality, &parts);
    } else {
        content.add_name(quality, whole);
    }
    let places = [row.field(columns.country), optional(columns.citizenship)];
    places.into_iter().filter_map(CountryCode::parse).for_each(|code| content.add_country(code));
    let born = row.field(columns.birth);
    dates::add_birth(content, if born.is_empty() { optional(columns.birth_year) } else { born });
    match optional(columns.gender) {
        "M" => content.gender = Some(Gender::Male),
        "F" => content.gender = Some(Gender::Female),
        _ => {}
    }
    let programme = row.field(columns.programme);
    if !programme.is_empty() {
        content.programmes.push(programme.to_owned());
    }
}

/// `2026-02-27` or `27/02/2026`.
fn published(text: &str) -> Option<DateTime<Utc>> {
    let date = ["%Y-%m-%d", "%d/%m/%Y"].iter().find_map(|it| NaiveDate::parse_from_str(text, it).ok())?;
    Some(date.and_hms_opt(0, 0, 0)?.and_utc())
}

impl ListReader for Eu {
    fn read(&mut self, each: &mut Each<'_>) -> Result<Option<DateTime<Utc>>, ReadError> {
        let row = &mut self.0;
        if !row.next_row()? {
            return Err(row.wrong_file("it is empty"));
        }
        let columns = Columns::of(row)?;
        let mut made = None;
        let mut entries: BTreeMap<String, Entry> = BTreeMap::new();
        while row.next_row_of(columns.width)? {
            let id = row.field(columns.id);
            if id.is_empty() {
                return Err(row.wrong("the column Entity_LogicalId is empty"));
            }
            made = made.or_else(|| published(columns.generated.map_or("", |column| row.field(column))));
            let schema = kind(row, &columns)?;
            let entry = entries
                .entry(id.to_owned())
                .or_insert_with(|| Entry { content: Content::named(schema, ""), first_row: row.wrong("") });
            add_row(&mut entry.content, row, &columns);
        }
        for (external_id, entry) in entries {
            let told = format!("entry {external_id}");
            each(Listed { external_id, content: entry.content })
                .map_err(|why| ReadError::new(entry.first_row.place, format_args!("{told}: {why}")))?;
        }
        Ok(made)
    }
}
