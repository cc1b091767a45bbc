//! Pages of one's own data, below `/me`.
mod ask;
mod banner;
mod close;
mod consents;
mod copy;
mod overview;
mod requests;

use domain::compliance::privacy::RequestKind;
use leptos::prelude::*;

pub use banner::{CookieBanner, CookieForm};
pub use close::ClosePage;

use crate::error::AppError;
use crate::ui::ErrorView;

/// The page at these words after `/me/privacy`.
#[must_use]
pub fn page_at(segments: &[&str]) -> AnyView {
    match segments {
        [] => view! { <overview::PrivacyPage /> }.into_any(),
        ["copy"] => view! { <copy::FetchPage /> }.into_any(),
        [kind] => match asked(kind) {
            Some(kind) => view! { <ask::AskPage kind=kind /> }.into_any(),
            None => view! { <ErrorView error=AppError::NotFound /> }.into_any(),
        },
        _ => view! { <ErrorView error=AppError::NotFound /> }.into_any(),
    }
}

/// A kind of request that has a page of its own: a copy is asked for with one button.
fn asked(text: &str) -> Option<RequestKind> {
    text.parse().ok().filter(|kind| *kind != RequestKind::Export)
}

/// The page on which a request of a kind is written; the page of privacy where there is none.
#[must_use]
pub fn ask_path(kind: Option<RequestKind>) -> String {
    match kind.filter(|kind| *kind != RequestKind::Export) {
        Some(kind) => format!("/me/privacy/{kind}"),
        None => "/me/privacy".to_owned(),
    }
}
