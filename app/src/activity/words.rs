//! Words about one payment that its page and its document share.
use domain::bank::payment_state::{FailureReason, TransactionState};

use super::model::Receipt;
use crate::i18n::{Locale, td_string};

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
