//! What one entry of a list says.

use serde::{Deserialize, Serialize};

use super::NameQuality;
use crate::compliance::screening::{CountryCode, Gender, PartialDate, Profile, Schema};

/// One name of an entry.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Name {
    /// How surely it is theirs.
    pub quality: NameQuality,
    /// As it was published.
    pub text: String,
}

/// What an entry says. Its serialised form is hashed: a field more is another hash for every entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// What it is.
    pub schema: Schema,
    /// The primary name first.
    pub names: Vec<Name>,
    /// `1963` or `1963-07-28`.
    pub birth_dates: Vec<String>,
    /// Two letters each.
    pub countries: Vec<String>,
    /// If it is said.
    pub gender: Option<Gender>,
    /// Why it is listed.
    pub programmes: Vec<String>,
}

/// One entry as a reader found it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// The publisher's own number or code.
    pub external_id: String,
    /// What it says.
    pub content: Content,
}

/// Fewer words than this in a weak name say nothing: "Ali" alone would be everybody.
const WEAK_NAME_WORDS_MIN: usize = 2;
/// Years of a range "born between" that are taken one by one; a longer range is no knowledge.
const BIRTH_RANGE_YEARS_MAX: u16 = 20;

impl Content {
    /// An entry of which only the kind and the name are known yet.
    #[must_use]
    pub fn named(schema: Schema, name: &str) -> Self {
        let mut content = Self {
            schema,
            names: Vec::new(),
            birth_dates: Vec::new(),
            countries: Vec::new(),
            gender: None,
            programmes: Vec::new(),
        };
        content.add_name(NameQuality::Primary, name);
        content
    }

    /// Adds a name, unless it is empty.
    pub fn add_name(&mut self, quality: NameQuality, text: &str) {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if !text.is_empty() {
            self.names.push(Name { quality, text });
        }
    }

    /// Adds a date of birth.
    pub fn add_birth(&mut self, date: PartialDate) {
        self.birth_dates.push(date.to_string());
    }

    /// Adds the years of a range, unless it is so long that it says nothing.
    pub fn add_birth_range(&mut self, from: u16, to: u16) {
        if from <= to && to - from <= BIRTH_RANGE_YEARS_MAX {
            (from..=to).for_each(|year| self.add_birth(PartialDate::of_year(year)));
        }
    }

    /// Adds a country.
    pub fn add_country(&mut self, country: CountryCode) {
        self.countries.push(country.to_string());
    }

    /// Everything once and in one order, so that a list which only changes its order has changed nothing.
    pub fn put_in_order(&mut self) {
        self.names.sort();
        let mut known = std::collections::HashSet::new();
        self.names.retain(|name| known.insert(name.text.clone()));
        for texts in [&mut self.birth_dates, &mut self.countries, &mut self.programmes] {
            texts.sort();
            texts.dedup();
        }
    }

    /// The name under which it is listed; empty if it has none.
    #[must_use]
    pub fn name(&self) -> &str {
        self.names.first().map_or("", |name| name.text.as_str())
    }

    /// What is compared with a customer. Weak names count from two words on.
    #[must_use]
    pub fn profile(&self) -> Profile {
        let says_something = |name: &&Name| {
            name.quality != NameQuality::Weak || name.text.split(' ').count() >= WEAK_NAME_WORDS_MIN
        };
        Profile {
            schema: self.schema,
            names: self.names.iter().filter(says_something).map(|name| name.text.clone()).collect(),
            birth_dates: self.birth_dates.iter().filter_map(|text| PartialDate::parse(text)).collect(),
            countries: self.countries.iter().filter_map(|text| CountryCode::parse(text)).collect(),
            gender: self.gender,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_does_not_matter_and_the_primary_name_leads() {
        let mut one = Content::named(Schema::Person, "  PETROV,   Ivan ");
        one.add_name(NameQuality::Weak, "Vanja");
        one.add_name(NameQuality::Strong, "Петров Иван");
        one.add_name(NameQuality::Strong, "PETROV, Ivan");
        one.add_name(NameQuality::Strong, "  ");
        one.countries = vec!["RU".to_owned(), "BY".to_owned(), "RU".to_owned()];
        let mut other = one.clone();
        other.names.reverse();
        other.countries.reverse();
        one.put_in_order();
        other.put_in_order();
        assert_eq!(one, other);
        assert_eq!((one.name(), one.names.len(), one.countries.len()), ("PETROV, Ivan", 3, 2));
        assert_eq!(
            one.profile().names,
            ["PETROV, Ivan", "Петров Иван"],
            "a weak name of one word says nothing"
        );
    }

    #[test]
    fn a_short_range_of_years_is_its_years() {
        for (from, to, years) in
            [(1960, 1962, 3), (1960, 1960, 1), (1960, 1980, 21), (1960, 1981, 0), (1962, 1960, 0)]
        {
            let mut content = Content::named(Schema::Person, "A");
            content.add_birth_range(from, to);
            assert_eq!(content.birth_dates.len(), years, "{from} {to}");
        }
    }
}
