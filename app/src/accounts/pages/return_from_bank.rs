//! Where the bank sends the browser back to after a consent. It takes the accounts over and leads on.
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

use crate::accounts::api::finish_linking;
use crate::i18n::{td_string, use_locale};
use crate::ui::{loaded, page_resource};

#[component]
pub fn LinkReturnPage() -> impl IntoView {
    let locale = use_locale();
    let params = use_params_map();
    let id = params.with_untracked(|params| params.get("id").unwrap_or_default());
    let finished = page_resource(move || id.clone(), finish_linking);
    view! {
        <Title text=td_string!(locale, accounts.title) />
        {loaded(finished, move |()| {
            view! { <p><a href="/accounts">{td_string!(locale, accounts.title)}</a></p> }
        })}
    }
}
