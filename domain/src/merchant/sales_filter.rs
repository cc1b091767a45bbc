//! What a shop narrows its list of sales to.

use serde::{Deserialize, Serialize};

use crate::filter::{Bounds, BoundsQuery, FilterField, FilterProblem, FilterQuery, search};
use crate::ids::{MerchantId, QrCodeId};

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
    /// When, and for which price.
    pub bounds: BoundsQuery,
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
    /// Only then, and only for such a price.
    pub bounds: Bounds,
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
            status: query.status.trim().parse().ok(),
            bounds: Bounds::read(&query.bounds),
            code: CodeFilter::read(query.code.trim()),
            search: search(&query.search),
        }
    }

    /// The address of these filters, each value in its one spelling.
    #[must_use]
    pub fn query(&self) -> SalesQuery {
        SalesQuery {
            status: self.status.map(|status| status.as_str().to_owned()).unwrap_or_default(),
            bounds: self.bounds.query(),
            code: self.code.as_ref().map(|code| code.as_str().to_owned()).unwrap_or_default(),
            search: self.search.clone().unwrap_or_default(),
        }
    }

    /// What is wrong with the filters that this was read from.
    #[must_use]
    pub fn problems_of(&self, typed: &SalesQuery) -> Vec<FilterProblem> {
        typed.problems(&self.query(), &self.bounds)
    }

    /// The end of the ids that the search means: four letters, or eight when all of a reference was typed. Something
    /// else finds nothing: the empty text ends no id that has letters to compare.
    #[must_use]
    pub fn reference_end(&self) -> Option<String> {
        self.search.as_deref().map(|text| reference_end(text).unwrap_or_default())
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
    /// The address of a shop's list with these filters, from after a cursor.
    #[must_use]
    pub fn path(&self, shop: &MerchantId, after: Option<&str>) -> String {
        self.address(&format!("/shops/{shop}/sales"), after)
    }

    /// The address of the same sales as a file.
    #[must_use]
    pub fn export_path(&self, shop: &MerchantId) -> String {
        self.address(&format!("/shops/{shop}/sales/export.csv"), None)
    }
}

impl FilterQuery for SalesQuery {
    fn from_pairs(value_of: impl Fn(&str) -> Option<String>) -> Self {
        let value = |field: FilterField| value_of(field.as_str()).unwrap_or_default();
        Self {
            status: value(FilterField::Status),
            bounds: BoundsQuery::from_value(value),
            code: value(FilterField::Code),
            search: value(FilterField::Search),
        }
    }

    fn pairs(&self) -> Vec<(FilterField, &str)> {
        let mut pairs = vec![(FilterField::Status, &*self.status)];
        pairs.extend(self.bounds.pairs());
        pairs.extend([(FilterField::Code, &*self.code), (FilterField::Search, &*self.search)]);
        pairs
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::filter::FilterFault;

    fn shop() -> MerchantId {
        "mer_demo1".parse().unwrap()
    }

    #[test]
    fn the_address_has_only_what_filters() {
        let bounds = BoundsQuery {
            from: "2026-11-01".to_owned(),
            min: "1 000,5".to_owned(),
            max: "mye".to_owned(),
            ..BoundsQuery::default()
        };
        let typed = SalesQuery {
            status: "refunded".to_owned(),
            bounds,
            code: "till".to_owned(),
            ..SalesQuery::default()
        };
        let filter = SalesFilter::read(&typed);
        let (read, filters) = (filter.query(), "status=refunded&from=2026-11-01&min=1000.50&code=till");
        assert_eq!(read.path(&shop(), None), format!("/shops/mer_demo1/sales?{filters}"));
        assert_eq!(read.export_path(&shop()), format!("/shops/mer_demo1/sales/export.csv?{filters}"));
        let max = FilterProblem { field: FilterField::Max, fault: FilterFault::Unreadable };
        assert_eq!(filter.problems_of(&typed), [max]);
        assert_eq!(filter.problems_of(&read), []);
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
            let typed = SalesQuery { status, bounds: BoundsQuery { from, to, min, max }, code, search };
            let filter = SalesFilter::read(&typed);
            let _ = (filter.problems_of(&typed), filter.reference_end());
            prop_assert_eq!(SalesFilter::read(&filter.query()), filter);
        }
    }
}
