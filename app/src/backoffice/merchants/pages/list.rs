//! The list of shops: all, or those that somebody has to look at.
use chrono::{DateTime, Utc};
use domain::calendar::oslo_date;
use domain::merchant::ShopStatus;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use super::words::{register_tag, status_tag, status_text};
use crate::backoffice::merchants::api::load_staff_shops;
use crate::backoffice::merchants::model::{
    Counts, FLAGGED, SHOPS_PATH, ShopLine, ShopsPage, ShopsQuery, UNANSWERED, shop_path,
};
use crate::backoffice::parts::{Filters, Lines, NoLines, Pager, Pick, SearchBox, address};
use crate::i18n::{Locale, td_string, use_locale};
use crate::ui::{format, loaded, page_resource};

#[component]
pub fn ShopsList() -> impl IntoView {
    let locale = use_locale();
    let map = use_query_map();
    let query = Memo::new(move |_| {
        map.with(|map| {
            let value = |name: &str| map.get(name).unwrap_or_default();
            ShopsQuery { q: value("q"), list: value("list"), after: value("after") }
        })
    });
    let page = page_resource(move || query.get(), load_staff_shops);
    view! {
        <Title text=td_string!(locale, merchants.title) />
        <header class="desk-head"><h1>{td_string!(locale, merchants.title)}</h1></header>
        {loaded(page, move |page| view! { <List page=page query=query.get_untracked() /> })}
    }
}

#[component]
fn List(page: ShopsPage, query: ShopsQuery) -> impl IntoView {
    let locale = use_locale();
    let lists = vec![
        (FLAGGED, td_string!(locale, merchants.flagged)),
        (UNANSWERED, td_string!(locale, merchants.unanswered)),
        (ShopStatus::Active.as_str(), status_text(locale, ShopStatus::Active)),
        (ShopStatus::Suspended.as_str(), status_text(locale, ShopStatus::Suspended)),
        (ShopStatus::Closed.as_str(), status_text(locale, ShopStatus::Closed)),
    ];
    let with = |after: &str| {
        address(SHOPS_PATH, &[("q", query.q.as_str()), ("list", &query.list), ("after", after)])
    };
    let (first, next) = ((!query.after.is_empty()).then(|| with("")), page.next.as_deref().map(with));
    view! {
        <Figures counts=page.counts />
        <div class="queue">
            <Filters page=SHOPS_PATH>
                <SearchBox label=td_string!(locale, merchants.find) hint=td_string!(locale, merchants.find_hint) value=query.q />
                <Pick name="list" label=td_string!(locale, merchants.list) all=td_string!(locale, merchants.all) value=query.list options=lists />
            </Filters>
            <section class="queue-list stack">
                <Rows rows=page.rows now=page.now />
                <Pager first=first next=next />
            </section>
        </div>
    }
}

/// What somebody has to look at; each figure leads to its list.
#[component]
fn Figures(counts: Counts) -> impl IntoView {
    let locale = use_locale();
    let figures = [
        (FLAGGED, counts.flagged, td_string!(locale, merchants.figure_flagged)),
        (UNANSWERED, counts.unanswered, td_string!(locale, merchants.figure_unanswered)),
        (ShopStatus::Suspended.as_str(), counts.suspended, td_string!(locale, merchants.figure_suspended)),
    ];
    let figures = figures.map(|(list, count, words)| {
        let count = if count < counts.max { count.to_string() } else { format!("{count}+") };
        view! { <li><a href=address(SHOPS_PATH, &[("list", list)])><b>{count}</b><span>{words}</span></a></li> }
    });
    view! { <ul class="counts">{figures.collect_view()}</ul> }
}

#[component]
fn Rows(rows: Vec<ShopLine>, now: DateTime<Utc>) -> impl IntoView {
    let locale = use_locale();
    if rows.is_empty() {
        return view! { <NoLines title=td_string!(locale, merchants.none) text=td_string!(locale, merchants.none_text) /> }
            .into_any();
    }
    let heads = vec![
        (td_string!(locale, merchants.shop), ""),
        (td_string!(locale, merchants.org_number), ""),
        (td_string!(locale, merchants.owner), ""),
        (td_string!(locale, merchants.status), ""),
        (td_string!(locale, merchants.register), ""),
        (td_string!(locale, merchants.opened_at), ""),
    ];
    let lines = rows.into_iter().map(|row| line(locale, row, now)).collect_view();
    view! { <Lines label=td_string!(locale, merchants.title) heads=heads>{lines}</Lines> }.into_any()
}

fn line(locale: Locale, row: ShopLine, now: DateTime<Utc>) -> impl IntoView {
    let opened = format::date(locale, oslo_date(row.opened_at), oslo_date(now));
    view! {
        <tr role="row">
            <td role="cell" class="lead" data-label=td_string!(locale, merchants.shop)>
                <a href=shop_path(row.id.as_str())>{row.name}</a>
            </td>
            <td role="cell" class="ltr" data-label=td_string!(locale, merchants.org_number)>{row.org_number}</td>
            <td role="cell" data-label=td_string!(locale, merchants.owner)>
                <a href=format!("/admin/customers/{}", row.owner)>{row.owner_name}</a>
            </td>
            <td role="cell" data-label=td_string!(locale, merchants.status)>{status_tag(locale, row.status)}</td>
            <td role="cell" data-label=td_string!(locale, merchants.register)>{register_tag(locale, &row.register)}</td>
            <td role="cell" data-label=td_string!(locale, merchants.opened_at)>{opened}</td>
        </tr>
    }
}
