//! The statement of one day or month.
use leptos::prelude::*;
use leptos_meta::Title;

use super::figures::{Sums, SumsRow, SumsTable, code_rows};
use super::param;
use crate::i18n::{td_string, use_locale};
use crate::merchant::frame::ShopFrame;
use crate::merchant::sales::api::load_statement;
use crate::merchant::sales::model::{EntryRow, Statement, sale_path};
use crate::merchant::sales::words::{entry_text, period_text};
use crate::ui::{Icon, IconName, format, loaded, page_resource};

#[component]
pub fn StatementPage() -> impl IntoView {
    let locale = use_locale();
    let (shop, period) = (param("shop"), param("period"));
    let statement =
        page_resource(move || (shop.get(), period.get()), |(shop, period)| load_statement(shop, period));
    view! {
        <Title text=td_string!(locale, sales.statements) />
        {loaded(statement, |statement: Statement| {
            let shop = statement.shop.clone();
            view! {
                <ShopFrame shop=shop.id.to_string() name=shop.name>
                    <One statement=statement />
                </ShopFrame>
            }
        })}
    }
}

#[component]
fn One(statement: Statement) -> impl IntoView {
    let locale = use_locale();
    let shop = statement.shop.id.to_string();
    let (root, period) = (format!("/shops/{shop}/statements"), statement.of.period);
    let title = td_string!(locale, sales.statement_of, period = period_text(locale, period));
    let (state, icon) = if statement.of.closed {
        (td_string!(locale, sales.closed_period), IconName::Check)
    } else {
        (td_string!(locale, sales.open_period), IconName::Clock)
    };
    let (totals, codes) = (statement.of.totals, code_rows(statement.by_code));
    let days = statement.by_day.into_iter().map(|day| SumsRow {
        label: format::weekday_and_date(locale, day.day, period.last()),
        href: Some(format!("{root}/{}", day.day)),
        totals: day.totals,
    });
    let days: Vec<_> = days.collect();
    let nothing = codes.is_empty();
    let (entries, more) = (statement.entries, statement.more_entries);
    view! {
        <h1>{title}</h1>
        <div class="notice info"><Icon name=icon /><div><p>{state}</p></div></div>
        <section class="card">
            <Sums totals=totals />
            <p class="quiet">{td_string!(locale, sales.fee_rule)}</p>
            <div class="statement-files">
                <a class="btn plain small" href=format!("{root}/{period}/statement.pdf") rel="external">{td_string!(locale, activity.pdf)}</a>
                <a class="btn plain small" href=format!("{root}/{period}/statement.csv") rel="external" download>{td_string!(locale, activity.export_csv)}</a>
            </div>
        </section>
        {nothing.then(|| view! { <p>{td_string!(locale, sales.nothing_booked)}</p> })}
        {(!nothing).then(|| view! {
            <section class="card">
                <SumsTable id="by-code" caption=td_string!(locale, sales.by_code_title).to_owned() first=td_string!(locale, sales.code) rows=codes total=totals />
            </section>
        })}
        {(!days.is_empty()).then(|| view! {
            <section class="card">
                <SumsTable id="by-day" caption=td_string!(locale, sales.by_day_title).to_owned() first=td_string!(locale, sales.day) rows=days total=totals />
            </section>
        })}
        {(!entries.is_empty()).then(|| view! { <Entries shop=shop entries=entries more=more /> })}
        <p><a href=root>{td_string!(locale, sales.all_statements)}</a></p>
    }
}

/// What happened, in the order in which it did.
#[component]
fn Entries(shop: String, entries: Vec<EntryRow>, more: bool) -> impl IntoView {
    let locale = use_locale();
    let lines = entries.into_iter().map(|entry| {
        let about = format!("{} · {}", format::time(entry.at), entry.sale.reference());
        view! {
            <li>
                <a class="row" href=sale_path(&shop, entry.sale.as_str())>
                    <span class="text"><b>{entry_text(locale, entry.kind)}</b><span class="quiet ltr">{about}</span></span>
                    <span class="amount"><format::Amount value=entry.amount /></span>
                </a>
            </li>
        }
    });
    view! {
        <section class="card">
            <h2>{td_string!(locale, sales.entries)}</h2>
            <ul class="rows">{lines.collect_view()}</ul>
            {more.then(|| view! { <p class="quiet">{td_string!(locale, sales.entries_more)}</p> })}
        </section>
    }
}
