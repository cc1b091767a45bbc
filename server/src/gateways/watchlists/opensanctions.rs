//! OpenSanctions' `targets.simple.csv`: a header, one row for each entry, several values of a cell behind semicolons.
use app::compliance::screening::lists::reader::{Each, ListReader, ReadError};
use chrono::{DateTime, Utc};
use domain::compliance::screening::{CountryCode, Schema};
use domain::compliance::watchlist::{Content, Listed, NameQuality};

use super::table::{Table, values};
use super::{Named, dates};

/// Longer reasons are cut: they are told to officers, and compared with nothing.
const PROGRAMME_MAX_CHARS: usize = 200;

pub(super) struct OpenSanctions(Table);

impl OpenSanctions {
    pub(super) fn new(file: Named) -> Self {
        Self(Table::new(file, b','))
    }
}

struct Columns {
    width: usize,
    id: usize,
    schema: usize,
    name: usize,
    aliases: usize,
    birth_date: usize,
    countries: usize,
    sanctions: usize,
}

impl Columns {
    fn of(header: &Table) -> Result<Self, ReadError> {
        let needed = |name: &str| {
            header.column(name).ok_or_else(|| header.wrong(format_args!("the column {name} is missing")))
        };
        Ok(Self {
            width: header.width(),
            id: needed("id")?,
            schema: needed("schema")?,
            name: needed("name")?,
            aliases: needed("aliases")?,
            birth_date: needed("birth_date")?,
            countries: needed("countries")?,
            sanctions: needed("sanctions")?,
        })
    }
}

/// Their kinds of entity, of which there are more than we tell apart.
fn schema(name: &str) -> Schema {
    match name {
        "Person" => Schema::Person,
        "Organization" | "Company" | "LegalEntity" | "PublicBody" => Schema::Organisation,
        "Vessel" | "Airplane" | "Vehicle" => Schema::Vessel,
        _ => Schema::Other,
    }
}

fn content(row: &Table, columns: &Columns) -> Content {
    let mut content = Content::named(schema(row.field(columns.schema)), row.field(columns.name));
    for alias in values(row.field(columns.aliases)) {
        content.add_name(NameQuality::Strong, &alias);
    }
    for date in values(row.field(columns.birth_date)) {
        dates::add_birth(&mut content, &date);
    }
    for country in values(row.field(columns.countries)) {
        CountryCode::parse(&country).into_iter().for_each(|code| content.add_country(code));
    }
    let reasons = values(row.field(columns.sanctions)).into_iter();
    content.programmes.extend(reasons.map(|reason| reason.chars().take(PROGRAMME_MAX_CHARS).collect()));
    content
}

impl ListReader for OpenSanctions {
    fn read(&mut self, each: &mut Each<'_>) -> Result<Option<DateTime<Utc>>, ReadError> {
        let row = &mut self.0;
        if !row.next_row()? {
            return Err(row.wrong_file("it is empty"));
        }
        let columns = Columns::of(row)?;
        while row.next_row_of(columns.width)? {
            let id = row.field(columns.id).to_owned();
            if id.is_empty() {
                return Err(row.wrong("the column id is empty"));
            }
            let listed = Listed { external_id: id.clone(), content: content(row, &columns) };
            each(listed).map_err(|why| row.wrong(format_args!("entry {id}: {why}")))?;
        }
        // The file does not say when it was made.
        Ok(None)
    }
}
