//! Which page of "Me" stands at which path below `/me`.
//!
//! The routes know one address for all of them, so that what everybody downloads does not grow with each page here:
//! docs/adr/0029-back-office-in-one-part.md.
use leptos::prelude::*;
use leptos_router::hooks::use_location;

use super::api::load_hub;
use super::hub::MePage;
use super::language::LanguagePage;
use super::profile::ProfilePage;
use crate::error::AppError;
use crate::identity::account::pages::{EmailPage, PasswordPage, PhonePage};
use crate::identity::logins::pages::LoginsPage;
use crate::identity::security::pages::page_at as security_page_at;
use crate::identity::step_up::pages::ConfirmPage;
use crate::notifications::settings::pages::NotificationChoicesPage;
use crate::privacy::pages as privacy;
use crate::ui::{ErrorView, loaded, page_resource};

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
        ["confirm"] => view! { <ConfirmPage /> }.into_any(),
        ["logins"] => view! { <LoginsPage /> }.into_any(),
        ["security", rest @ ..] => security_page_at(rest),
        ["password"] => view! { <PasswordPage /> }.into_any(),
        ["email"] => view! { <EmailPage /> }.into_any(),
        ["phone"] => view! { <PhonePage /> }.into_any(),
        ["language"] => view! { <LanguagePage /> }.into_any(),
        ["profile"] => view! { <ProfilePage /> }.into_any(),
        _ => view! { <NothingHere /> }.into_any(),
    }
}

/// Only for somebody who is logged in does an address not exist: anybody else is led to the log-in page, as everywhere.
#[component]
fn NothingHere() -> impl IntoView {
    let hub = page_resource(|| (), |()| load_hub());
    loaded(hub, |_| view! { <ErrorView error=AppError::NotFound /> })
}
