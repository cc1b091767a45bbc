//! The history: everything, newest first, a page at a time.
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use super::rows::Days;
use crate::activity::api::load_history;
use crate::activity::model::HistoryPage as Page;
use crate::i18n::{tu_string, use_i18n};
use crate::ui::{Icon, IconName, loaded, page_resource};

#[component]
pub fn HistoryPage() -> impl IntoView {
    let i18n = use_i18n();
    let query = use_query_map();
    let cursor = Memo::new(move |_| query.with(|query| query.get("after").unwrap_or_default()));
    let page = page_resource(move || cursor.get(), load_history);
    view! {
        <Title text=tu_string!(i18n, common.activity) />
        <h1>{tu_string!(i18n, common.activity)}</h1>
        {loaded(page, move |page| view! { <Rows page=page first=cursor.get_untracked().is_empty() /> })}
    }
}

#[component]
fn Rows(page: Page, first: bool) -> impl IntoView {
    let i18n = use_i18n();
    if page.rows.is_empty() {
        return view! {
            <div class="empty">
                <span class="icon-disc big"><Icon name=IconName::Activity class="icon big" /></span>
                <h2>{tu_string!(i18n, activity.empty)}</h2>
                <p>{tu_string!(i18n, activity.empty_text)}</p>
                <a class="btn" href="/send">{tu_string!(i18n, common.send)}</a>
            </div>
        }
        .into_any();
    }
    view! {
        <Days rows=page.rows now=page.now />
        <nav class="pager" aria-label=tu_string!(i18n, common.pages)>
            {(!first).then(|| view! { <a class="btn plain small" href="/activity">{tu_string!(i18n, common.newest)}</a> })}
            {page.next.map(|next| {
                view! {
                    <a class="btn plain small" rel="next" href=format!("/activity?after={next}")>{tu_string!(i18n, common.older)}</a>
                }
            })}
        </nav>
    }
    .into_any()
}
