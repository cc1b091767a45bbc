//! How far a payment is, as a tag: in words, with a mark of its own shape.
use domain::bank::payment_state::TransactionState;
use leptos::prelude::*;

use crate::i18n::{Locale, td_string, use_locale};

#[component]
pub fn StatusTag(status: TransactionState) -> impl IntoView {
    status_tag(use_locale(), status)
}

/// The same where the language is known.
pub fn status_tag(locale: Locale, status: TransactionState) -> impl IntoView + use<> {
    let class = match status {
        TransactionState::Processing => "tag wait",
        TransactionState::Completed => "tag good",
        TransactionState::Failed => "tag bad",
    };
    view! { <span class=class>{status_text_in(locale, status)}</span> }
}

/// The same in words alone.
#[must_use]
pub fn status_text(status: TransactionState) -> &'static str {
    status_text_in(use_locale(), status)
}

/// The same outside of a page.
#[must_use]
pub fn status_text_in(locale: Locale, status: TransactionState) -> &'static str {
    match status {
        TransactionState::Processing => td_string!(locale, activity.status_processing),
        TransactionState::Completed => td_string!(locale, activity.status_completed),
        TransactionState::Failed => td_string!(locale, activity.status_failed),
    }
}
