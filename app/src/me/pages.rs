//! Which page of "Me" stands at which path below `/me`.
//!
//! The routes know one address for all of them, so that what everybody downloads does not grow with each page here:
//! docs/adr/0029-back-office-in-one-part.md.
use leptos::prelude::*;
use leptos_router::hooks::use_location;

use crate::error::AppError;
use crate::identity::account::pages::{EmailPage, PasswordPage, PhonePage};
use crate::identity::pages::MePage;
use crate::notifications::settings::pages::NotificationChoicesPage;
use crate::privacy::pages as privacy;
use crate::ui::ErrorView;

/// All pages below `/me`.
#[component]
pub fn MePages() -> impl IntoView {
    let location = use_location();
    let path = Memo::new(move |_| location.pathname.get());
    move || path.with(|path| page_at(&segments(path)))
}

/// What stands between the slashes after `/me`.
fn segments(path: &str) -> Vec<&str> {
    path.split('/').filter(|segment| !segment.is_empty()).skip(1).collect()
}

/// Each slice has one line here, and finds its own pages below its first word.
fn page_at(segments: &[&str]) -> AnyView {
    match segments {
        [] => view! { <MePage /> }.into_any(),
        ["privacy", rest @ ..] => privacy::page_at(rest),
        ["close"] => view! { <privacy::ClosePage /> }.into_any(),
        ["notifications"] => view! { <NotificationChoicesPage /> }.into_any(),
        ["password"] => view! { <PasswordPage /> }.into_any(),
        ["email"] => view! { <EmailPage /> }.into_any(),
        ["phone"] => view! { <PhonePage /> }.into_any(),
        _ => view! { <ErrorView error=AppError::NotFound /> }.into_any(),
    }
}
