//! How long what is kept, why, and from which day it may be gone (hvitvaskingsloven § 30, bokføringsloven § 13, GDPR
//! art. 5(1)(e)). The view `retention_dates` says the same of each row; a test holds the two together.

use chrono::{Datelike, Days, Months, NaiveDate};

/// § 30: nothing about a customer or a transaction is kept for longer.
pub const KEPT_MAX_YEARS: u32 = 10;

text_enum! {
    /// A kind of record with a date of its own.
    pub enum RecordKind {
        /// A payment with its order, that order's history, its price and its entries in a shop's book.
        Transaction = "transaction",
        /// The same of a payment that raised an alert, with the alert and its reports.
        Investigated = "investigated",
        /// What a customer has told about who they are, with what officers thought and decided.
        Identity = "identity",
        /// A log-in, with address and browser.
        Login = "login",
        /// A price that nobody took.
        Quote = "quote",
        /// Something that was told to a customer.
        Notification = "notification",
        /// A complaint with its thread and what officers did about it.
        Complaint = "complaint",
        /// A request about one's data, with what was decided.
        DataRequest = "data_request",
        /// The customer: name, date of birth, and all of theirs that has no date of its own, as recipients, accounts,
        /// consents, shops, and what screening found. Due when nothing else about them is kept.
        Customer = "customer",
    }
}

/// From when the years of a kind are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counted {
    /// The day on which it was over.
    End,
    /// The end of the year in which it was over.
    EndOfYear,
    /// The end of the customer relationship.
    EndOfRelationship,
}

/// What is said of a kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    /// How many years.
    pub years: u32,
    /// Counted from when.
    pub from: Counted,
    /// By which law.
    pub law: &'static str,
}

impl RecordKind {
    /// The rule of this kind.
    #[must_use]
    pub const fn rule(self) -> Rule {
        match self {
            Self::Transaction => Rule {
                years: 5,
                from: Counted::EndOfYear,
                law: "hvitvaskingsloven § 30 (5 years), bokføringsloven § 13 (5 years from the end of the year)",
            },
            Self::Investigated => Rule {
                years: KEPT_MAX_YEARS,
                from: Counted::End,
                law: "hvitvaskingsloven § 30 (10 years at most)",
            },
            Self::Identity | Self::Customer => Rule {
                years: 5,
                from: Counted::EndOfRelationship,
                law: "hvitvaskingsloven § 30 (5 years after the relationship)",
            },
            Self::Login | Self::Quote | Self::Notification => {
                Rule { years: 1, from: Counted::End, law: "GDPR art. 5(1)(e) (no longer than needed)" }
            }
            Self::Complaint | Self::DataRequest => Rule {
                years: 3,
                from: Counted::End,
                law: "foreldelsesloven § 2, GDPR art. 17(3)(e) (3 years)",
            },
        }
    }

    /// The first day on which a record may be gone whose time began to run on `started`.
    #[must_use]
    pub fn delete_on(self, started: NaiveDate) -> NaiveDate {
        let rule = self.rule();
        match rule.from {
            Counted::EndOfYear => {
                let year = started.year().saturating_add(1).saturating_add(rule.years.cast_signed());
                NaiveDate::from_ymd_opt(year, 1, 1).unwrap_or(NaiveDate::MAX)
            }
            Counted::End | Counted::EndOfRelationship => years_after(started, rule.years),
        }
    }
}

/// Who begins on 29 February ends on 1 March: no day is missing.
fn years_after(started: NaiveDate, years: u32) -> NaiveDate {
    let later = started.checked_add_months(Months::new(years.saturating_mul(12))).unwrap_or(NaiveDate::MAX);
    let missing = u64::from(later.day() != started.day());
    later.checked_add_days(Days::new(missing)).unwrap_or(NaiveDate::MAX)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop_assert, proptest};
    use proptest::sample::select;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn each_kind_at_its_boundary() {
        for (kind, started, wanted) in [
            (RecordKind::Transaction, "2026-01-01", "2032-01-01"),
            (RecordKind::Transaction, "2026-12-31", "2032-01-01"),
            (RecordKind::Transaction, "2027-01-01", "2033-01-01"),
            (RecordKind::Investigated, "2026-11-27", "2036-11-27"),
            (RecordKind::Identity, "2026-11-27", "2031-11-27"),
            (RecordKind::Identity, "2028-02-29", "2033-03-01"),
            (RecordKind::Customer, "2026-11-27", "2031-11-27"),
            (RecordKind::Login, "2028-02-29", "2029-03-01"),
            (RecordKind::Quote, "2026-11-27", "2027-11-27"),
            (RecordKind::Notification, "2027-02-28", "2028-02-28"),
            (RecordKind::Complaint, "2026-11-27", "2029-11-27"),
            (RecordKind::DataRequest, "2028-02-29", "2031-03-01"),
        ] {
            assert_eq!(kind.delete_on(day(started)), day(wanted), "{kind} {started}");
        }
    }

    #[test]
    fn every_kind_names_its_law() {
        for &kind in RecordKind::ALL {
            let rule = kind.rule();
            assert!(rule.years <= KEPT_MAX_YEARS && rule.law.contains(['§', '(']), "{kind}");
        }
    }

    proptest! {
        #[test]
        fn nothing_is_kept_too_short_or_too_long(kind in select(RecordKind::ALL), days in 0_u64..40_000) {
            let started = day("1990-01-01") + Days::new(days);
            let (rule, date) = (kind.rule(), kind.delete_on(started));
            prop_assert!(started.checked_add_months(Months::new(rule.years * 12)).unwrap() <= date);
            prop_assert!(date <= years_after(started, KEPT_MAX_YEARS));
            let shorter = years_after(started, rule.years + 1);
            prop_assert!(date <= shorter, "not a year more than the law asks for");
        }
    }
}
