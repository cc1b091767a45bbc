//! The overview.
use leptos::prelude::*;
use leptos_meta::Title;

use super::api::load_overview;
use crate::i18n::{td_string, use_locale};
use crate::ui::{loaded, page_resource};

#[component]
pub fn OverviewPage() -> impl IntoView {
    let locale = use_locale();
    let overview = page_resource(|| (), |()| load_overview());
    view! {
        <Title text=td_string!(locale, overview.title) />
        <header class="desk-head"><h1>{td_string!(locale, overview.title)}</h1></header>
        {loaded(overview, |overview| view! { <p class="quiet">{overview.first_name}</p> })}
    }
}
