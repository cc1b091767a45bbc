//! What a shop narrows its list of sales to. It stands in the address, where anybody may write anything.

use chrono::{DateTime, Days, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::calendar::oslo_midnight;
use crate::history::{day, search, written};
use crate::ids::{MerchantId, QrCodeId};
use crate::money::{Currency, Money};

/// What the address says for sales by codes of the till, each of which is one sale.
const TILL: &str = "till";
/// Letters of a reference that a cashier asks for.
const REFERENCE_END_CHARS: usize = 4;
/// Letters of a whole one.
const REFERENCE_CHARS: usize = 8;

text_enum! {
    /// How a sale stands, as a list is narrowed to it.
    pub enum SaleFilter {
        /// The payer or the bank is not done.
        Processing = "processing",
        /// The shop has the money.
        Completed = "completed",
        /// Never paid, or taken back by the payer's bank.
        Failed = "failed",
        /// A part or all of it is paid back, or on its way.
        Refunded = "refunded",
    }
}

/// By which codes sales were made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CodeFilter {
    /// Codes of the till.
    Till,
    /// One static code.
    Static(QrCodeId),
}

impl CodeFilter {
    fn read(text: &str) -> Option<Self> {
        if text == TILL { Some(Self::Till) } else { text.parse().ok().map(Self::Static) }
    }

    /// As the address has it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Till => TILL,
            Self::Static(id) => id.as_str(),
        }
    }
}

/// The filters as the address has them; an empty text is none.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SalesQuery {
    /// A [`SaleFilter`].
    pub status: String,
    /// The first day in Oslo, as `2026-11-01`.
    pub from: String,
    /// The last day in Oslo.
    pub to: String,
    /// The least price, in NOK.
    pub min: String,
    /// The highest price, in NOK.
    pub max: String,
    /// `till`, or the id of a static code.
    pub code: String,
    /// A reference, or its last four letters.
    pub search: String,
}

/// The filters, understood.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SalesFilter {
    /// Only those that stand like this.
    pub status: Option<SaleFilter>,
    /// The first day in Oslo.
    pub from: Option<NaiveDate>,
    /// The last day in Oslo.
    pub to: Option<NaiveDate>,
    /// The least price.
    pub min: Option<Money>,
    /// The highest price.
    pub max: Option<Money>,
    /// By this code.
    pub code: Option<CodeFilter>,
    /// What is looked for.
    pub search: Option<String>,
}

impl SalesFilter {
    /// Reads the address. What cannot be understood filters nothing: a bookmark that somebody cut off still opens.
    #[must_use]
    pub fn read(query: &SalesQuery) -> Self {
        Self {
            status: query.status.parse().ok(),
            from: day(&query.from),
            to: day(&query.to),
            min: Money::parse_input(&query.min, Currency::Nok).ok(),
            max: Money::parse_input(&query.max, Currency::Nok).ok(),
            code: CodeFilter::read(&query.code),
            search: search(&query.search),
        }
    }

