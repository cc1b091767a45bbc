//! How far a payment is, as a tag: in words, with a mark of its own shape.
use domain::bank::payment_state::TransactionState;
use leptos::prelude::*;

use crate::i18n::{tu_string, use_i18n};

#[component]
pub fn StatusTag(status: TransactionState) -> impl IntoView {
    let class = match status {
        TransactionState::Processing => "tag wait",
        TransactionState::Completed => "tag good",
        TransactionState::Failed => "tag bad",
    };
    view! { <span class=class>{status_text(status)}</span> }
}

/// The same in words alone.
#[must_use]
pub fn status_text(status: TransactionState) -> &'static str {
    let i18n = use_i18n();
    match status {
        TransactionState::Processing => tu_string!(i18n, activity.status_processing),
        TransactionState::Completed => tu_string!(i18n, activity.status_completed),
        TransactionState::Failed => tu_string!(i18n, activity.status_failed),
    }
}
