//! A profile made ready for comparing, once.

use unicode_normalization::UnicodeNormalization;

use super::profile::{CountryCode, Gender, PartialDate, Profile, Schema};

/// A profile whose names have been taken apart. Comparing two of them allocates next to nothing.
#[derive(Debug, Clone)]
pub struct Prepared {
    pub(super) schema: Schema,
    pub(super) names: Vec<PreparedName>,
    pub(super) birth_dates: Vec<PartialDate>,
    pub(super) countries: Vec<CountryCode>,
    pub(super) gender: Option<Gender>,
}

#[derive(Debug, Clone)]
pub(super) struct PreparedName {
    pub(super) original: String,
    pub(super) tokens: Vec<Token>,
}

#[derive(Debug, Clone)]
pub(super) struct Token {
    pub(super) text: String,
}

/// Takes the names of a profile apart.
#[must_use]
pub fn prepare(profile: &Profile) -> Prepared {
    let names = profile.names.iter().map(|it| name(it)).collect();
    Prepared {
        schema: profile.schema,
        names,
        birth_dates: profile.birth_dates.clone(),
        countries: profile.countries.clone(),
        gender: profile.gender,
    }
}

fn name(original: &str) -> PreparedName {
    let plain: String = original
        .nfkd()
        .filter(|it| !('\u{300}'..='\u{36f}').contains(it))
        .flat_map(char::to_lowercase)
        .map(|it| if it.is_alphanumeric() { it } else { ' ' })
        .collect();
    let plain = crate::latin::fold(&plain);
    let tokens = plain.split_whitespace().map(|it| Token { text: it.to_owned() }).collect();
    PreparedName { original: original.to_owned(), tokens }
}
