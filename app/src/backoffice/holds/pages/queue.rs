//! The queue of held payments: what waits, the oldest first, and what was decided.
use chrono::{DateTime, Utc};
use domain::compliance::hold::{Cause, HoldState};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use super::words::{cause_text, kind_text, state_tag};
use crate::backoffice::holds::api::load_holds;
use crate::backoffice::holds::model::{
    CLOSED, HOLDS_PATH, HoldLine, HoldsPage, HoldsQuery, Waiting, hold_path,
};
use crate::backoffice::parts::{Filters, Lines, NoLines, Pager, Pick, address};
use crate::i18n::{Locale, td_string, use_locale};
use crate::ui::{ago, country_name_in, format, loaded, page_resource};

#[component]
pub fn HoldsQueue() -> impl IntoView {
    let locale = use_locale();
    let map = use_query_map();
    let query = Memo::new(move |_| {
        map.with(|map| {
            let value = |name: &str| map.get(name).unwrap_or_default();
            HoldsQuery { state: value("state"), cause: value("cause"), after: value("after") }
        })
    });
    let page = page_resource(move || query.get(), load_holds);
    view! {
        <Title text=td_string!(locale, holds.title) />
        <header class="desk-head"><h1>{td_string!(locale, holds.title)}</h1></header>
        {loaded(page, move |page| view! { <Queue page=page query=query.get_untracked() /> })}
    }
}

#[component]
fn Queue(page: HoldsPage, query: HoldsQuery) -> impl IntoView {
    let locale = use_locale();
    let states = vec![
        (HoldState::Held.as_str(), td_string!(locale, holds.state_held)),
        (HoldState::Proposed.as_str(), td_string!(locale, holds.state_proposed)),
        (CLOSED, td_string!(locale, holds.closed)),
    ];
    let causes = Cause::ALL.iter().map(|&cause| (cause.as_str(), cause_text(locale, cause))).collect();
    let with = |after: &str| {
        address(HOLDS_PATH, &[("state", &query.state), ("cause", &query.cause), ("after", after)])
    };
    let (first, next) = ((!query.after.is_empty()).then(|| with("")), page.next.as_deref().map(with));
    let closed = query.state == CLOSED;
    view! {
        <Figures waiting=page.waiting />
        <div class="queue">
            <Filters page=HOLDS_PATH>
                <Pick name="state" label=td_string!(locale, holds.state) all=td_string!(locale, holds.open) value=query.state options=states />
                <Pick name="cause" label=td_string!(locale, holds.cause) all=td_string!(locale, activity.filter_all) value=query.cause options=causes />
            </Filters>
            <section class="queue-list stack">
                <Rows rows=page.rows closed=closed now=page.now />
                <Pager first=first next=next />
            </section>
        </div>
    }
}

/// What waits altogether; each figure leads to its list.
#[component]
fn Figures(waiting: Waiting) -> impl IntoView {
    let locale = use_locale();
    let more = if waiting.capped { "+" } else { "" };
    let (payments, money) =
        (format!("{}{more}", waiting.payments), format!("{}{more}", format::money(locale, waiting.money)));
    view! {
        <ul class="counts">
            <li><a href=HOLDS_PATH><b>{payments}</b><span>{td_string!(locale, holds.figure_payments)}</span></a></li>
            <li><a href=HOLDS_PATH><b>{money}</b><span>{td_string!(locale, holds.figure_money)}</span></a></li>
            <li>
                <a href=format!("{HOLDS_PATH}?state={}", HoldState::Proposed)>
                    <b>{waiting.proposed}</b>
                    <span>{td_string!(locale, holds.figure_proposed)}</span>
                </a>
            </li>
        </ul>
    }
}

#[component]
fn Rows(rows: Vec<HoldLine>, closed: bool, now: DateTime<Utc>) -> impl IntoView {
    let locale = use_locale();
    if rows.is_empty() {
        return view! { <NoLines title=td_string!(locale, holds.none) text=td_string!(locale, holds.none_text) /> }
            .into_any();
    }
    let when = if closed { td_string!(locale, holds.decided_at) } else { td_string!(locale, holds.since) };
    let heads = vec![
        (td_string!(locale, holds.payment), ""),
        (td_string!(locale, holds.customer), ""),
        (td_string!(locale, holds.payee), ""),
        (td_string!(locale, holds.cause), ""),
        (td_string!(locale, holds.state), ""),
        (when, ""),
        (td_string!(locale, holds.amount), "end"),
    ];
    let lines = rows.into_iter().map(|row| line(locale, row, when, now)).collect_view();
    view! { <Lines label=td_string!(locale, holds.title) heads=heads>{lines}</Lines> }.into_any()
}

fn line(locale: Locale, row: HoldLine, when: &'static str, now: DateTime<Utc>) -> impl IntoView {
    let country = row.country.map(|country| format!(" · {}", country_name_in(locale, country)));
    let proposed = row.proposed_by.map(|name| {
        view! { <span class="quiet">" " {td_string!(locale, holds.proposed_by, name = name)}</span> }
    });
    view! {
        <tr role="row">
            <td role="cell" class="lead" data-label=td_string!(locale, holds.payment)>
                <a href=hold_path(row.id.as_str())>{kind_text(locale, row.kind)}</a>
            </td>
            <td role="cell" data-label=td_string!(locale, holds.customer)>
                <a href=format!("/admin/customers/{}", row.customer)>{row.customer_name}</a>
            </td>
            <td role="cell" data-label=td_string!(locale, holds.payee)>{row.payee} {country}</td>
            <td role="cell" data-label=td_string!(locale, holds.cause)>{cause_text(locale, row.cause)}</td>
            <td role="cell" data-label=td_string!(locale, holds.state)>{state_tag(locale, row.state)} {proposed}</td>
            <td role="cell" data-label=when>{ago(row.closed_at.unwrap_or(row.since), now)}</td>
            <td role="cell" class="end" data-label=td_string!(locale, holds.amount)>{format::money(locale, row.amount)}</td>
        </tr>
    }
}
