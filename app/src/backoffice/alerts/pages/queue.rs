//! The queue: filters at the left, the list, and the alert that is open beside it.
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use super::bulk::Picked;
use super::case::CaseView;
use super::filters::{Figures, Filters};
use super::keys::{KeyHelp, follow_keys};
use super::parts::{Changes, reload_after};
use super::table::Lines;
use crate::backoffice::alerts::api::{TakeNext, load_alert, load_alerts};
use crate::backoffice::alerts::model::{AlertCase, AlertsPage};
use crate::backoffice::alerts::query::AlertQuery;
use crate::form::{Flash, is_second_look};
use crate::i18n::{td_string, use_locale};
use crate::ui::{ErrorSummary, Icon, IconName, PostAction, PostForm, form_state, loaded, page_resource};

#[component]
pub fn QueuePage() -> impl IntoView {
    let locale = use_locale();
    let address = use_query_map();
    let changes = Changes::provide();
    let asked = Memo::new(move |_| {
        address.with(|address| {
            (AlertQuery::from_pairs(|name| address.get(name)), address.get("after").unwrap_or_default())
        })
    });
    let open = Memo::new(move |_| address.with(|address| address.get("open").unwrap_or_default()));
    let again = is_second_look();
    let page = page_resource(
        move || (asked.get(), changes.get()),
        move |((query, cursor), _)| load_alerts(query, cursor, again),
    );
    let case = page_resource(
        move || (open.get(), asked.get(), changes.get()),
        move |(open, (query, cursor), _)| opened(open, query, cursor, again),
    );
    follow_keys();
    view! {
        <Title text=td_string!(locale, alerts.title) />
        <header class="desk-head">
            <h1>{td_string!(locale, alerts.title)}</h1>
            <div class="cluster">
                <NextForm />
                <KeyHelp />
            </div>
        </header>
        <Told />
        <div class="queue">
            {loaded(page, move |page| {
                let after = asked.with_untracked(|(_, after)| after.clone());
                view! { <Queue page=page after=after open=open /> }
            })}
            {loaded(case, move |case: Option<AlertCase>| {
                let queue = asked.with_untracked(|(query, after)| query.path(&[("after", after)]));
                case.map(|case| view! { <CaseView case=case queue=queue /> })
            })}
        </div>
    }
}

/// The alert that is open beside the queue, if one is.
async fn opened(
    open: String,
    query: AlertQuery,
    cursor: String,
    again: bool,
) -> Result<Option<AlertCase>, crate::error::AppError> {
    if open.is_empty() {
        return Ok(None);
    }
    load_alert(open, query, cursor, true, again).await.map(Some)
}

/// Gives the officer the alert that is due first.
#[component]
fn NextForm() -> impl IntoView {
    let locale = use_locale();
    let action = PostAction::to::<TakeNext, _>();
    let state = form_state("alert-next", action, Flash::default());
    reload_after(action);
    view! {
        <PostForm action=action>
            <ErrorSummary state=state />
            <button class="btn small" type="submit" data-key="t" disabled=move || state.pending.get()>
                {td_string!(locale, alerts.take_next)}
            </button>
        </PostForm>
    }
}

/// What a form before this page has done.
#[component]
fn Told() -> impl IntoView {
    let locale = use_locale();
    let address = use_query_map();
    let count = move |name: &'static str| {
        address.with(|address| address.get(name).and_then(|text| text.parse::<u32>().ok()))
    };
    move || {
        let none = count("none").map(|_| td_string!(locale, alerts.none_waits).to_owned());
        let done = count("changed").map(|changed| td_string!(locale, alerts.bulk_done, changed = changed));
        let left = count("left").filter(|left| *left > 0);
        let left = left.map(|left| td_string!(locale, alerts.bulk_left, left = left));
        let lines: Vec<String> = [none, done, left].into_iter().flatten().collect();
        (!lines.is_empty()).then(|| {
            let lines = lines.into_iter().map(|line| view! { <p>{line}</p> });
            view! {
                <div class="notice" role="status">
                    <Icon name=IconName::Info />
                    <div>{lines.collect_view()}</div>
                </div>
            }
        })
    }
}

#[component]
fn Queue(page: AlertsPage, after: String, open: Memo<String>) -> impl IntoView {
    let locale = use_locale();
    let query = page.query.clone();
    let first = (!after.is_empty()).then(|| query.path(&[]));
    let next = page.next.as_deref().map(|next| query.path(&[("after", next)]));
    let none = page.rows.is_empty();
    let (empty, empty_text) = if query.is_empty() {
        (td_string!(locale, alerts.all_done), td_string!(locale, alerts.all_done_text))
    } else {
        (td_string!(locale, alerts.empty), td_string!(locale, alerts.empty_text))
    };
    view! {
        <Filters
            query=query.clone()
            officers=page.officers.clone()
            views=page.views
            view_flash=page.view_flash
        />
        <section class="queue-list stack" aria-label=td_string!(locale, alerts.queue)>
            <Figures counts=page.counts query=query.clone() />
            {none.then(|| view! {
                <div class="empty">
                    <span class="icon-disc big"><Icon name=IconName::Check class="icon big" /></span>
                    <h2>{empty}</h2>
                    <p>{empty_text}</p>
                </div>
            })}
            {(!none).then(|| view! {
                <Picked officers=page.officers me=page.me flash=page.flash back=query.path(&[("after", &after)])>
                    <Lines rows=page.rows query=query after=after open=open now=page.now />
                </Picked>
            })}
            <nav class="pager" aria-label=td_string!(locale, common.pages)>
                {first.map(|href| view! { <a class="btn plain small" rel="prev" href=href>{td_string!(locale, alerts.newest)}</a> })}
                {next.map(|href| view! { <a class="btn plain small" rel="next" href=href>{td_string!(locale, alerts.next_page)}</a> })}
            </nav>
        </section>
    }
}
