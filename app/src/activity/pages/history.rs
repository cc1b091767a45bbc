//! The history: everything, newest first, a page at a time, narrowed to what is looked for.
use domain::calendar::oslo_date;
use domain::filter::FilterQuery;
use domain::history::HistoryQuery;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use super::filters::Filters;
use super::rows::Days;
use crate::activity::api::load_history;
use crate::activity::model::HistoryPage as Page;
use crate::i18n::{td_string, use_locale};
use crate::me::beside::BesideNote;
use crate::ui::{Icon, IconName, loaded, page_resource};

#[component]
pub fn HistoryPage() -> impl IntoView {
    let locale = use_locale();
    let address = use_query_map();
    let asked = Memo::new(move |_| {
        address.with(|address| {
            (HistoryQuery::from_pairs(|name| address.get(name)), address.get("after").unwrap_or_default())
        })
    });
    let page = page_resource(move || asked.get(), |(query, cursor)| load_history(query, cursor));
    view! {
        <Title text=td_string!(locale, common.activity) />
        <h1>{td_string!(locale, common.activity)}</h1>
        {loaded(page, move |page| {
            let first = asked.with_untracked(|(_, cursor)| cursor.is_empty());
            view! { <History page=page first=first /> }
        })}
    }
}

#[component]
fn History(page: Page, first: bool) -> impl IntoView {
    let locale = use_locale();
    let filter = page.filter.clone();
    if page.rows.is_empty() && first && filter.is_empty() {
        return view! {
            <div class="empty">
                <span class="icon-disc big"><Icon name=IconName::Activity class="icon big" /></span>
                <h2>{td_string!(locale, activity.empty)}</h2>
                <p>{td_string!(locale, activity.empty_text)}</p>
                <a class="btn" href="/send">{td_string!(locale, common.send)}</a>
            </div>
        }
        .into_any();
    }
    let none = page.rows.is_empty();
    view! {
        <Filters filter=filter.clone() problems=page.problems recipients=page.recipients now=page.now />
        {none.then(|| view! { <NoHits /> })}
        <Days rows=page.rows now=page.now beside=page.beside />
        {page.beside.map(|beside| view! { <BesideNote beside=beside today=oslo_date(page.now) /> })}
        <nav class="pager" aria-label=td_string!(locale, common.pages)>
            {(!first).then(|| view! { <a class="btn plain small" href=filter.path(None)>{td_string!(locale, common.newest)}</a> })}
            {page.next.map(|next| {
                view! {
                    <a class="btn plain small" rel="next" href=filter.path(Some(&next))>{td_string!(locale, common.older)}</a>
                }
            })}
        </nav>
        {(!none).then(|| view! {
            // A file, not a page: the router leaves it to the browser.
            <p><a href=filter.export_path() rel="external" download>{td_string!(locale, activity.export_csv)}</a></p>
        })}
    }
    .into_any()
}

#[component]
fn NoHits() -> impl IntoView {
    let locale = use_locale();
    view! {
        <div class="empty" role="status">
            <span class="icon-disc big"><Icon name=IconName::Search class="icon big" /></span>
            <h2>{td_string!(locale, activity.no_hits)}</h2>
            <p>{td_string!(locale, activity.no_hits_text)}</p>
            <a class="btn plain" href="/activity">{td_string!(locale, activity.filter_clear)}</a>
        </div>
    }
}
