//! Complaints in words: for their customers, for officers, and in files.
use domain::compliance::complaint::{Category, ComplaintStatus, Outcome};

use crate::i18n::{Locale, td_string};

#[must_use]
pub fn category_text(locale: Locale, category: Category) -> &'static str {
    match category {
        Category::Transaction => td_string!(locale, complaints.category_transaction),
        Category::Service => td_string!(locale, complaints.category_service),
        Category::Fees => td_string!(locale, complaints.category_fees),
        Category::Privacy => td_string!(locale, complaints.category_privacy),
        Category::Technical => td_string!(locale, complaints.category_technical),
        Category::Other => td_string!(locale, complaints.category_other),
    }
}

/// Every category, as a list shows them.
#[must_use]
pub fn categories(locale: Locale) -> Vec<(String, String)> {
    Category::ALL
        .iter()
        .map(|&one| (one.as_str().to_owned(), category_text(locale, one).to_owned()))
        .collect()
}

/// As officers say it.
#[must_use]
pub fn status_text(locale: Locale, status: ComplaintStatus) -> &'static str {
    match status {
        ComplaintStatus::Received => td_string!(locale, complaints.status_received),
        ComplaintStatus::Investigating => td_string!(locale, complaints.status_investigating),
        ComplaintStatus::Resolved => td_string!(locale, complaints.status_resolved),
        ComplaintStatus::Escalated => td_string!(locale, complaints.status_escalated),
    }
}

#[must_use]
pub fn outcome_text(locale: Locale, outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Upheld => td_string!(locale, complaints.outcome_upheld),
        Outcome::Partly => td_string!(locale, complaints.outcome_partly),
        Outcome::Rejected => td_string!(locale, complaints.outcome_rejected),
    }
}
