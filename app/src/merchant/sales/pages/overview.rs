//! How a shop goes: today, this month, the last thirty days.
use domain::calendar::{oslo, oslo_date};
use domain::merchant::statement::Totals;
use leptos::prelude::*;
use leptos_meta::Title;

use super::figures::{SumsTable, code_rows};
use super::param;
use crate::i18n::{td_string, use_locale};
use crate::merchant::frame::ShopFrame;
use crate::merchant::sales::api::load_overview;
use crate::merchant::sales::model::Overview;
use crate::ui::{Bar, BarChart, Icon, IconName, follow, format, loaded, page_resource};

#[component]
pub fn OverviewPage() -> impl IntoView {
    let locale = use_locale();
    let shop = param("shop");
    let overview = page_resource(move || shop.get(), load_overview);
    let shown = RwSignal::new(None::<String>);
    follow("sale", shown, move || overview.refetch());
    view! {
        <Title text=td_string!(locale, sales.overview) />
        {loaded(overview, move |overview: Overview| {
            let id = overview.shop.id.to_string();
            // Effects run in the browser only: the server renders once and is done.
            Effect::new(move |_| shown.set(Some(id.clone())));
            view! {
                <ShopFrame shop=overview.shop.id.to_string() name=overview.shop.name.clone()>
                    <HowItGoes overview=overview />
                </ShopFrame>
            }
        })}
    }
}

#[component]
fn HowItGoes(overview: Overview) -> impl IntoView {
    let locale = use_locale();
    if overview.is_new {
        return view! { <Nothing shop=overview.shop.id.to_string() /> }.into_any();
    }
    let codes = code_rows(overview.by_code.clone());
    let (today, month) = (overview.today, overview.month);
    let for_compare = overview.clone();
    view! {
        <h1>{td_string!(locale, sales.overview)}</h1>
        <div class="figures">
            <Figure title=td_string!(locale, sales.today) totals=today><Compare overview=for_compare /></Figure>
            <Figure title=td_string!(locale, sales.this_month) totals=month />
        </div>
        <section class="card"><h2>{td_string!(locale, sales.by_hour)}</h2><Hours overview=overview.clone() /></section>
        <section class="card"><h2>{td_string!(locale, sales.by_day)}</h2><Days overview=overview /></section>
        {(!codes.is_empty()).then(|| view! {
            <section class="card">
                <SumsTable id="by-code" caption=td_string!(locale, sales.by_code).to_owned() first=td_string!(locale, sales.code) rows=codes total=month />
            </section>
        })}
    }
    .into_any()
}

/// A shop that has sold nothing yet: the two ways to its first sale.
#[component]
fn Nothing(shop: String) -> impl IntoView {
    let locale = use_locale();
    view! {
        <div class="empty">
            <span class="icon-disc big"><Icon name=IconName::Activity class="icon big" /></span>
            <h1>{td_string!(locale, sales.empty)}</h1>
            <p>{td_string!(locale, sales.empty_text)}</p>
            <a class="btn" href=format!("/shops/{shop}/codes/new")>{td_string!(locale, sales.to_codes)}</a>
            <a class="btn plain" href=format!("/shops/{shop}/till")>{td_string!(locale, sales.to_till)}</a>
        </div>
    }
}

#[component]
fn Figure(
    title: &'static str,
    totals: Totals,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let locale = use_locale();
    let average = totals.average();
    view! {
        <section class="card figure">
            <h2>{title}</h2>
            <p class="big-money"><format::Amount value=totals.gross /></p>
            {children.map(|children| children())}
            <dl class="pairs">
                <div><dt>{td_string!(locale, sales.number)}</dt><dd>{totals.sales}</dd></div>
                {average.map(|average| view! { <div><dt>{td_string!(locale, sales.average)}</dt><dd><format::Amount value=average /></dd></div> })}
                <div><dt>{td_string!(locale, sales.refunded)}</dt><dd><format::Amount value=totals.refunded /></dd></div>
                <div><dt>{td_string!(locale, sales.fee)}</dt><dd><format::Amount value=totals.fee /></dd></div>
            </dl>
        </section>
    }
}

