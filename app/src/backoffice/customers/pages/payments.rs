//! A customer's payments, a page at a time.
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use super::money::PaymentLines;
use crate::backoffice::customers::api::load_customer_payments;
use crate::backoffice::customers::model::{PaymentsPage, customer_path};
use crate::backoffice::parts::{NoLines, Pager, address};
use crate::i18n::{td_string, use_locale};
use crate::ui::{loaded, page_resource};

#[component]
pub fn CustomerPayments(id: String) -> impl IntoView {
    let locale = use_locale();
    let map = use_query_map();
    let after = Memo::new(move |_| map.with(|map| map.get("after").unwrap_or_default()));
    let page =
        page_resource(move || (id.clone(), after.get()), |(id, after)| load_customer_payments(id, after));
    view! {
        <Title text=td_string!(locale, customer.payments) />
        {loaded(page, move |page| view! { <Payments page=page first=after.get_untracked().is_empty() /> })}
    }
}

#[component]
fn Payments(page: PaymentsPage, first: bool) -> impl IntoView {
    let locale = use_locale();
    let back = customer_path(&page.customer.id);
    let path = format!("{back}/payments");
    let next = page.next.map(|after| address(&path, &[("after", &after)]));
    let none = page.rows.is_empty().then(|| {
        view! { <NoLines title=td_string!(locale, customer.no_payments) text=td_string!(locale, customer.no_payments_text) /> }
    });
    view! {
        <header class="desk-head">
            <h1>{td_string!(locale, customer.payments_of, name = page.customer.name)}</h1>
            <div class="cluster"><a class="btn plain small" href=back>{td_string!(locale, customer.to_customer)}</a></div>
        </header>
        {none}
        <PaymentLines rows=page.rows now=page.now />
        <Pager first={(!first).then_some(path)} next=next />
    }
}
