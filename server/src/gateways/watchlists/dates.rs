//! Dates of birth as lists write them.
use chrono::NaiveDate;
use domain::compliance::screening::PartialDate;
use domain::compliance::watchlist::Content;

/// Adds what `text` says of a birth: `28 Jul 1963`, `Jul 1963`, `1963`, `circa 1963`, `1963 to 1965`. What cannot be
/// read is left out: a date only ever speaks against a match or for one.
pub(super) fn add_birth(content: &mut Content, text: &str) {
    let text = text.trim().trim_end_matches('.').trim_start_matches("circa").trim();
    match text.split_once(" to ") {
        Some((from, to)) => {
            if let (Some(from), Some(to)) = (parse(from), parse(to)) {
                content.add_birth_range(from.year(), to.year());
            }
        }
        None => {
            if let Some(date) = parse(text) {
                content.add_birth(date);
            }
        }
    }
}

fn parse(text: &str) -> Option<PartialDate> {
    let text = text.trim();
    if let Some(date) = PartialDate::parse(text) {
        return Some(date);
    }
    for format in ["%d %b %Y", "%d/%m/%Y"] {
        if let Ok(date) = NaiveDate::parse_from_str(text, format) {
            return PartialDate::of_day(date);
        }
    }
    // A month and a year: the year.
    let (_, year) = text.rsplit_once(' ')?;
    PartialDate::parse(year)
}

#[cfg(test)]
mod tests {
    use domain::compliance::screening::Schema;

    use super::*;

    #[test]
    fn what_lists_write() {
        for (text, births) in [
            ("28 Jul 1963", vec!["1963-07-28"]),
            ("28 Jul 1963.", vec!["1963-07-28"]),
            ("1963", vec!["1963"]),
            ("circa 1963", vec!["1963"]),
            ("Jul 1963", vec!["1963"]),
            ("1963 to 1965", vec!["1963", "1964", "1965"]),
            ("01 Jan 1963 to 31 Dec 1964", vec!["1963", "1964"]),
            ("1940 to 1990", vec![]),
            ("1963-07-28", vec!["1963-07-28"]),
            ("28/07/1963", vec!["1963-07-28"]),
            ("in the sixties", vec![]),
            ("", vec![]),
        ] {
            let mut content = Content::named(Schema::Person, "A");
            add_birth(&mut content, text);
            assert_eq!(content.birth_dates, births, "{text}");
        }
    }
}
