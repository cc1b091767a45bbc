//! Words about sales that pages, files and documents share.
use chrono::NaiveDate;
use domain::merchant::refund::SaleState;
use domain::merchant::statement::{EntryKind, Period};

use crate::i18n::{Locale, td_string};
use crate::ui::format;

/// How a sale stands.
#[must_use]
pub fn state_text_in(locale: Locale, state: SaleState) -> &'static str {
    match state {
        SaleState::Processing => td_string!(locale, sales.state_processing),
        SaleState::Paid => td_string!(locale, sales.state_paid),
        SaleState::PartlyRefunded => td_string!(locale, sales.state_partly_refunded),
        SaleState::Refunded => td_string!(locale, sales.state_refunded),
        SaleState::CameBack => td_string!(locale, sales.state_came_back),
        SaleState::Failed => td_string!(locale, sales.state_failed),
    }
}

/// What happened to a shop's money.
#[must_use]
pub fn entry_text(locale: Locale, kind: EntryKind) -> &'static str {
    match kind {
        EntryKind::Sale => td_string!(locale, sales.entry_sale),
        EntryKind::Reversal => td_string!(locale, sales.entry_reversal),
        EntryKind::Refund => td_string!(locale, sales.entry_refund),
        EntryKind::RefundReversal => td_string!(locale, sales.entry_refund_reversal),
    }
}

/// A day or a month in words, with its year.
#[must_use]
pub fn period_text(locale: Locale, period: Period) -> String {
    match period {
        Period::Day(day) => format::date(locale, day, NaiveDate::MIN),
        Period::Month(first) => format::month_and_year(locale, first),
    }
}
