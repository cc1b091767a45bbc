//! What a list is narrowed by: fields of an address, where anybody may write anything, and what is wrong with them.
use std::ops::RangeInclusive;

use chrono::{DateTime, Datelike, Days, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::calendar::oslo_midnight;
use crate::money::{Currency, Money};

/// Longer than any name or account number.
pub const SEARCH_MAX_CHARS: usize = 80;
/// Years that a period may lie in.
pub const YEARS: RangeInclusive<i32> = 2000..=2100;
/// The field of an address that says after which line a page begins.
const AFTER: &str = "after";

text_enum! {
    /// One field of a filter, as an address names it.
    pub enum FilterField {
        /// What kind of payment.
        Kind = "type",
        /// How it stands.
        Status = "status",
        /// The first day.
        From = "from",
        /// The last day.
        To = "to",
        /// The least amount.
        Min = "min",
        /// The highest amount.
        Max = "max",
        /// To whom.
        Recipient = "recipient",
        /// By which code.
        Code = "code",
        /// What is looked for.
        Search = "q",
    }
}

/// Why a field does not narrow as its reader meant it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FilterFault {
    /// It cannot be understood, so it is left out.
    Unreadable,
    /// Together with its other end it ends before it begins, so nothing can be found.
    Backwards,
}

/// A field, and what is wrong with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FilterProblem {
    /// Which one.
    pub field: FilterField,
    /// What is wrong.
    pub fault: FilterFault,
}

/// The filters of one list as its address has them; an empty text is none.
pub trait FilterQuery: Sized {
    /// The filters from an address, by name; one that is not there filters nothing.
    #[must_use]
    fn from_pairs(value_of: impl Fn(&str) -> Option<String>) -> Self;

    /// Every field, in the order of the address.
    fn pairs(&self) -> Vec<(FilterField, &str)>;

    /// Nothing is filled in.
    fn is_empty(&self) -> bool {
        self.pairs().iter().all(|(_, text)| is_blank(text))
    }

    /// The same without one field.
    #[must_use]
    fn without(&self, field: FilterField) -> Self {
        let pairs = self.pairs();
        Self::from_pairs(|name| {
            let kept = pairs.iter().find(|(one, _)| one.as_str() == name && *one != field);
            kept.map(|(_, text)| (*text).to_owned())
        })
    }

    /// The address of a page with these filters, from after a cursor. What is empty is not in it.
    fn address(&self, page: &str, after: Option<&str>) -> String {
        let fields = self.pairs().into_iter().filter(|(_, text)| !is_blank(text));
        let fields =
            fields.map(|(field, text)| (field.as_str(), text)).chain(after.map(|after| (AFTER, after)));
        let fields = fields.map(|(name, text)| format!("{name}={}", escaped(text)));
        let fields = fields.collect::<Vec<_>>().join("&");
        if fields.is_empty() { page.to_owned() } else { format!("{page}?{fields}") }
    }

    /// What is wrong with them: `understood` is what was read of these, `bounds` their period and amounts.
    fn problems(&self, understood: &Self, bounds: &Bounds) -> Vec<FilterProblem> {
        let fields = self.pairs().into_iter().zip(understood.pairs());
        let unreadable = fields.filter(|((_, typed), (_, read))| !is_blank(typed) && is_blank(read));
        let unreadable =
            unreadable.map(|((field, _), _)| FilterProblem { field, fault: FilterFault::Unreadable });
        unreadable.chain(bounds.backwards()).collect()
    }
}

/// A period and amounts as an address has them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct BoundsQuery {
    /// The first day in Oslo, as `2026-11-01`.
    pub from: String,
    /// The last day in Oslo.
    pub to: String,
    /// The least amount, in NOK.
    pub min: String,
    /// The highest amount, in NOK.
    pub max: String,
}

impl BoundsQuery {
    pub(crate) fn from_value(value: impl Fn(FilterField) -> String) -> Self {
        Self {
            from: value(FilterField::From),
            to: value(FilterField::To),
            min: value(FilterField::Min),
            max: value(FilterField::Max),
        }
    }

    pub(crate) fn pairs(&self) -> [(FilterField, &str); 4] {
        [
            (FilterField::From, &self.from),
            (FilterField::To, &self.to),
            (FilterField::Min, &self.min),
            (FilterField::Max, &self.max),
        ]
    }
}

/// A period and amounts; an end that is none is open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Bounds {
    /// The first day in Oslo.
    pub from: Option<NaiveDate>,
    /// The last day in Oslo.
    pub to: Option<NaiveDate>,
    /// The least amount.
    pub min: Option<Money>,
    /// The highest amount.
    pub max: Option<Money>,
}

impl Bounds {
    /// A period alone.
    #[must_use]
    pub fn period(from: NaiveDate, to: Option<NaiveDate>) -> Self {
        Self { from: Some(from), to, ..Self::default() }
    }

    /// Reads an address. What cannot be understood is open.
    #[must_use]
    pub fn read(query: &BoundsQuery) -> Self {
        let money = |text: &str| Money::parse_input(text, Currency::Nok).ok();
        Self { from: day(&query.from), to: day(&query.to), min: money(&query.min), max: money(&query.max) }
    }

    /// As an address has them, each in the one spelling that needs no escaping.
    #[must_use]
    pub fn query(&self) -> BoundsQuery {
        let day = |day: Option<NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
        let money = |money: Option<Money>| money.map(Money::to_decimal_string).unwrap_or_default();
        BoundsQuery { from: day(self.from), to: day(self.to), min: money(self.min), max: money(self.max) }
    }

