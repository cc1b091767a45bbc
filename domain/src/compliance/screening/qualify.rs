//! What dates of birth, countries and gender say about two profiles whose names are alike.

use super::prepare::Prepared;
use super::profile::PartialDate;
use super::score::Score;

text_enum! {
    /// What one qualifier says. The order is that of how much it speaks for the same person.
    pub enum Agreement {
        /// Both sides say it, and they contradict each other.
        Differs = "differs",
        /// One side says nothing.
        Unknown = "unknown",
        /// Both say something close: the same year, or day and month exchanged.
        Near = "near",
        /// Both say the same.
        Agrees = "agrees",
    }
}

/// What is known beside the names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Qualifiers {
    /// Date of birth.
    pub birth: Agreement,
    /// Countries.
    pub country: Agreement,
    /// Gender.
    pub gender: Agreement,
    /// What all of them take off the score of the names.
    pub deduction: Score,
}

/// Another country.
const COUNTRY: u16 = 2_000;
/// Another year of birth, where one side knows no more.
const BIRTH_YEAR: u16 = 1_500;
/// Another day, where both sides know the day.
const BIRTH_DAY: u16 = 2_500;
/// Day and month exchanged, as between two ways to write a date.
const BIRTH_EXCHANGED: u16 = BIRTH_DAY / 2;
/// Another gender.
const GENDER: u16 = 2_000;

/// Compares what is known beside the names.
pub(super) fn qualify(query: &Prepared, entry: &Prepared) -> Qualifiers {
    let (birth, birth_off) = births(&query.birth_dates, &entry.birth_dates);
    let (country, country_off) = if query.countries.is_empty() || entry.countries.is_empty() {
        (Agreement::Unknown, 0)
    } else if query.countries.iter().any(|it| entry.countries.contains(it)) {
        (Agreement::Agrees, 0)
    } else {
        (Agreement::Differs, COUNTRY)
    };
    let (gender, gender_off) = match (query.gender, entry.gender) {
        (Some(a), Some(b)) if a == b => (Agreement::Agrees, 0),
        (Some(_), Some(_)) => (Agreement::Differs, GENDER),
        _ => (Agreement::Unknown, 0),
    };
    Qualifiers { birth, country, gender, deduction: Score::of(birth_off + country_off + gender_off) }
}

/// The best of all pairs of dates.
fn births(query: &[PartialDate], entry: &[PartialDate]) -> (Agreement, u16) {
    let pairs = query.iter().flat_map(|a| entry.iter().map(move |b| birth(*a, *b)));
    pairs.min_by_key(|it| it.1).unwrap_or((Agreement::Unknown, 0))
}

fn birth(a: PartialDate, b: PartialDate) -> (Agreement, u16) {
    let same_year = a.year() == b.year();
    match (a.month_and_day(), b.month_and_day()) {
        (Some(one), Some(other)) if same_year && one == other => (Agreement::Agrees, 0),
        (Some((month, day)), Some(other)) if same_year && (day, month) == other => {
            (Agreement::Near, BIRTH_EXCHANGED)
        }
        (Some(_), Some(_)) => (Agreement::Differs, BIRTH_DAY),
        _ if same_year => (Agreement::Near, 0),
        _ => (Agreement::Differs, BIRTH_YEAR),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_birth() {
        let date = |text| PartialDate::parse(text).unwrap();
        for (a, b, expected) in [
            ("1963-07-28", "1963-07-28", (Agreement::Agrees, 0)),
            ("1963-07-28", "1963", (Agreement::Near, 0)),
            ("1963", "1963", (Agreement::Near, 0)),
            ("1963-07-08", "1963-08-07", (Agreement::Near, BIRTH_EXCHANGED)),
            ("1963-07-28", "1963-07-29", (Agreement::Differs, BIRTH_DAY)),
            ("1963-07-28", "1964", (Agreement::Differs, BIRTH_YEAR)),
        ] {
            assert_eq!(birth(date(a), date(b)), expected, "{a} {b}");
            assert_eq!(birth(date(b), date(a)), expected, "{b} {a}");
        }
        let claimed = [date("1960"), date("1963-07-28")];
        assert_eq!(births(&claimed, &[date("1963-07-28")]), (Agreement::Agrees, 0));
        assert_eq!(births(&claimed, &[]), (Agreement::Unknown, 0));
    }
}