/// Against the same time of the same weekday, a week ago.
#[component]
fn Compare(overview: Overview) -> impl IntoView {
    let locale = use_locale();
    let day = format::weekday(locale, oslo_date(overview.now));
    let before = overview.last_week.gross;
    let change = match overview.change_percent() {
        None => String::new(),
        Some(0) => td_string!(locale, sales.change_none).to_owned(),
        Some(percent) if percent > 0 => td_string!(locale, sales.change_up, percent = percent),
        Some(percent) => td_string!(locale, sales.change_down, percent = percent.unsigned_abs()),
    };
    view! {
        <p class="compare">
            {td_string!(locale, sales.same_time, day = day)} " " <b>{format::money(locale, before)}</b>
            {(!change.is_empty()).then(|| format!(" ({change})"))}
        </p>
    }
}

#[component]
fn Days(overview: Overview) -> impl IntoView {
    let locale = use_locale();
    let (locale, today) = (locale, oslo_date(overview.now));
    let best = overview.by_day.iter().max_by_key(|day| day.totals.gross.minor());
    let summary = match best.filter(|day| day.totals.gross.is_positive()) {
        Some(day) => {
            let amount = format::money(locale, day.totals.gross);
            td_string!(
                locale,
                sales.chart_best,
                day = format::weekday_and_date(locale, day.day, today),
                amount = amount
            )
        }
        None => td_string!(locale, sales.chart_none).to_owned(),
    };
    // The first, the middle and the last one: a phone has room for them.
    let count = overview.by_day.len();
    let named = [0, count / 2, count.saturating_sub(1)];
    let names = named.iter().filter_map(|index| overview.by_day.get(*index));
    let names = names.map(|day| format::short_date(locale, day.day)).collect();
    let bars = overview.by_day.iter().map(|day| Bar {
        label: format::weekday_and_date(locale, day.day, today),
        value: day.totals.gross.minor(),
        text: format::money(locale, day.totals.gross),
        is_now: day.day == today,
    });
    let columns = (td_string!(locale, sales.day).to_owned(), td_string!(locale, sales.gross).to_owned());
    view! { <BarChart bars=bars.collect() summary=summary names=names columns=columns open_table=td_string!(locale, sales.as_table) /> }
}

#[component]
fn Hours(overview: Overview) -> impl IntoView {
    let locale = use_locale();
    if overview.by_hour.is_empty() {
        return view! { <p class="quiet">{td_string!(locale, sales.no_sales_today)}</p> }.into_any();
    }
    let hour_now = chrono::Timelike::hour(&oslo(overview.now));
    let name = |hour: u32| format!("{hour:02}–{:02}", hour + 1);
    let best = overview.by_hour.iter().max_by_key(|hour| hour.totals.gross.minor());
    let summary = best.map(|best| {
        let amount = format::money(locale, best.totals.gross);
        td_string!(locale, sales.chart_best_hour, hour = name(best.hour), amount = amount)
    });
    let ends = [overview.by_hour.first(), overview.by_hour.last()];
    let names = ends.iter().flatten().map(|hour| name(hour.hour)).collect();
    let bars = overview.by_hour.iter().map(|hour| Bar {
        label: name(hour.hour),
        value: hour.totals.gross.minor(),
        text: format::money(locale, hour.totals.gross),
        is_now: hour.hour == hour_now,
    });
    let columns = (td_string!(locale, sales.hour).to_owned(), td_string!(locale, sales.gross).to_owned());
    view! {
        <BarChart bars=bars.collect() summary=summary.unwrap_or_default() names=names columns=columns open_table=td_string!(locale, sales.as_table) />
    }
    .into_any()
}
