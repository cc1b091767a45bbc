//! Countries as OFAC and the United Nations write them.
use std::collections::HashMap;
use std::sync::LazyLock;

use domain::compliance::screening::CountryCode;

/// A code, and the names that stand for it, in small letters.
static NAMES: LazyLock<HashMap<&'static str, CountryCode>> = LazyLock::new(|| {
    let lines = include_str!("countries.txt").lines().filter_map(|line| line.split_once(' '));
    let named = lines.flat_map(|(code, names)| names.split("; ").map(move |name| (name, code)));
    named.filter_map(|(name, code)| Some((name, CountryCode::parse(code)?))).collect()
});

/// The country of this name. One that is not known speaks neither for a match nor against it.
pub(super) fn code(name: &str) -> Option<CountryCode> {
    NAMES.get(name.trim().trim_end_matches('.').to_lowercase().as_str()).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_both_publishers() {
        for (name, expected) in [
            ("Norway", Some("NO")),
            ("Pakistan.", Some("PK")),
            ("Türkiye", Some("TR")),
            ("TURKEY", Some("TR")),
            ("Korea, North", Some("KP")),
            ("Democratic People's Republic of Korea", Some("KP")),
            ("Bosnia and Herzegovina", Some("BA")),
            ("undetermined", None),
            ("", None),
        ] {
            assert_eq!(code(name).map(|it| it.to_string()).as_deref(), expected, "{name}");
        }
    }

    #[test]
    fn every_line_is_a_country_once() {
        let lines: Vec<_> = include_str!("countries.txt").lines().collect();
        assert!(lines.is_sorted() && lines.iter().all(|line| line.get(2..3) == Some(" ")));
        let names: usize = lines.iter().map(|line| line.split("; ").count()).sum();
        assert_eq!(NAMES.len(), names, "a name stands twice");
    }
}
