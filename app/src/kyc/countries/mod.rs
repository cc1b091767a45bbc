//! Names of the countries in the languages of the pages, as CLDR has them. Only the server holds them: a page gets the
//! one list that it shows.
use crate::i18n::Locale;

/// Lines of a code and a name, in the alphabetical order of the language.
const fn list(locale: Locale) -> &'static str {
    match locale {
        Locale::nb => include_str!("nb.txt"),
        Locale::en => include_str!("en.txt"),
        Locale::pl => include_str!("pl.txt"),
        Locale::sr => include_str!("sr.txt"),
        Locale::bs => include_str!("bs.txt"),
        Locale::tr => include_str!("tr.txt"),
        Locale::ur => include_str!("ur.txt"),
    }
}

fn rows(language: &str) -> impl Iterator<Item = (&'static str, &'static str)> {
    let locale = language.parse().unwrap_or_default();
    list(locale).lines().filter_map(|line| line.split_once(' '))
}

/// Every country in the language, in its alphabetical order.
pub(super) fn names(language: &str) -> Vec<(String, String)> {
    rows(language).map(|(code, name)| (code.to_owned(), name.to_owned())).collect()
}

/// One country in the language; its code where it has no name here.
pub(crate) fn name<'a>(code: &'a str, language: &str) -> &'a str {
    rows(language).find(|(known, _)| *known == code).map_or(code, |(_, name)| name)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use domain::form::Nationality;

    use super::*;

    #[test]
    fn every_country_has_a_name_of_its_own_in_every_language() {
        let codes: BTreeSet<_> = Nationality::codes().collect();
        for locale in Locale::ALL {
            let known: BTreeSet<_> = rows(locale.as_str()).map(|(code, _)| code).collect();
            assert_eq!(known, codes, "{locale:?}");
            let names: BTreeSet<_> = rows(locale.as_str()).map(|(_, name)| name).collect();
            assert_eq!(names.len(), codes.len(), "{locale:?}");
        }
    }

    #[test]
    fn each_language_has_its_order() {
        let ends = |language| {
            let names = names(language);
            [names.first(), names.last()].map(|end| end.map(|(_, name)| name.clone()).unwrap_or_default())
        };
        assert_eq!(ends("nb"), ["Afghanistan", "Åland"]);
        assert_eq!(ends("pl"), ["Afganistan", "Zjednoczone Emiraty Arabskie"]);
        assert_eq!(ends("ur"), ["اٹلی", "یونان"]);
        assert_eq!(name("BA", "nb"), "Bosnia-Hercegovina");
        assert_eq!(name("BA", "en"), "Bosnia & Herzegovina");
        assert_eq!(name("DE", "tr"), "Almanya");
        assert_eq!(name("ZZ", "en"), "ZZ");
    }
}
