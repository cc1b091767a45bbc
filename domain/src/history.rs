//! What a customer narrows the history to.
use serde::{Deserialize, Serialize};

use crate::bank::payment_state::TransactionState;
use crate::filter::{Bounds, BoundsQuery, FilterField, FilterProblem, FilterQuery, search};
use crate::ids::RecipientId;

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
    /// When, and how much left the account.
    pub bounds: BoundsQuery,
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
    /// Only then, and only where so much left the account.
    pub bounds: Bounds,
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
            kind: query.kind.trim().parse().ok(),
            status: query.status.trim().parse().ok(),
            bounds: Bounds::read(&query.bounds),
            recipient: query.recipient.trim().parse().ok(),
            search: search(&query.search),
        }
    }

    /// The address of these filters, each value in its one spelling.
    #[must_use]
    pub fn query(&self) -> HistoryQuery {
        HistoryQuery {
            kind: self.kind.map(|kind| kind.as_str().to_owned()).unwrap_or_default(),
            status: self.status.map(|status| status.as_str().to_owned()).unwrap_or_default(),
            bounds: self.bounds.query(),
            recipient: self.recipient.as_ref().map(|id| id.as_str().to_owned()).unwrap_or_default(),
            search: self.search.clone().unwrap_or_default(),
        }
    }

    /// What is wrong with the filters that this was read from.
    #[must_use]
    pub fn problems_of(&self, typed: &HistoryQuery) -> Vec<FilterProblem> {
        typed.problems(&self.query(), &self.bounds)
    }
}

impl HistoryQuery {
    /// The address of the history with these filters, from after a cursor.
    #[must_use]
    pub fn path(&self, after: Option<&str>) -> String {
        self.address("/activity", after)
    }

    /// The address of the same payments as a file.
    #[must_use]
    pub fn export_path(&self) -> String {
        self.address("/activity/export.csv", None)
    }
}

impl FilterQuery for HistoryQuery {
    fn from_pairs(value_of: impl Fn(&str) -> Option<String>) -> Self {
        let value = |field: FilterField| value_of(field.as_str()).unwrap_or_default();
        Self {
            kind: value(FilterField::Kind),
            status: value(FilterField::Status),
            bounds: BoundsQuery::from_value(value),
            recipient: value(FilterField::Recipient),
            search: value(FilterField::Search),
        }
    }

    fn pairs(&self) -> Vec<(FilterField, &str)> {
        let mut pairs = vec![(FilterField::Kind, &*self.kind), (FilterField::Status, &*self.status)];
        pairs.extend(self.bounds.pairs());
        pairs.extend([(FilterField::Recipient, &*self.recipient), (FilterField::Search, &*self.search)]);
        pairs
    }
}