    /// When the period begins.
    #[must_use]
    pub fn begins_at(&self) -> Option<DateTime<Utc>> {
        self.from.map(oslo_midnight)
    }

    /// The first instant after the period.
    #[must_use]
    pub fn ends_before(&self) -> Option<DateTime<Utc>> {
        self.to.map(|day| oslo_midnight(day + Days::new(1)))
    }

    /// The first day lies after the last one, or the least amount above the highest, so that nothing can be found.
    #[must_use]
    pub fn is_backwards(&self) -> bool {
        self.is_period_backwards() || self.are_amounts_backwards()
    }

    fn is_period_backwards(&self) -> bool {
        self.from.zip(self.to).is_some_and(|(from, to)| from > to)
    }

    fn are_amounts_backwards(&self) -> bool {
        self.min.zip(self.max).is_some_and(|(min, max)| min.minor() > max.minor())
    }

    /// Both ends of what is backwards: either may be the wrong one.
    fn backwards(&self) -> impl Iterator<Item = FilterProblem> + use<> {
        let days = self.is_period_backwards().then_some([FilterField::From, FilterField::To]);
        let amounts = self.are_amounts_backwards().then_some([FilterField::Min, FilterField::Max]);
        let fields = days.into_iter().chain(amounts).flatten();
        fields.map(|field| FilterProblem { field, fault: FilterFault::Backwards })
    }
}

/// What is looked for, cut to a length that a database can bear.
pub(crate) fn search(text: &str) -> Option<String> {
    let text: String = text.trim().chars().filter(|c| !c.is_control()).take(SEARCH_MAX_CHARS).collect();
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

fn day(text: &str) -> Option<NaiveDate> {
    let day = NaiveDate::parse_from_str(text.trim(), "%Y-%m-%d").ok()?;
    YEARS.contains(&day.year()).then_some(day)
}

fn is_blank(text: &str) -> bool {
    text.trim().is_empty()
}

/// As it may stand in an address (RFC 3986, percent-encoding of UTF-8).
#[must_use]
pub fn escaped(value: &str) -> String {
    use std::fmt::Write as _;
    let mut text = String::with_capacity(value.len());
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            text.push(char::from(byte));
        } else {
            let _ = write!(text, "%{byte:02X}");
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn typed(texts: [&str; 4]) -> BoundsQuery {
        let [from, to, min, max] = texts.map(str::to_owned);
        BoundsQuery { from, to, min, max }
    }

    fn read(texts: [&str; 4]) -> Bounds {
        Bounds::read(&typed(texts))
    }

    fn backwards(texts: [&str; 4]) -> Vec<FilterField> {
        read(texts).backwards().map(|problem| problem.field).collect()
    }

    #[test]
    fn a_period_is_days_in_oslo_with_the_last_one_whole() {
        let bounds = read(["2026-03-29", "2026-03-29", "", ""]);
        let instants = [bounds.begins_at(), bounds.ends_before()].map(|at| at.unwrap().to_rfc3339());
        assert_eq!(instants, ["2026-03-28T23:00:00+00:00", "2026-03-29T22:00:00+00:00"], "the clock changes");
        assert!(!bounds.is_backwards());
        let open = Bounds::default();
        assert!(open.begins_at().is_none() && open.ends_before().is_none() && !open.is_backwards());
    }

    #[test]
    fn what_is_backwards_names_both_of_its_ends() {
        use FilterField::{From, Max, Min, To};
        assert_eq!(backwards(["2026-03-30", "2026-03-29", "", ""]), [From, To]);
        assert_eq!(backwards(["", "", "200", "100"]), [Min, Max]);
        assert_eq!(backwards(["2026-03-30", "2026-03-29", "100,01", "100"]), [From, To, Min, Max]);
        assert_eq!(backwards(["2026-03-29", "2026-03-29", "100", "100"]), []);
        assert_eq!(backwards(["2026-03-29", "", "", "100"]), []);
    }

    #[test]
    fn what_cannot_be_understood_is_open() {
        for texts in [
            ["2026-02-30", "262142-01-01", "-5", "mye"],
            ["1999-12-31", "2101-01-01", "1,005", "1e5"],
            ["01.11.2026", "i går", "", " "],
        ] {
            assert_eq!(read(texts), Bounds::default(), "{texts:?}");
        }
    }

    #[test]
    fn a_search_is_one_short_line() {
        assert_eq!(search(" a\nb\u{7} "), Some("ab".to_owned()));
        assert_eq!(search(" \n "), None);
        assert_eq!(search(&"ø".repeat(200)).unwrap().chars().count(), SEARCH_MAX_CHARS);
    }

    proptest! {
        #[test]
        fn anything_may_stand_in_the_address(texts in prop::array::uniform4("\\PC{0,30}")) {
            let bounds = read(texts.each_ref().map(String::as_str));
            let _ = (bounds.begins_at(), bounds.ends_before(), bounds.is_backwards());
            prop_assert_eq!(Bounds::read(&bounds.query()), bounds);
        }

        #[test]
        fn bounds_survive_the_address(
            days in prop::array::uniform2(prop::option::of(0_u64..36_000)),
            amounts in prop::array::uniform2(prop::option::of(0_i64..100_000_000_000)),
        ) {
            let [from, to] = days.map(|day| day.map(|day| NaiveDate::from_ymd_opt(2000, 1, 1).unwrap() + Days::new(day)));
            let [min, max] = amounts.map(|amount| amount.map(|minor| Money::new(minor, Currency::Nok)));
            let bounds = Bounds { from, to, min, max };
            prop_assert_eq!(Bounds::read(&bounds.query()), bounds);
        }
    }
}
