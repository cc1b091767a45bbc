//! Finding a customer: by name, e-mail, telephone, account or id; without a search the newest first.
use chrono::{DateTime, Utc};
use domain::access::KycStatus;
use domain::calendar::oslo_date;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use super::words::{kyc_tag, kyc_text};
use crate::backoffice::customers::api::find_customers;
use crate::backoffice::customers::model::{
    CUSTOMERS_PATH, CustomerLine, CustomersPage, CustomersQuery, customer_path,
};
use crate::backoffice::parts::{Filters, Lines, NoLines, Pager, Pick, SearchBox, address};
use crate::i18n::{Locale, td_string, use_locale};
use crate::ui::{format, loaded, page_resource};

#[component]
pub fn CustomersSearch() -> impl IntoView {
    let locale = use_locale();
    let map = use_query_map();
    let query = Memo::new(move |_| {
        map.with(|map| {
            let value = |name: &str| map.get(name).unwrap_or_default();
            CustomersQuery { q: value("q"), kyc: value("kyc"), after: value("after") }
        })
    });
    let page = page_resource(move || query.get(), find_customers);
    view! {
        <Title text=td_string!(locale, customer.customers) />
        <header class="desk-head"><h1>{td_string!(locale, customer.customers)}</h1></header>
        {loaded(page, move |page| view! { <List page=page query=query.get_untracked() /> })}
    }
}

#[component]
fn List(page: CustomersPage, query: CustomersQuery) -> impl IntoView {
    let locale = use_locale();
    let standings = KycStatus::ALL.iter().map(|&kyc| (kyc.as_str(), kyc_text(locale, kyc))).collect();
    let with = |after: &str| {
        address(CUSTOMERS_PATH, &[("q", query.q.as_str()), ("kyc", &query.kyc), ("after", after)])
    };
    let (first, next) = ((!query.after.is_empty()).then(|| with("")), page.next.as_deref().map(with));
    view! {
        <div class="queue">
            <Filters page=CUSTOMERS_PATH>
                <SearchBox label=td_string!(locale, customer.find) hint=td_string!(locale, customer.find_hint) value=query.q />
                <Pick name="kyc" label=td_string!(locale, customer.identity) all=td_string!(locale, activity.filter_all) value=query.kyc options=standings />
            </Filters>
            <section class="queue-list stack">
                <Rows rows=page.rows now=page.now />
                <Pager first=first next=next />
            </section>
        </div>
    }
}

#[component]
fn Rows(rows: Vec<CustomerLine>, now: DateTime<Utc>) -> impl IntoView {
    let locale = use_locale();
    if rows.is_empty() {
        return view! { <NoLines title=td_string!(locale, customer.none) text=td_string!(locale, customer.none_text) /> }
            .into_any();
    }
    let heads = vec![
        (td_string!(locale, customer.name), ""),
        (td_string!(locale, customer.email), ""),
        (td_string!(locale, customer.phone), ""),
        (td_string!(locale, customer.born), ""),
        (td_string!(locale, customer.identity), ""),
        (td_string!(locale, customer.since), ""),
        (td_string!(locale, customer.open_alerts), "end"),
    ];
    let lines = rows.into_iter().map(|row| line(locale, row, now)).collect_view();
    view! { <Lines label=td_string!(locale, customer.customers) heads=heads>{lines}</Lines> }.into_any()
}

fn line(locale: Locale, row: CustomerLine, now: DateTime<Utc>) -> impl IntoView {
    let today = oslo_date(now);
    view! {
        <tr role="row">
            <td role="cell" class="lead" data-label=td_string!(locale, customer.name)><a href=customer_path(&row.id)>{row.name}</a></td>
            <td role="cell" data-label=td_string!(locale, customer.email)>{row.email}</td>
            <td role="cell" class="ltr" data-label=td_string!(locale, customer.phone)>{row.phone}</td>
            <td role="cell" data-label=td_string!(locale, customer.born)>{row.born.map(|day| format::date(locale, day, today))}</td>
            <td role="cell" data-label=td_string!(locale, customer.identity)>{kyc_tag(locale, row.kyc)}</td>
            <td role="cell" data-label=td_string!(locale, customer.since)>{format::date(locale, oslo_date(row.since), today)}</td>
            <td role="cell" class="end" data-label=td_string!(locale, customer.open_alerts)>{row.alerts}</td>
        </tr>
    }
}
