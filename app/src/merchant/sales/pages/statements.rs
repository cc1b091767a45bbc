//! The list of statements: a year of months, and the days of the newest one.
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use super::figures::{SumsRow, SumsTable};
use super::param;
use crate::i18n::{Locale, td_string, use_locale};
use crate::merchant::frame::ShopFrame;
use crate::merchant::sales::api::load_statements;
use crate::merchant::sales::model::{PeriodTotals, Statements};
use crate::merchant::sales::words::period_text;
use crate::ui::{loaded, page_resource};

#[component]
pub fn StatementsPage() -> impl IntoView {
    let locale = use_locale();
    let (shop, address) = (param("shop"), use_query_map());
    let until = Memo::new(move |_| address.with(|address| address.get("until").unwrap_or_default()));
    let list = page_resource(move || (shop.get(), until.get()), |(shop, until)| load_statements(shop, until));
    view! {
        <Title text=td_string!(locale, sales.statements) />
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
    let locale = use_locale();
    let root = format!("/shops/{}/statements", list.shop.id);
    let newest = list.months.first().map(|month| period_text(locale, month.period)).unwrap_or_default();
    let rows =
        |all: Vec<PeriodTotals>| all.into_iter().map(|one| row(locale, &root, &one)).collect::<Vec<_>>();
    let (months, days) = (rows(list.months), rows(list.days));
    let no_days = days.is_empty().then(|| td_string!(locale, sales.no_days, month = newest.clone()));
    let caption = td_string!(locale, sales.days, month = newest);
    view! {
        <h1>{td_string!(locale, sales.statements)}</h1>
        <p class="quiet">{td_string!(locale, sales.statements_lead)}</p>
        {match no_days {
            Some(text) => view! { <p>{text}</p> }.into_any(),
            None => view! {
                <section class="card"><SumsTable id="days" caption=caption first=td_string!(locale, sales.day) rows=days /></section>
            }
            .into_any(),
        }}
        <section class="card">
            <SumsTable id="months" caption=td_string!(locale, sales.months).to_owned() first=td_string!(locale, sales.period) rows=months />
        </section>
        <nav class="pager" aria-label=td_string!(locale, common.pages)>
            {list.is_older.then(|| view! { <a class="btn plain small" href=root.clone()>{td_string!(locale, sales.newer_months)}</a> })}
            {list.older.map(|older| view! {
                <a class="btn plain small" rel="next" href=format!("{root}?until={older}")>{td_string!(locale, sales.older_months)}</a>
            })}
        </nav>
    }
}

fn row(locale: Locale, root: &str, one: &PeriodTotals) -> SumsRow {
    let href = Some(format!("{root}/{}", one.period));
    SumsRow { label: period_text(locale, one.period), href, totals: one.totals }
}
