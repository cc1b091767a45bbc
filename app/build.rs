//! Turns `locales/` into the constants of `app::i18n`: a word that a page names and `locales/` lacks is a compile error,
//! not a blank on a page. See docs/adr/0032-a-table-of-words.md.
use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

/// In the order of `Locale::ALL`. The first two are whole, or nothing is built.
const LANGUAGES: [&str; 7] = ["nb", "en", "pl", "sr", "bs", "tr", "ur"];
const WHOLE: usize = 2;

/// What customers and visitors read: a browser fetches the words of these, in its language.
const OF_CUSTOMERS: [&str; 23] = [
    "about",
    "account",
    "accounts",
    "activity",
    "codes",
    "common",
    "complaints",
    "dates",
    "errors",
    "identity",
    "kyc",
    "landing",
    "me",
    "notifications",
    "pay",
    "privacy",
    "recipients",
    "sales",
    "second_factor",
    "security",
    "send",
    "shops",
    "till",
];

/// What officers read besides, in Norwegian and English: fetched with the back-office.
const OF_STAFF: [&str; 13] = [
    "alerts",
    "audit",
    "backoffice",
    "customer",
    "hits",
    "holds",
    "kyc_review",
    "merchants",
    "overview",
    "reports",
    "requests",
    "rules",
    "staff",
];

/// What letters to customers say: no browser fetches it.
const OF_LETTERS: [&str; 1] = ["mail"];

type Texts = BTreeMap<String, Text>;

/// What a language file says for one key.
struct Text {
    /// The placeholders, in alphabetical order, each once.
    arguments: Vec<String>,
    /// As `app::i18n::template` reads it.
    encoded: String,
}

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=../locales");
    println!("cargo::rerun-if-changed=build.rs");
    // A new migration must reach the tests that embed them.
    println!("cargo::rerun-if-changed=../migrations");
    let out = PathBuf::from(std::env::var_os("OUT_DIR").ok_or("OUT_DIR is not set")?);
    let mut table = Table::default();
    for namespace in OF_CUSTOMERS {
        table.add(namespace)?;
    }
    let of_customers = table.rows.len();
    for namespace in OF_STAFF {
        table.add(namespace)?;
    }
    let of_browsers = table.rows.len();
    for namespace in OF_LETTERS {
        table.add(namespace)?;
    }
    std::fs::write(out.join("words.rs"), table.keys)?;
    std::fs::write(out.join("texts.rs"), texts(&table.rows, of_customers, of_browsers)?)?;
    Ok(())
}

/// All words: each key's number is its row.
#[derive(Default)]
struct Table {
    /// The module that names the keys.
    keys: String,
    /// A key's text in each language.
    rows: Vec<[String; LANGUAGES.len()]>,
}

impl Table {
    fn add(&mut self, namespace: &str) -> Result<(), Box<dyn Error>> {
        let mut of_languages = Vec::new();
        for language in LANGUAGES {
            of_languages.push(read(language, namespace)?);
        }
        let first = &of_languages[0];
        for (language, texts) in LANGUAGES.iter().zip(&of_languages).skip(1) {
            same_keys(first, texts, language, namespace)?;
        }
        writeln!(self.keys, "pub mod {namespace} {{")?;
        for (key, text) in first {
            let row = self.rows.len();
            let here = |texts: &Texts| texts.get(key).map(|text| text.encoded.clone());
            let english = here(&of_languages[1]).unwrap_or_default();
            self.rows
                .push(std::array::from_fn(|at| here(&of_languages[at]).unwrap_or_else(|| english.clone())));
            write_key(&mut self.keys, key, text, row)?;
        }
        writeln!(self.keys, "}}")?;
        Ok(())
    }
}

fn write_key(keys: &mut String, key: &str, text: &Text, row: usize) -> Result<(), std::fmt::Error> {
    if text.arguments.is_empty() {
        return writeln!(keys, "pub const {key}: crate::i18n::Word = crate::i18n::Word({row});");
    }
    let fields: Vec<String> =
        text.arguments.iter().map(|name| format!("pub {name}: &'a dyn std::fmt::Display")).collect();
    let pairs: Vec<String> = text.arguments.iter().map(|name| format!("(\"{name}\", self.{name})")).collect();
    writeln!(keys, "pub struct {key}<'a> {{ {} }}", fields.join(", "))?;
    writeln!(
        keys,
        "impl {key}<'_> {{ pub fn text(&self, locale: crate::i18n::Locale) -> String {{ crate::i18n::Phrase({row}).text(locale, &[{}]) }} }}",
        pairs.join(", ")
    )
}

