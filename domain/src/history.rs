//! What a customer narrows the history to. It stands in the address, where anybody may write anything.
use std::ops::RangeInclusive;

use chrono::{DateTime, Datelike, Days, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::bank::payment_state::TransactionState;
use crate::calendar::oslo_midnight;
use crate::ids::RecipientId;
use crate::money::{Currency, Money};

/// Longer than any name or account number.
pub const SEARCH_MAX_CHARS: usize = 80;
/// Years that a period may lie in.
pub const YEARS: RangeInclusive<i32> = 2000..=2100;

text_enum! {
    /// What kind of payment a transaction is.
    pub enum PaymentKind {
        /// Money to a recipient in another country.
        Remittance = "remittance",
        /// A payment to a merchant.
        QrPayment = "qr_payment",
        /// Money that a shop of one's own paid back.
        Refund = "refund",
    }
}

/// The filters as the address has them; an empty text is none.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct HistoryQuery {
    /// A [`PaymentKind`].
    pub kind: String,
    /// A [`TransactionState`].
    pub status: String,
    /// The first day in Oslo, as `2026-11-01`.
    pub from: String,
    /// The last day in Oslo.
    pub to: String,
    /// The least that left the account, in NOK.
    pub min: String,
    /// The most that left the account, in NOK.
    pub max: String,
    /// A [`RecipientId`].
    pub recipient: String,
    /// Words of a name, the end of an account number, or a reference.
    pub search: String,
}

/// The filters, understood.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HistoryFilter {
    /// Only this kind.
    pub kind: Option<PaymentKind>,
    /// Only this status.
    pub status: Option<TransactionState>,
    /// The first day in Oslo.
    pub from: Option<NaiveDate>,
    /// The last day in Oslo.
    pub to: Option<NaiveDate>,
    /// The least that left the account.
    pub min: Option<Money>,
    /// The most that left the account.
    pub max: Option<Money>,
    /// Only to this recipient, whatever their account was then.
    pub recipient: Option<RecipientId>,
    /// What is looked for.
    pub search: Option<String>,
}

impl HistoryFilter {
    /// Reads the address. What cannot be understood filters nothing: a bookmark that somebody cut off still opens.
    #[must_use]
    pub fn read(query: &HistoryQuery) -> Self {
        Self {
            kind: query.kind.parse().ok(),
            status: query.status.parse().ok(),
            from: day(&query.from),
            to: day(&query.to),
            min: Money::parse_input(&query.min, Currency::Nok).ok(),
            max: Money::parse_input(&query.max, Currency::Nok).ok(),
            recipient: query.recipient.parse().ok(),
            search: search(&query.search),
        }
    }

    /// The address of these filters, each value in the one spelling that needs no escaping.
    #[must_use]
    pub fn query(&self) -> HistoryQuery {
        let money = |money: Option<Money>| money.map(Money::to_decimal_string).unwrap_or_default();
        let day = |day: Option<NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
        HistoryQuery {
            kind: self.kind.map(|kind| kind.as_str().to_owned()).unwrap_or_default(),
            status: self.status.map(|status| status.as_str().to_owned()).unwrap_or_default(),
            from: day(self.from),
            to: day(self.to),
            min: money(self.min),
            max: money(self.max),
            recipient: self.recipient.as_ref().map(|id| id.as_str().to_owned()).unwrap_or_default(),
            search: self.search.clone().unwrap_or_default(),
        }
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

    /// The first day lies after the last one, or the least amount above the most, so that nothing can be found.
    #[must_use]
    pub fn is_backwards(&self) -> bool {
        let days = self.from.zip(self.to).is_some_and(|(from, to)| from > to);
        days || self.min.zip(self.max).is_some_and(|(min, max)| min.minor() > max.minor())
    }
}

impl HistoryQuery {
    /// Nothing is filtered.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.pairs().iter().all(|(_, value)| value.is_empty())
    }

    /// The address of the history with these filters, from after a cursor.
    #[must_use]
    pub fn path(&self, after: Option<&str>) -> String {
        self.path_of("/activity", after)
    }

    /// The address of the same payments as a file.
    #[must_use]
    pub fn export_path(&self) -> String {
        self.path_of("/activity/export.csv", None)
    }

    fn path_of(&self, page: &str, after: Option<&str>) -> String {
        written(page, self.pairs().into_iter().chain([("after", after.unwrap_or_default())]))
    }

    /// The filters from an address, by name; one that is not there filters nothing.
    #[must_use]
    pub fn from_pairs(value_of: impl Fn(&str) -> Option<String>) -> Self {
        let value = |name| value_of(name).unwrap_or_default();
        Self {
            kind: value("type"),
            status: value("status"),
            from: value("from"),
            to: value("to"),
            min: value("min"),
            max: value("max"),
            recipient: value("recipient"),
            search: value("q"),
        }
    }

    /// Is something filled in that cannot be understood? `read` is what was understood of it.
    #[must_use]
    pub fn has_more_than(&self, read: &Self) -> bool {
        let filled = |(_, value): &(&str, &str)| !value.trim().is_empty();
        self.pairs().iter().filter(|pair| filled(pair)).count()
            > read.pairs().iter().filter(|pair| filled(pair)).count()
    }

    fn pairs(&self) -> [(&'static str, &str); 8] {
        [
            ("type", &self.kind),
            ("status", &self.status),
            ("from", &self.from),
            ("to", &self.to),
            ("min", &self.min),
            ("max", &self.max),
            ("recipient", &self.recipient),
            ("q", &self.search),
        ]
    }
}

/// The address of a page with its query; what is empty is not in it.
pub(crate) fn written<'a>(page: &str, values: impl IntoIterator<Item = (&'static str, &'a str)>) -> String {
    let values = values.into_iter().filter(|(_, value)| !value.is_empty());
    let values = values.map(|(name, value)| format!("{name}={}", escaped(value)));
    let values = values.collect::<Vec<_>>().join("&");
    if values.is_empty() { page.to_owned() } else { format!("{page}?{values}") }
}

