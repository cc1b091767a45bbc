//! Pages around the account: the steps that letters lead to, and three pages of one's own.
mod me;
mod recovery;
mod registration;

pub use me::{EmailPage, PasswordPage, PhonePage};
pub use recovery::{ForgotPage, PasswordChangedPage, ResetPage, ResetSentPage, UndoEmailPage};
pub use registration::{CheckMailPage, ConfirmPage, ConfirmedPage, EmailChangedPage, NewEmailPage};

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use crate::i18n::{td_string, use_locale};

/// What opens the link that this page stands behind.
fn code_of_link() -> Memo<String> {
    let query = use_query_map();
    Memo::new(move |_| query.with(|query| query.get("code").unwrap_or_default()))
}

/// The page of something that is done, and the way to the log-in.
#[component]
fn Done(title: &'static str, text: &'static str) -> impl IntoView {
    let locale = use_locale();
    view! {
        <Title text=title />
        <h1>{title}</h1>
        <p class="lead">{text}</p>
        <div class="form-actions">
            <a class="btn wide" href="/login">{td_string!(locale, account.to_log_in)}</a>
        </div>
    }
}

/// In a demo letters are pages of this site.
#[component]
fn DemoMail(is_demo: bool, #[prop(optional)] to: String) -> impl IntoView {
    let locale = use_locale();
    is_demo.then(|| {
        let href = if to.is_empty() {
            "/demo/mail".to_owned()
        } else {
            format!(
                "/demo/mail?to={}",
                to.replace('%', "%25").replace('+', "%2B").replace('&', "%26").replace('#', "%23")
            )
        };
        view! { <p class="demo"><a href=href rel="external">{td_string!(locale, account.demo_mail)}</a></p> }
    })
}