/// The end of a transaction's id, if this is a reference as people read it to each other: `ABCD-1234`, with or
/// without its hyphen.
#[must_use]
pub fn id_end(search: &str) -> Option<String> {
    let text: String =
        search.chars().filter(|c| !matches!(c, '-' | ' ')).collect::<String>().to_ascii_lowercase();
    (text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_alphanumeric())).then_some(text)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::filter::FilterFault;

    /// A query from `name=value`s.
    fn typed(pairs: &[(&str, &str)]) -> HistoryQuery {
        HistoryQuery::from_pairs(|name| {
            pairs.iter().find(|(one, _)| *one == name).map(|(_, text)| (*text).to_owned())
        })
    }

    #[test]
    fn what_cannot_be_understood_filters_nothing_and_is_named() {
        let strange = typed(&[
            ("type", "loan"),
            ("status", "lost"),
            ("from", "2026-02-30"),
            ("to", "262142-01-01"),
            ("min", "-5"),
            ("max", "mye"),
            ("recipient", "somebody else"),
            ("q", "\u{7}"),
        ]);
        let filter = HistoryFilter::read(&strange);
        assert_eq!(filter, HistoryFilter::default());
        assert!(filter.query().is_empty() && !strange.is_empty());
        let problems = filter.problems_of(&strange);
        assert!(problems.iter().all(|problem| problem.fault == FilterFault::Unreadable));
        let fields: Vec<_> = problems.iter().map(|problem| problem.field).collect();
        assert_eq!(fields, strange.pairs().iter().map(|(field, _)| *field).collect::<Vec<_>>());
        assert_eq!(filter.problems_of(&filter.query()), []);
    }

    #[test]
    fn what_is_right_filters_beside_what_is_wrong() {
        let mixed = typed(&[("type", "remittance"), ("from", "i går"), ("min", "200"), ("max", "100")]);
        let filter = HistoryFilter::read(&mixed);
        assert_eq!((filter.kind, filter.bounds.from), (Some(PaymentKind::Remittance), None));
        let problem = |field, fault| FilterProblem { field, fault };
        assert_eq!(
            filter.problems_of(&mixed),
            [
                problem(FilterField::From, FilterFault::Unreadable),
                problem(FilterField::Min, FilterFault::Backwards),
                problem(FilterField::Max, FilterFault::Backwards),
            ]
        );
        assert!(typed(&[("type", " "), ("q", " ")]).is_empty());
    }

    #[test]
    fn a_search_stands_in_the_address_and_references_are_known() {
        let filter = HistoryFilter::read(&typed(&[("q", " Đorđe & co ")]));
        assert_eq!(filter.search.as_deref(), Some("Đorđe & co"));
        assert_eq!(filter.query().export_path(), "/activity/export.csv?q=%C4%90or%C4%91e%20%26%20co");
        assert_eq!(id_end("89ab-CDEF").as_deref(), Some("89abcdef"));
        assert_eq!(id_end("89ABCDEF").as_deref(), Some("89abcdef"));
        for other in ["", "89ab-cde", "Milica Jovanović", "89ab_cdef"] {
            assert_eq!(id_end(other), None, "{other}");
        }
    }

    #[test]
    fn the_address_has_only_what_is_filled_in() {
        let query =
            typed(&[("type", "remittance"), ("from", "2026-11-01"), ("min", "1 000,5"), ("max", " ")]);
        let filters = HistoryFilter::read(&query).query();
        assert_eq!(filters.path(None), "/activity?type=remittance&from=2026-11-01&min=1000.50");
        assert_eq!(
            filters.path(Some("1.txn_a")),
            "/activity?type=remittance&from=2026-11-01&min=1000.50&after=1.txn_a"
        );
        assert_eq!(query.path(None), "/activity?type=remittance&from=2026-11-01&min=1%20000%2C5");
        assert_eq!(query.without(FilterField::Min).path(None), "/activity?type=remittance&from=2026-11-01");
        assert_eq!(HistoryQuery::default().path(None), "/activity");
    }

    proptest! {
        #[test]
        fn anything_may_stand_in_the_address(texts in prop::array::uniform8(".{0,100}")) {
            let fields = HistoryQuery::default();
            let fields: Vec<_> = fields.pairs().iter().map(|(field, _)| field.as_str()).collect();
            let pairs: Vec<_> = fields.into_iter().zip(texts.iter().map(String::as_str)).collect();
            let query = typed(&pairs);
            let filter = HistoryFilter::read(&query);
            let _ = (filter.problems_of(&query), query.path(None));
            prop_assert_eq!(HistoryFilter::read(&filter.query()), filter);
        }

        #[test]
        fn choices_survive_the_address(
            kind in prop::option::of(prop::sample::select(PaymentKind::ALL)),
            status in prop::option::of(prop::sample::select(TransactionState::ALL)),
        ) {
            let filter = HistoryFilter { kind, status, ..HistoryFilter::default() };
            prop_assert_eq!(HistoryFilter::read(&filter.query()), filter);
        }
    }
}
