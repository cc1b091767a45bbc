//! The Security Council's consolidated list: XML, read element by element.
use std::io::{BufRead, BufReader, Read};

use app::compliance::screening::lists::reader::{Each, ListReader, ReadError};
use chrono::{DateTime, Utc};
use domain::compliance::screening::{Gender, PartialDate, Schema};
use domain::compliance::watchlist::{Content, Listed, NameQuality};
use quick_xml::Reader;
use quick_xml::events::Event;

use super::{Named, countries};

const ROOT: &str = "CONSOLIDATED_LIST";
/// Deeper than the list is; a file that goes on and on is not it.
const DEPTH_MAX: usize = 16;
/// Longer than any text in it.
const TEXT_MAX_BYTES: usize = 200_000;

pub(super) struct Un {
    name: String,
    xml: Reader<Lines>,
}

/// Bytes, with how many lines of them were taken.
struct Lines {
    bytes: BufReader<Box<dyn Read + Send>>,
    line: u64,
}

impl Read for Lines {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let from = self.fill_buf()?;
        let count = from.len().min(into.len());
        into[..count].copy_from_slice(&from[..count]);
        self.consume(count);
        Ok(count)
    }
}

impl BufRead for Lines {
    fn fill_buf(&mut self) -> std::io::Result<&[u8]> {
        self.bytes.fill_buf()
    }

    fn consume(&mut self, count: usize) {
        let taken = &self.bytes.buffer()[..count.min(self.bytes.buffer().len())];
        self.line += taken.iter().filter(|byte| **byte == b'\n').count() as u64;
        self.bytes.consume(count);
    }
}

/// What has been read of the entry that is open.
#[derive(Default)]
struct Entry {
    id: String,
    parts: Vec<String>,
    other: Vec<(NameQuality, String)>,
    /// Of the alias that is open.
    quality: String,
    alias: String,
    /// Of the range that is open.
    from_year: Option<u16>,
    births: Vec<PartialDate>,
    ranges: Vec<(u16, u16)>,
    countries: Vec<domain::compliance::screening::CountryCode>,
    gender: Option<Gender>,
    programme: String,
}

impl Entry {
    /// Takes the text of an element, by the one around it and its own name.
    fn take(&mut self, around: &str, element: &str, text: &str) {
        match (around, element) {
            ("INDIVIDUAL" | "ENTITY", "REFERENCE_NUMBER") => self.id = text.to_owned(),
            ("INDIVIDUAL" | "ENTITY", "FIRST_NAME" | "SECOND_NAME" | "THIRD_NAME" | "FOURTH_NAME") => {
                self.parts.push(text.to_owned());
            }
            ("INDIVIDUAL" | "ENTITY", "NAME_ORIGINAL_SCRIPT") => {
                self.other.push((NameQuality::Strong, text.to_owned()));
            }
            ("INDIVIDUAL" | "ENTITY", "UN_LIST_TYPE") => self.programme = text.to_owned(),
            ("INDIVIDUAL", "GENDER") => {
                self.gender = match text {
                    "Male" => Some(Gender::Male),
                    "Female" => Some(Gender::Female),
                    _ => None,
                };
            }
            ("NATIONALITY", "VALUE") | ("INDIVIDUAL_ADDRESS" | "ENTITY_ADDRESS", "COUNTRY") => {
                self.countries.extend(countries::code(text));
            }
            ("INDIVIDUAL_ALIAS" | "ENTITY_ALIAS", "QUALITY") => self.quality = text.to_owned(),
            ("INDIVIDUAL_ALIAS" | "ENTITY_ALIAS", "ALIAS_NAME") => self.alias = text.to_owned(),
            ("INDIVIDUAL_DATE_OF_BIRTH", "DATE" | "YEAR") => {
                // Some dates carry a time zone or a time: the first ten characters are the date.
                self.births.extend(PartialDate::parse(text.get(..10).unwrap_or(text)));
            }
            ("INDIVIDUAL_DATE_OF_BIRTH", "FROM_YEAR") => self.from_year = text.parse().ok(),
            ("INDIVIDUAL_DATE_OF_BIRTH", "TO_YEAR") => {
                self.ranges.extend(self.from_year.take().zip(text.parse().ok()));
            }
            _ => {}
        }
    }

    fn close_alias(&mut self) {
        let quality = if self.quality == "Low" { NameQuality::Weak } else { NameQuality::Strong };
        self.quality.clear();
        self.other.push((quality, std::mem::take(&mut self.alias)));
    }

    fn listed(self, schema: Schema) -> Listed {
        let mut content = Content::named(schema, &self.parts.join(" "));
        self.other.iter().for_each(|(quality, name)| content.add_name(*quality, name));
        self.births.into_iter().for_each(|date| content.add_birth(date));
        self.ranges.into_iter().for_each(|(from, to)| content.add_birth_range(from, to));
        self.countries.into_iter().for_each(|code| content.add_country(code));
        content.gender = self.gender;
        content.programmes.extend(Some(self.programme).filter(|it| !it.is_empty()));
        Listed { external_id: self.id, content }
    }
}