/// One file. A language that has none says nothing of that namespace.
fn read(language: &str, namespace: &str) -> Result<Texts, Box<dyn Error>> {
    let path = Path::new("../locales").join(language).join(format!("{namespace}.json"));
    let is_whole = LANGUAGES.iter().take(WHOLE).any(|whole| *whole == language);
    if !is_whole && !path.exists() {
        return Ok(Texts::new());
    }
    let named = |error: &dyn std::fmt::Display| format!("{}: {error}", path.display());
    let file = std::fs::read_to_string(&path).map_err(|error| named(&error))?;
    let values: Map<String, Value> = serde_json::from_str(&file).map_err(|error| named(&error))?;
    let mut texts = Texts::new();
    for (key, value) in values {
        let text = text(&value).map_err(|error| named(&format!("{key}: {error}")))?;
        texts.insert(key, text);
    }
    Ok(texts)
}

/// A text, or one for each plural category, chosen by the argument that `by` names. Control characters part them, which
/// no text contains: by, then category and text in turns.
fn text(value: &Value) -> Result<Text, String> {
    let (encoded, mut arguments) = match value {
        Value::String(text) => (text.clone(), placeholders(text)?),
        Value::Object(forms) => plural(forms)?,
        _ => return Err("neither a text nor plural forms".to_owned()),
    };
    arguments.sort_unstable();
    arguments.dedup();
    Ok(Text { arguments, encoded })
}

fn plural(forms: &Map<String, Value>) -> Result<(String, Vec<String>), String> {
    let by = forms.get("by").and_then(Value::as_str).ok_or("plural forms say by which argument: \"by\"")?;
    if !forms.contains_key("other") {
        return Err("plural forms end with \"other\"".to_owned());
    }
    let mut encoded = format!("\u{1}{by}");
    let mut arguments = vec![by.to_owned()];
    for (category, form) in forms.iter().filter(|(name, _)| *name != "by") {
        if !["zero", "one", "two", "few", "many", "other"].contains(&category.as_str()) {
            return Err(format!("no plural category: {category}"));
        }
        let form = form.as_str().ok_or("a plural form is a text")?;
        arguments.extend(placeholders(form)?);
        encoded.push_str(&format!("\u{1}{category}\u{1}{form}"));
    }
    Ok((encoded, arguments))
}

fn placeholders(text: &str) -> Result<Vec<String>, String> {
    if text.contains('\u{1}') {
        return Err("a control character".to_owned());
    }
    let pieces = text.split("{{").skip(1);
    let names = pieces.map(|piece| match piece.split_once("}}") {
        Some((name, _)) if name.trim().chars().all(|letter| letter.is_ascii_lowercase() || letter == '_') => {
            Ok(name.trim().to_owned())
        }
        _ => Err(format!("a placeholder that does not end: {piece}")),
    });
    names.collect()
}

fn same_keys(first: &Texts, texts: &Texts, language: &str, namespace: &str) -> Result<(), String> {
    let is_whole = LANGUAGES.iter().take(WHOLE).any(|whole| *whole == language);
    let place = format!("locales/{language}/{namespace}.json");
    if let Some(key) = texts.keys().find(|key| !first.contains_key(*key)) {
        return Err(format!("{place}: {key} is not in locales/{}", LANGUAGES[0]));
    }
    for (key, text) in first {
        match texts.get(key) {
            Some(other) if other.arguments != text.arguments => {
                return Err(format!("{place}: {key} has {:?}, not {:?}", other.arguments, text.arguments));
            }
            None if is_whole => return Err(format!("{place}: {key} is missing")),
            _ => {}
        }
    }
    Ok(())
}

/// The table for the server, and what a browser compares: where officers' words begin, and the hash of everything.
fn texts(
    rows: &[[String; LANGUAGES.len()]],
    of_customers: usize,
    of_browsers: usize,
) -> Result<String, std::fmt::Error> {
    let mut hash = Sha256::new();
    let mut out = format!("pub const OF_CUSTOMERS: usize = {of_customers};\n");
    let read_by_customers = [OF_CUSTOMERS.as_slice(), &OF_LETTERS].concat();
    for constant in [
        format!("OF_BROWSERS: usize = {of_browsers}"),
        format!("NAMESPACES_OF_CUSTOMERS: &[&str] = &{read_by_customers:?}"),
        format!("NAMESPACES_OF_LETTERS: &[&str] = &{OF_LETTERS:?}"),
    ] {
        writeln!(out, "#[cfg(feature = \"ssr\")]\npub const {constant};")?;
    }
    out.push_str("#[cfg(feature = \"ssr\")]\npub static TEXTS: [&[&str]; 7] = [\n");
    for at in 0..LANGUAGES.len() {
        out.push_str("&[");
        for row in rows {
            hash.update(row[at].as_bytes());
            hash.update([0]);
            write!(out, "{:?},", row[at])?;
        }
        out.push_str("],\n");
    }
    out.push_str("];\n");
    let hash: String = hash.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    writeln!(out, "pub const HASH: &str = \"{hash}\";")?;
    Ok(out)
}
