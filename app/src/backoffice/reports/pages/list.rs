//! The list of reports: what is being written, what waits for a second officer, what was submitted.
use chrono::{DateTime, Utc};
use domain::compliance::report::State;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use super::parts::state_tag;
use crate::backoffice::parts::{Filters, Lines, NoLines, Pager, Pick, SearchBox, address};
use crate::backoffice::reports::api::load_reports;
use crate::backoffice::reports::model::{
    ReportLine, ReportsPage as Page, ReportsQuery, Waiting, report_path,
};
use crate::backoffice::reports::words::{alerts_text, state_text};
use crate::i18n::{Locale, td_string, use_locale};
use crate::ui::{ago, loaded, page_resource};

const PATH: &str = "/admin/reports";

#[component]
pub fn ReportsPage() -> impl IntoView {
    let locale = use_locale();
    let map = use_query_map();
    let asked = Memo::new(move |_| {
        map.with(|map| {
            let value = |name: &str| map.get(name).unwrap_or_default();
            (ReportsQuery { state: value("state"), search: value("q") }, value("after"))
        })
    });
    let page = page_resource(move || asked.get(), |(query, after)| load_reports(query, after));
    view! {
        <Title text=td_string!(locale, reports.title) />
        <header class="desk-head">
            <div class="stack tight">
                <h1>{td_string!(locale, reports.title)}</h1>
                <p class="quiet">{td_string!(locale, reports.lead)}</p>
            </div>
        </header>
        {loaded(page, move |page: Page| {
            let is_first = asked.with_untracked(|(_, after)| after.is_empty());
            view! { <Queue page=page is_first=is_first /> }
        })}
    }
}

#[component]
fn Queue(page: Page, is_first: bool) -> impl IntoView {
    let locale = use_locale();
    let query = page.query;
    let with =
        |after: &str| address(PATH, &[("state", &query.state), ("q", &query.search), ("after", after)]);
    let (first, next) = ((!is_first).then(|| with("")), page.next.as_deref().map(with));
    let is_narrowed = query != ReportsQuery::default();
    let states = State::ALL.iter().map(|&state| (state.as_str(), state_text(locale, state))).collect();
    view! {
        <Figures waiting=page.waiting />
        <div class="queue">
            <Filters page=PATH>
                <SearchBox label=td_string!(locale, reports.search) hint=td_string!(locale, reports.search_hint) value=query.search />
                <Pick name="state" label=td_string!(locale, reports.filter_state) all=td_string!(locale, reports.all_states) value=query.state options=states />
            </Filters>
            <section class="queue-list stack">
                <Rows rows=page.rows is_narrowed=is_narrowed now=page.now />
                <Pager first=first next=next />
            </section>
        </div>
    }
}

/// What is not done; each figure leads to its list.
#[component]
fn Figures(waiting: Waiting) -> impl IntoView {
    let locale = use_locale();
    let figures = [
        (State::Draft, waiting.drafts, td_string!(locale, reports.figure_drafts)),
        (State::Proposed, waiting.proposed, td_string!(locale, reports.figure_proposed)),
        (State::Submitted, waiting.submitted, td_string!(locale, reports.figure_submitted)),
    ];
    let figures = figures.into_iter().map(|(state, count, words)| {
        view! { <li><a href=format!("{PATH}?state={state}")><b>{count}</b><span>{words}</span></a></li> }
    });
    view! { <ul class="counts">{figures.collect_view()}</ul> }
}

#[component]
fn Rows(rows: Vec<ReportLine>, is_narrowed: bool, now: DateTime<Utc>) -> impl IntoView {
    let locale = use_locale();
    if rows.is_empty() {
        let (title, text) = if is_narrowed {
            (td_string!(locale, reports.no_hits), td_string!(locale, reports.no_hits_text))
        } else {
            (td_string!(locale, reports.empty), td_string!(locale, reports.empty_text))
        };
        return view! { <NoLines title=title text=text /> }.into_any();
    }
    let heads = vec![
        (td_string!(locale, reports.customer), ""),
        (td_string!(locale, reports.state), ""),
        (td_string!(locale, reports.reference), ""),
        (td_string!(locale, reports.about), ""),
        (td_string!(locale, reports.with), ""),
        (td_string!(locale, reports.begun), ""),
        (td_string!(locale, reports.submitted), ""),
    ];
    let lines = rows.into_iter().map(|row| line(locale, row, now)).collect_view();
    view! { <Lines label=td_string!(locale, reports.title) heads=heads>{lines}</Lines> }.into_any()
}

fn line(locale: Locale, row: ReportLine, now: DateTime<Utc>) -> impl IntoView {
    // Whoever proposed it has done their part; before that it is with whoever began it.
    let with = row.proposed_by.or(row.begun_by).unwrap_or_default();
    let submitted = row.submitted_at.map(|at| ago(at, now)).unwrap_or_default();
    view! {
        <tr role="row">
            <td role="cell" class="lead"><a href=report_path(row.id.as_str())>{row.name}</a></td>
            <td role="cell" data-label=td_string!(locale, reports.state)>{state_tag(locale, row.state)}</td>
            <td role="cell" data-label=td_string!(locale, reports.reference) class="ltr">{row.reference.unwrap_or_default()}</td>
            <td role="cell" data-label=td_string!(locale, reports.about)>{alerts_text(locale, row.alerts)}</td>
            <td role="cell" data-label=td_string!(locale, reports.with)>{with}</td>
            <td role="cell" data-label=td_string!(locale, reports.begun)>{ago(row.begun_at, now)}</td>
            <td role="cell" data-label=td_string!(locale, reports.submitted)>{submitted}</td>
        </tr>
    }
}