/// Where the reading is.
#[derive(Default)]
struct State {
    open: Vec<String>,
    text: String,
    entry: Entry,
    published: Option<DateTime<Utc>>,
    seen_root: bool,
}

impl Un {
    pub(super) fn new(file: Named) -> Self {
        let bytes = Lines { bytes: BufReader::new(file.bytes), line: 1 };
        Self { name: file.name, xml: Reader::from_reader(bytes) }
    }

    fn wrong(&self, reason: impl std::fmt::Display) -> ReadError {
        ReadError::new(format!("{}, line {}", self.name, self.xml.get_ref().line), reason)
    }

    fn start(&self, state: &mut State, name: &str) -> Result<(), ReadError> {
        if state.open.is_empty() {
            if name != ROOT || state.seen_root {
                return Err(self.wrong(format_args!("<{name}> stands where <{ROOT}> should")));
            }
            state.seen_root = true;
        }
        if state.open.len() == DEPTH_MAX {
            return Err(self.wrong("elements are nested too deeply"));
        }
        if matches!(name, "INDIVIDUAL" | "ENTITY") {
            state.entry = Entry::default();
        }
        state.open.push(name.to_owned());
        state.text.clear();
        Ok(())
    }

    fn end(&self, state: &mut State, each: &mut Each<'_>) -> Result<(), ReadError> {
        let Some(name) = state.open.pop() else { return Ok(()) };
        let around = state.open.last().map_or("", String::as_str);
        let text = state.text.trim();
        if !text.is_empty() {
            state.entry.take(around, &name, text);
        }
        state.text.clear();
        let schema = match name.as_str() {
            "INDIVIDUAL_ALIAS" | "ENTITY_ALIAS" => {
                state.entry.close_alias();
                return Ok(());
            }
            "INDIVIDUAL" => Schema::Person,
            "ENTITY" => Schema::Organisation,
            _ => return Ok(()),
        };
        let listed = std::mem::take(&mut state.entry).listed(schema);
        if listed.external_id.is_empty() {
            return Err(self.wrong("an entry that ends here has no REFERENCE_NUMBER"));
        }
        let told = format!("entry {}", listed.external_id);
        each(listed).map_err(|why| self.wrong(format_args!("{told}: {why}")))
    }

    fn add_text(&self, state: &mut State, text: &str) -> Result<(), ReadError> {
        if state.text.len() + text.len() > TEXT_MAX_BYTES {
            return Err(self.wrong("a text is as long as if its end were missing"));
        }
        state.text.push_str(text);
        Ok(())
    }
}

/// When the list was made, as the root says.
fn date_generated(root: &quick_xml::events::BytesStart<'_>) -> Option<DateTime<Utc>> {
    let attribute = root.try_get_attribute("dateGenerated").ok()??;
    let text = attribute.value.to_string();
    DateTime::parse_from_rfc3339(&text).ok().map(|date| date.with_timezone(&Utc))
}

/// The character that `&amp;` or `&#233;` stands for.
fn resolved(reference: &quick_xml::events::BytesRef<'_>) -> Option<String> {
    match reference.resolve_char_ref() {
        Ok(Some(character)) => Some(character.to_string()),
        Ok(None) => quick_xml::escape::resolve_predefined_entity(reference).map(str::to_owned),
        Err(_) => None,
    }
}

impl ListReader for Un {
    fn read(&mut self, each: &mut Each<'_>) -> Result<Option<DateTime<Utc>>, ReadError> {
        let mut state = State::default();
        let mut buffer = Vec::new();
        loop {
            buffer.clear();
            let event = self.xml.read_event_into(&mut buffer);
            match event {
                Err(error) => return Err(self.wrong(error)),
                Ok(Event::Start(tag)) => {
                    if state.open.is_empty() {
                        state.published = date_generated(&tag);
                    }
                    self.start(&mut state, tag.name().into_inner())?;
                }
                Ok(Event::Empty(tag)) => {
                    self.start(&mut state, tag.name().into_inner())?;
                    self.end(&mut state, each)?;
                }
                Ok(Event::End(_)) => self.end(&mut state, each)?,
                Ok(Event::Text(text)) => self.add_text(&mut state, &text)?,
                Ok(Event::CData(text)) => self.add_text(&mut state, &text)?,
                Ok(Event::GeneralRef(reference)) => {
                    let Some(text) = resolved(&reference) else {
                        return Err(self.wrong(format_args!("&{}; stands for nothing", &*reference)));
                    };
                    self.add_text(&mut state, &text)?;
                }
                Ok(Event::DocType(_)) => return Err(self.wrong("a document type is not expected here")),
                Ok(Event::Eof) => break,
                Ok(Event::Comment(_) | Event::Decl(_) | Event::PI(_)) => {}
            }
        }
        if !state.seen_root || !state.open.is_empty() {
            return Err(self.wrong("the file ends before the list does"));
        }
        Ok(state.published)
    }
}
