//! A shop's sales: everything, newest first, a page at a time, narrowed to what is looked for.
use domain::filter::FilterQuery;
use domain::merchant::sales_filter::SalesQuery;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use super::figures::SaleTag;
use super::filters::Filters;
use super::param;
use crate::i18n::{Locale, td_string, use_locale};
use crate::merchant::frame::ShopFrame;
use crate::merchant::sales::api::load_sales;
use crate::merchant::sales::model::{SaleRow, SalesPage as Page, sale_path};
use crate::ui::{Icon, IconName, day_cards, follow, format, loaded, page_resource};

#[component]
pub fn SalesPage() -> impl IntoView {
    let locale = use_locale();
    let (shop, address) = (param("shop"), use_query_map());
    let asked = Memo::new(move |_| {
        let (query, after) = address.with(|address| {
            (SalesQuery::from_pairs(|name| address.get(name)), address.get("after").unwrap_or_default())
        });
        (shop.get(), query, after)
    });
    let page = page_resource(move || asked.get(), |(shop, query, after)| load_sales(shop, query, after));
    let shown = RwSignal::new(None::<String>);
    follow("sale", shown, move || page.refetch());
    view! {
        <Title text=td_string!(locale, sales.title) />
        {loaded(page, move |page: Page| {
            let first = asked.with_untracked(|(_, _, after)| after.is_empty());
            // New sales come at the top: only the first page has something to follow.
            let id = first.then(|| page.shop.id.to_string());
            Effect::new(move |_| shown.set(id.clone()));
            view! {
                <ShopFrame shop=page.shop.id.to_string() name=page.shop.name.clone()>
                    <h1>{td_string!(locale, sales.title)}</h1>
                    <Sales page=page first=first />
                </ShopFrame>
            }
        })}
    }
}

#[component]
fn Sales(page: Page, first: bool) -> impl IntoView {
    let locale = use_locale();
    let (shop, filter) = (page.shop.id.clone(), page.filter.clone());
    if page.rows.is_empty() && first && filter.is_empty() {
        return view! {
            <div class="empty">
                <span class="icon-disc big"><Icon name=IconName::Activity class="icon big" /></span>
                <h2>{td_string!(locale, sales.empty)}</h2>
                <p>{td_string!(locale, sales.empty_text)}</p>
                <a class="btn" href=format!("/shops/{shop}/codes/new")>{td_string!(locale, sales.to_codes)}</a>
            </div>
        }
        .into_any();
    }
    let none = page.rows.is_empty();
    let (newest, export) = (filter.path(&shop, None), filter.export_path(&shop));
    let all = SalesQuery::default().path(&shop, None);
    let next = page.next.map(|next| filter.path(&shop, Some(&next)));
    view! {
        <Filters shop=shop.clone() filter=filter problems=page.problems codes=page.codes now=page.now />
        {none.then(|| view! {
            <div class="empty" role="status">
                <span class="icon-disc big"><Icon name=IconName::Search class="icon big" /></span>
                <h2>{td_string!(locale, sales.no_hits)}</h2>
                <p>{td_string!(locale, sales.no_hits_text)}</p>
                <a class="btn plain" href=all>{td_string!(locale, sales.clear)}</a>
            </div>
        })}
        {day_cards(page.rows, page.now, |row| row.created_at, |locale, row| line(locale, shop.as_str(), row).into_any())}
        <nav class="pager" aria-label=td_string!(locale, common.pages)>
            {(!first).then(|| view! { <a class="btn plain small" href=newest>{td_string!(locale, common.newest)}</a> })}
            {next.map(|next| view! { <a class="btn plain small" rel="next" href=next>{td_string!(locale, common.older)}</a> })}
        </nav>
        {(!none).then(|| view! {
            // A file, not a page: the router leaves it to the browser.
            <p><a href=export rel="external" download>{td_string!(locale, activity.export_csv)}</a></p>
        })}
    }
    .into_any()
}

fn line(locale: Locale, shop: &str, row: SaleRow) -> impl IntoView {
    let code = row.code.unwrap_or_else(|| td_string!(locale, sales.till).to_owned());
    let about = [Some(format::time(row.created_at)), Some(code), row.note];
    let about = about.into_iter().flatten().collect::<Vec<_>>().join(" · ");
    view! {
        <li>
            <a class="row" href=sale_path(shop, row.id.as_str())>
                <span class="avatar" aria-hidden="true">{row.payer}</span>
                <span class="text"><b class="ltr">{row.id.reference()}</b><span class="quiet">{about}</span></span>
                <span class="amount">
                    <span class="money">{format::money(locale, row.amount)}</span>
                    <SaleTag state=row.state />
                </span>
            </a>
        </li>
    }
}
