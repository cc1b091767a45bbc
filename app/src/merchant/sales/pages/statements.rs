//! The list of statements: a year of months, and the days of the newest one.
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use super::figures::{SumsRow, SumsTable};
use super::param;
use crate::i18n::{Locale, tu_string, use_i18n};
use crate::merchant::frame::ShopFrame;
use crate::merchant::sales::api::load_statements;
use crate::merchant::sales::model::{PeriodTotals, Statements};
use crate::merchant::sales::words::period_text;
use crate::ui::{loaded, page_resource};

#[component]
pub fn StatementsPage() -> impl IntoView {
    let i18n = use_i18n();
    let (shop, address) = (param("shop"), use_query_map());
    let until = Memo::new(move |_| address.with(|address| address.get("until").unwrap_or_default()));
    let list = page_resource(move || (shop.get(), until.get()), |(shop, until)| load_statements(shop, until));
    view! {
        <Title text=tu_string!(i18n, sales.statements) />
        {loaded(list, |list: Statements| {
            let shop = list.shop.clone();
            view! {
                <ShopFrame shop=shop.id.to_string() name=shop.name>
                    <List list=list />
                </ShopFrame>
            }
        })}
    }
}

#[component]
fn List(list: Statements) -> impl IntoView {
    let i18n = use_i18n();
    let locale = i18n.get_locale_untracked();
    let root = format!("/shops/{}/statements", list.shop.id);
    let newest = list.months.first().map(|month| period_text(locale, month.period)).unwrap_or_default();
    let rows =
        |all: Vec<PeriodTotals>| all.into_iter().map(|one| row(locale, &root, &one)).collect::<Vec<_>>();
    let (months, days) = (rows(list.months), rows(list.days));
    let no_days =
        days.is_empty().then(|| tu_string!(i18n, sales.no_days, month = newest.clone()).to_string());
    let caption = tu_string!(i18n, sales.days, month = newest).to_string();
    view! {
        <h1>{tu_string!(i18n, sales.statements)}</h1>
        <p class="quiet">{tu_string!(i18n, sales.statements_lead)}</p>
        {match no_days {
            Some(text) => view! { <p>{text}</p> }.into_any(),
            None => view! {
                <section class="card"><SumsTable id="days" caption=caption first=tu_string!(i18n, sales.day) rows=days /></section>
            }
            .into_any(),
        }}
        <section class="card">
            <SumsTable id="months" caption=tu_string!(i18n, sales.months).to_owned() first=tu_string!(i18n, sales.period) rows=months />
        </section>
        <nav class="pager" aria-label=tu_string!(i18n, common.pages)>
            {list.is_older.then(|| view! { <a class="btn plain small" href=root.clone()>{tu_string!(i18n, sales.newer_months)}</a> })}
            {list.older.map(|older| view! {
                <a class="btn plain small" rel="next" href=format!("{root}?until={older}")>{tu_string!(i18n, sales.older_months)}</a>
            })}
        </nav>
    }
}

fn row(locale: Locale, root: &str, one: &PeriodTotals) -> SumsRow {
    let href = Some(format!("{root}/{}", one.period));
    SumsRow { label: period_text(locale, one.period), href, totals: one.totals }
}
