//! OFAC's list of Specially Designated Nationals: `sdn.csv` with `alt.csv` (other names) and `add.csv` (addresses).
//!
//! No headers; 12, 5 and 6 columns; `-0-` is nothing. The other names and the countries are held in memory, since they
//! must be known when the entry is read; they are a fifth of the files.
use std::collections::{BTreeMap, BTreeSet};

use app::compliance::screening::lists::reader::{Each, ListReader, ReadError};
use chrono::{DateTime, Utc};
use domain::compliance::screening::{CountryCode, Gender, Schema};
use domain::compliance::watchlist::{Content, Listed, NameQuality};

use super::table::Table;
use super::{Named, countries, dates};

const SDN_COLUMNS: usize = 12;
const ALT_COLUMNS: usize = 5;
const ADD_COLUMNS: usize = 6;
const NOTHING: &str = "-0-";

pub(super) struct Ofac {
    entries: Table,
    aliases: Table,
    addresses: Table,
}

impl Ofac {
    pub(super) fn new(entries: Named, aliases: Named, addresses: Named) -> Self {
        let table = |file| Table::new(file, b',');
        Self { entries: table(entries), aliases: table(aliases), addresses: table(addresses) }
    }

    fn entry(&self, number: u32) -> Result<Content, ReadError> {
        let row = &self.entries;
        let schema = match given(row.field(2)) {
            None => Schema::Organisation,
            Some("individual") => Schema::Person,
            Some("vessel" | "aircraft") => Schema::Vessel,
            Some(other) => {
                return Err(row.wrong(format_args!("entry {number} is of the unknown type `{other}`")));
            }
        };
        let mut content = Content::named(schema, given(row.field(1)).unwrap_or_default());
        // Several programmes stand as `SDGT] [IRAQ2`.
        let programmes = given(row.field(3)).unwrap_or_default().split("] [");
        content.programmes.extend(programmes.filter(|it| !it.is_empty()).map(str::to_owned));
        given(row.field(9)).and_then(countries::code).into_iter().for_each(|it| content.add_country(it));
        given(row.field(11))
            .into_iter()
            .flat_map(|it| it.split("; "))
            .for_each(|it| remark(&mut content, it));
        Ok(content)
    }
}

fn given(field: &str) -> Option<&str> {
    (!field.is_empty() && field != NOTHING).then_some(field)
}

/// One part of the remarks, as `alt. DOB 28 Jul 1963` or `nationality Pakistan`.
fn remark(content: &mut Content, text: &str) {
    let text = text.trim().trim_start_matches("alt. ").trim_end_matches('.');
    if let Some(date) = text.strip_prefix("DOB ") {
        dates::add_birth(content, date);
    } else if let Some(name) = text.strip_prefix("nationality ").or_else(|| text.strip_prefix("citizen ")) {
        countries::code(name).into_iter().for_each(|it| content.add_country(it));
    } else if let Some(name) = text.strip_prefix("a.k.a. '").and_then(|rest| rest.strip_suffix('\'')) {
        content.add_name(NameQuality::Weak, name);
    } else if let Some(gender) = text.strip_prefix("Gender ") {
        content.gender = match gender {
            "Male" => Some(Gender::Male),
            "Female" => Some(Gender::Female),
            _ => None,
        };
    }
}

fn number(table: &Table) -> Result<u32, ReadError> {
    let text = table.field(0);
    text.parse().map_err(|_| table.wrong(format_args!("`{text}` is not the number of an entry")))
}

/// What other files say of entries, with the line of the first word of each, for those whose entry is missing.
struct Beside<T>(BTreeMap<u32, (ReadError, T)>);

impl<T: Default> Beside<T> {
    fn read(
        table: &mut Table,
        columns: usize,
        note: impl Fn(&Table, &mut T) -> Result<(), ReadError>,
    ) -> Result<Self, ReadError> {
        let mut found = BTreeMap::new();
        while table.next_row_of(columns)? {
            let number = number(table)?;
            let missing =
                || (table.wrong(format_args!("there is no entry {number} in the list")), T::default());
            note(table, &mut found.entry(number).or_insert_with(missing).1)?;
        }
        Ok(Self(found))
    }

    fn take(&mut self, number: u32) -> T {
        self.0.remove(&number).map(|(_, value)| value).unwrap_or_default()
    }

    /// All of it was taken, or the files are not of one day.
    fn used_up(self) -> Result<(), ReadError> {
        self.0.into_values().next().map_or(Ok(()), |(missing, _)| Err(missing))
    }
}

fn alias(table: &Table, names: &mut Vec<String>) -> Result<(), ReadError> {
    let kind = table.field(2);
    if !matches!(kind, "aka" | "fka" | "nka") {
        return Err(table.wrong(format_args!("`{kind}` is not a kind of name: aka, fka or nka")));
    }
    names.extend(given(table.field(3)).map(str::to_owned));
    Ok(())
}

impl ListReader for Ofac {
    fn read(&mut self, each: &mut Each<'_>) -> Result<Option<DateTime<Utc>>, ReadError> {
        let mut aliases: Beside<Vec<String>> = Beside::read(&mut self.aliases, ALT_COLUMNS, alias)?;
        let mut places: Beside<BTreeSet<CountryCode>> =
            Beside::read(&mut self.addresses, ADD_COLUMNS, |table, found: &mut BTreeSet<CountryCode>| {
                found.extend(given(table.field(4)).and_then(countries::code));
                Ok(())
            })?;
        while self.entries.next_row_of(SDN_COLUMNS)? {
            let number = number(&self.entries)?;
            let mut content = self.entry(number)?;
            aliases.take(number).iter().for_each(|it| content.add_name(NameQuality::Strong, it));
            places.take(number).into_iter().for_each(|it| content.add_country(it));
            let listed = Listed { external_id: number.to_string(), content };
            each(listed).map_err(|why| self.entries.wrong(format_args!("entry {number}: {why}")))?;
        }
        aliases.used_up()?;
        places.used_up()?;
        // The files do not say when they were made.
        Ok(None)
    }
}
