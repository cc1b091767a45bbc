//! Words about one payment that its page and its document share.
use chrono::{DateTime, Utc};
use domain::bank::payment_state::{FailureReason, TransactionState};
use domain::calendar::oslo_date;

use super::model::{Receipt, RefundLine};
use crate::i18n::{Locale, td_string};
use crate::ui::format;

/// How it stands, in a sentence.
#[must_use]
pub fn headline(locale: Locale, receipt: &Receipt) -> &'static str {
    match receipt.status {
        TransactionState::Processing if receipt.approval_link.is_some() => {
            td_string!(locale, activity.headline_waits)
        }
        TransactionState::Processing => td_string!(locale, activity.headline_processing),
        TransactionState::Completed => td_string!(locale, activity.headline_completed),
        TransactionState::Failed => td_string!(locale, activity.headline_failed),
    }
}

/// Why it failed. An officer's refusal reads like the bank's (hvitvaskingsloven § 28).
#[must_use]
pub fn failure_text(locale: Locale, reason: FailureReason) -> &'static str {
    match reason {
        FailureReason::DeclinedByCustomer => td_string!(locale, activity.failed_declined),
        FailureReason::InsufficientFunds => td_string!(locale, activity.failed_funds),
        FailureReason::Expired => td_string!(locale, activity.failed_expired),
        FailureReason::CancelledByCustomer => td_string!(locale, activity.failed_cancelled),
        FailureReason::Returned => td_string!(locale, activity.failed_returned),
        FailureReason::RejectedByBank | FailureReason::Refused => {
            td_string!(locale, activity.failed_rejected)
        }
        FailureReason::BankRefusedRequest => td_string!(locale, activity.failed_request),
    }
}

/// What a shop pays back, and since when it has.
#[must_use]
pub fn refund_text(locale: Locale, refund: &RefundLine, now: DateTime<Utc>) -> String {
    let day = format::date(locale, oslo_date(refund.at), oslo_date(now));
    match refund.status {
        TransactionState::Processing => td_string!(locale, activity.refund_on_its_way).to_owned(),
        TransactionState::Completed | TransactionState::Failed => {
            td_string!(locale, activity.refunded_on, day = day)
        }
    }
}
