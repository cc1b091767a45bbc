//! How far a payment is, as a tag: in words, with a mark of its own shape.
use domain::bank::payment_state::TransactionState;
use leptos::prelude::*;

use crate::i18n::{tu_string, use_i18n};

#[component]
pub fn StatusTag(status: TransactionState) -> impl IntoView {
    let i18n = use_i18n();
    match status {
        TransactionState::Processing => {
            view! { <span class="tag wait">{tu_string!(i18n, activity.status_processing)}</span> }.into_any()
        }
        TransactionState::Completed => {
            view! { <span class="tag good">{tu_string!(i18n, activity.status_completed)}</span> }.into_any()
        }
        TransactionState::Failed => {
            view! { <span class="tag bad">{tu_string!(i18n, activity.status_failed)}</span> }.into_any()
        }
    }
}