/// As it may stand in an address (RFC 3986, percent-encoding of UTF-8).
fn escaped(value: &str) -> String {
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

pub(crate) fn search(text: &str) -> Option<String> {
    let text: String = text.trim().chars().filter(|c| !c.is_control()).take(SEARCH_MAX_CHARS).collect();
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// The end of a transaction's id, if this is a reference as people read it to each other: `ABCD-1234`, with or
/// without its hyphen.
#[must_use]
pub fn id_end(search: &str) -> Option<String> {
    let text: String =
        search.chars().filter(|c| !matches!(c, '-' | ' ')).collect::<String>().to_ascii_lowercase();
    (text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_alphanumeric())).then_some(text)
}

pub(crate) fn day(text: &str) -> Option<NaiveDate> {
    let day = NaiveDate::parse_from_str(text.trim(), "%Y-%m-%d").ok()?;
    YEARS.contains(&day.year()).then_some(day)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn query(texts: [&str; 6]) -> HistoryQuery {
        let [kind, status, from, to, min, max] = texts.map(str::to_owned);
        HistoryQuery { kind, status, from, to, min, max, ..HistoryQuery::default() }
    }

    #[test]
    fn a_period_is_days_in_oslo_with_the_last_one_whole() {
        let filter = HistoryFilter::read(&query(["", "", "2026-03-29", "2026-03-29", "", ""]));
        let instants = [filter.begins_at(), filter.ends_before()].map(|at| at.unwrap().to_rfc3339());
        assert_eq!(instants, ["2026-03-28T23:00:00+00:00", "2026-03-29T22:00:00+00:00"], "the clock changes");
        assert!(!filter.is_backwards());
        assert!(HistoryFilter::read(&query(["", "", "2026-03-30", "2026-03-29", "", ""])).is_backwards());
    }

    #[test]
    fn what_cannot_be_understood_filters_nothing() {
        let strange = query(["loan", "lost", "2026-02-30", "262142-01-01", "-5", "mye"]);
        assert_eq!(HistoryFilter::read(&strange), HistoryFilter::default());
        let read = HistoryFilter::read(&strange).query();
        assert!(read.is_empty() && strange.has_more_than(&read) && !read.has_more_than(&read));
    }

    #[test]
    fn a_search_stands_in_the_address_and_references_are_known() {
        let sought = HistoryQuery { search: " Đorđe & co ".to_owned(), ..HistoryQuery::default() };
        let filter = HistoryFilter::read(&sought);
        assert_eq!(filter.search.as_deref(), Some("Đorđe & co"));
        assert_eq!(filter.query().export_path(), "/activity/export.csv?q=%C4%90or%C4%91e%20%26%20co");
        assert_eq!(id_end("89ab-CDEF").as_deref(), Some("89abcdef"));
        assert_eq!(id_end("89ABCDEF").as_deref(), Some("89abcdef"));
        for other in ["", "89ab-cde", "Milica Jovanović", "89ab_cdef"] {
            assert_eq!(id_end(other), None, "{other}");
        }
    }

    #[test]
    fn amounts_can_be_backwards_too() {
        assert!(HistoryFilter::read(&query(["", "", "", "", "200", "100"])).is_backwards());
        assert!(!HistoryFilter::read(&query(["", "", "", "", "100", "100"])).is_backwards());
    }

    #[test]
    fn the_address_has_only_what_filters() {
        let typed = query(["remittance", "", "2026-11-01", "", "1 000,5", ""]);
        let filters = HistoryFilter::read(&typed).query();
        assert_eq!(filters.path(None), "/activity?type=remittance&from=2026-11-01&min=1000.50");
        assert_eq!(
            filters.path(Some("1.txn_a")),
            "/activity?type=remittance&from=2026-11-01&min=1000.50&after=1.txn_a"
        );
        assert_eq!(HistoryQuery::default().path(None), "/activity");
    }

    proptest! {
        #[test]
        fn anything_may_stand_in_the_address(texts in prop::array::uniform6("\\PC{0,20}"), more in prop::array::uniform2(".{0,100}")) {
            let [recipient, search] = more;
            let typed = HistoryQuery { recipient, search, ..query(texts.each_ref().map(String::as_str)) };
            let filter = HistoryFilter::read(&typed);
            let _ = (filter.begins_at(), filter.ends_before(), filter.is_backwards());
            prop_assert_eq!(HistoryFilter::read(&filter.query()), filter);
        }

        #[test]
        fn filters_survive_the_address(
            kind in prop::option::of(prop::sample::select(PaymentKind::ALL)),
            status in prop::option::of(prop::sample::select(TransactionState::ALL)),
            days in prop::array::uniform2(prop::option::of(0_u64..36_000)),
            amounts in prop::array::uniform2(prop::option::of(0_i64..100_000_000_000)),
        ) {
            let [from, to] = days.map(|day| day.map(|day| NaiveDate::from_ymd_opt(2000, 1, 1).unwrap() + Days::new(day)));
            let [min, max] = amounts.map(|amount| amount.map(|minor| Money::new(minor, Currency::Nok)));
            let filter = HistoryFilter { kind, status, from, to, min, max, ..HistoryFilter::default() };
            prop_assert_eq!(HistoryFilter::read(&filter.query()), filter);
        }
    }
}