    /// The address of these filters, each value in the one spelling that needs no escaping.
    #[must_use]
    pub fn query(&self) -> SalesQuery {
        let money = |money: Option<Money>| money.map(Money::to_decimal_string).unwrap_or_default();
        let day = |day: Option<NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
        SalesQuery {
            status: self.status.map(|status| status.as_str().to_owned()).unwrap_or_default(),
            from: day(self.from),
            to: day(self.to),
            min: money(self.min),
            max: money(self.max),
            code: self.code.as_ref().map(|code| code.as_str().to_owned()).unwrap_or_default(),
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

    /// The end of the ids that the search means: four letters, or eight when all of a reference was typed. Something
    /// else finds nothing: the empty text ends no id that has letters to compare.
    #[must_use]
    pub fn reference_end(&self) -> Option<String> {
        self.search.as_deref().map(|text| reference_end(text).unwrap_or_default())
    }

    /// The first day lies after the last one, or the least price above the highest, so that nothing can be found.
    #[must_use]
    pub fn is_backwards(&self) -> bool {
        let days = self.from.zip(self.to).is_some_and(|(from, to)| from > to);
        days || self.min.zip(self.max).is_some_and(|(min, max)| min.minor() > max.minor())
    }
}

/// The end of a sale's id, if this is a reference or its last four letters.
#[must_use]
pub fn reference_end(text: &str) -> Option<String> {
    let text: String =
        text.chars().filter(|c| !matches!(c, '-' | ' ')).collect::<String>().to_ascii_lowercase();
    let is_end = matches!(text.len(), REFERENCE_END_CHARS | REFERENCE_CHARS);
    (is_end && text.bytes().all(|byte| byte.is_ascii_alphanumeric())).then_some(text)
}

impl SalesQuery {
    /// Nothing is filtered.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.pairs().iter().all(|(_, value)| value.is_empty())
    }

    /// The address of a shop's list with these filters, from after a cursor.
    #[must_use]
    pub fn path(&self, shop: &MerchantId, after: Option<&str>) -> String {
        let after = [("after", after.unwrap_or_default())];
        written(&format!("/shops/{shop}/sales"), self.pairs().into_iter().chain(after))
    }

    /// The address of the same sales as a file.
    #[must_use]
    pub fn export_path(&self, shop: &MerchantId) -> String {
        written(&format!("/shops/{shop}/sales/export.csv"), self.pairs())
    }

    /// The filters from an address, by name; one that is not there filters nothing.
    #[must_use]
    pub fn from_pairs(value_of: impl Fn(&str) -> Option<String>) -> Self {
        let value = |name| value_of(name).unwrap_or_default();
        Self {
            status: value("status"),
            from: value("from"),
            to: value("to"),
            min: value("min"),
            max: value("max"),
            code: value("code"),
            search: value("q"),
        }
    }

    /// Is something filled in that cannot be understood? `read` is what was understood of it.
    #[must_use]
    pub fn has_more_than(&self, read: &Self) -> bool {
        let filled =
            |query: &Self| query.pairs().iter().filter(|(_, value)| !value.trim().is_empty()).count();
        filled(self) > filled(read)
    }

    fn pairs(&self) -> [(&'static str, &str); 7] {
        [
            ("status", &self.status),
            ("from", &self.from),
            ("to", &self.to),
            ("min", &self.min),
            ("max", &self.max),
            ("code", &self.code),
            ("q", &self.search),
        ]
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn shop() -> MerchantId {
        "mer_demo1".parse().unwrap()
    }

    #[test]
    fn the_address_has_only_what_filters() {
        let typed = SalesQuery {
            status: "refunded".to_owned(),
            from: "2026-11-01".to_owned(),
            min: "1 000,5".to_owned(),
            code: "till".to_owned(),
            max: "mye".to_owned(),
            ..SalesQuery::default()
        };
        let read = SalesFilter::read(&typed).query();
        let filters = "status=refunded&from=2026-11-01&min=1000.50&code=till";
        assert_eq!(read.path(&shop(), None), format!("/shops/mer_demo1/sales?{filters}"));
        assert_eq!(read.export_path(&shop()), format!("/shops/mer_demo1/sales/export.csv?{filters}"));
        assert!(typed.has_more_than(&read) && !read.has_more_than(&read));
        assert_eq!(
            SalesQuery::default().path(&shop(), Some("1.txn_a")),
            "/shops/mer_demo1/sales?after=1.txn_a"
        );
    }

    #[test]
    fn a_reference_is_found_by_all_of_it_or_by_its_end() {
        for (text, wanted) in [
            ("89AB-CDEF", Some("89abcdef")),
            ("cdef", Some("cdef")),
            (" CD EF ", Some("cdef")),
            ("cde", None),
            ("89ab-cde", None),
            ("æøå", None),
            ("cd_f", None),
        ] {
            assert_eq!(reference_end(text).as_deref(), wanted, "{text}");
            let filter = SalesFilter { search: Some(text.to_owned()), ..SalesFilter::default() };
            assert_eq!(filter.reference_end().as_deref(), Some(wanted.unwrap_or_default()));
        }
        assert_eq!(SalesFilter::default().reference_end(), None);
    }

    proptest! {
        #[test]
        fn anything_may_stand_in_the_address(texts in prop::array::uniform7("\\PC{0,20}")) {
            let [status, from, to, min, max, code, search] = texts;
            let typed = SalesQuery { status, from, to, min, max, code, search };
            let filter = SalesFilter::read(&typed);
            let _ = (filter.begins_at(), filter.ends_before(), filter.is_backwards(), filter.reference_end());
            prop_assert_eq!(SalesFilter::read(&filter.query()), filter);
        }
    }
}
