//! The overview: each figure leads to what it counts.
use domain::compliance::finding::Severity;
use domain::money::Money;
use leptos::prelude::*;
use leptos_meta::Title;

use super::api::load_overview;
use super::model::{Age, Closed, Due, Overview, RuleRate};
use super::words::{age_text, counted, lasted};
use crate::backoffice::words::{rule_name, severity_text};
use crate::i18n::{td_string, use_locale};
use crate::ui::format::{money, short_date, time};
use crate::ui::{Bar, BarChart, loaded, page_resource};

#[component]
pub fn OverviewPage() -> impl IntoView {
    let locale = use_locale();
    let overview = page_resource(|| (), |()| load_overview());
    view! {
        <Title text=td_string!(locale, overview.title) />
        <header class="desk-head"><h1>{td_string!(locale, overview.title)}</h1></header>
        {loaded(overview, |overview| view! { <Figures overview=overview /> })}
    }
}

#[component]
fn Figures(overview: Overview) -> impl IntoView {
    let locale = use_locale();
    let as_of = td_string!(locale, overview.as_of, time = time(overview.now));
    view! {
        <p class="quiet">{as_of}</p>
        <Alerts overview=overview.clone() />
        <Others overview=overview.clone() />
        <div class="overview-charts">
            <Ages ages=overview.ages />
            <Pace closed=overview.closed />
            <Rules rules=overview.rules />
        </div>
    }
}

/// One figure: what, how many, where, and what is pressing about it.
struct Figure {
    href: &'static str,
    value: String,
    name: String,
    pressing: Option<String>,
}

fn figures(figures: Vec<Figure>) -> impl IntoView {
    let items = figures.into_iter().map(|figure| {
        let pressing = figure.pressing.map(|text| view! { <span class="tag bad">{text}</span> });
        view! {
            <li><a href=figure.href><b>{figure.value}</b><span>{figure.name}</span>{pressing}</a></li>
        }
    });
    view! { <ul class="counts">{items.collect_view()}</ul> }
}

fn overdue(count: i64) -> Option<String> {
    let locale = use_locale();
    (count > 0).then(|| td_string!(locale, overview.overdue, count = counted(count)))
}

#[component]
fn Alerts(overview: Overview) -> impl IntoView {
    let locale = use_locale();
    let mut list = vec![Figure {
        href: "/admin/alerts",
        value: counted(overview.open()),
        name: td_string!(locale, overview.open_alerts).to_owned(),
        pressing: overdue(overview.overdue()),
    }];
    list.extend(overview.alerts.iter().map(|grave| Figure {
        href: match grave.severity {
            Severity::Critical => "/admin/alerts?severity=critical",
            Severity::High => "/admin/alerts?severity=high",
            Severity::Medium => "/admin/alerts?severity=medium",
            Severity::Low => "/admin/alerts?severity=low",
        },
        value: counted(grave.open),
        name: severity_text(locale, grave.severity).to_owned(),
        pressing: overdue(grave.overdue),
    }));
    let plain = |href, count, name: &str| Figure {
        href,
        value: counted(count),
        name: name.to_owned(),
        pressing: None,
    };
    list.push(plain("/admin/alerts?who=me", overview.mine, td_string!(locale, overview.mine)));
    list.push(plain("/admin/alerts?who=none", overview.unassigned, td_string!(locale, overview.unassigned)));
    list.push(plain(
        "/admin/alerts?status=escalated",
        overview.escalated,
        td_string!(locale, overview.escalated),
    ));
    view! {
        <section aria-labelledby="overview-alerts">
            <h2 id="overview-alerts">{td_string!(locale, backoffice.alerts)}</h2>
            {figures(list)}
        </section>
    }
}

#[component]
fn Others(overview: Overview) -> impl IntoView {
    let locale = use_locale();
    let plain =
        |href, value: String, name: &str| Figure { href, value, name: name.to_owned(), pressing: None };
    let due = |href, due: Due, name: &str| Figure {
        href,
        value: counted(due.open),
        name: name.to_owned(),
        pressing: overdue(due.overdue),
    };
    let held = |held: Money| td_string!(locale, overview.held, amount = money(locale, held));
    let list = vec![
        plain("/admin/holds", counted(overview.holds), &held(overview.held)),
        plain("/admin/screening", counted(overview.hits), td_string!(locale, overview.hits)),
        plain("/admin/kyc", counted(overview.kyc), td_string!(locale, overview.kyc)),
        plain("/admin/reports", counted(overview.drafts), td_string!(locale, overview.drafts)),
        due("/admin/complaints", overview.complaints, td_string!(locale, overview.complaints)),
        due("/admin/requests", overview.requests, td_string!(locale, overview.requests)),
    ];
    view! {
        <section aria-labelledby="overview-others">
            <h2 id="overview-others">{td_string!(locale, overview.others)}</h2>
            {figures(list)}
        </section>
    }
}

#[component]
fn Ages(ages: Vec<i64>) -> impl IntoView {
    let locale = use_locale();
    let bars: Vec<Bar> = Age::ALL
        .into_iter()
        .zip(ages)
        .map(|(age, value)| Bar {
            label: age_text(age).to_owned(),
            value,
            text: counted(value),
            is_now: false,
        })
        .collect();
    let names = Age::ALL.into_iter().map(|age| age_text(age).to_owned()).collect();
    view! {
        <section class="panel">
            <h2>{td_string!(locale, overview.ages)}</h2>
            <BarChart
                bars=bars
                summary=td_string!(locale, overview.ages_summary).to_owned()
                names=names
                columns=(td_string!(locale, overview.age).to_owned(), td_string!(locale, overview.open_alerts).to_owned())
                open_table=td_string!(locale, overview.as_table)
            />
        </section>
    }
}

#[component]
fn Pace(closed: Closed) -> impl IntoView {
    let locale = use_locale();
    let last = closed.days.len().saturating_sub(1);
    let bars: Vec<Bar> = closed
        .days
        .iter()
        .enumerate()
        .map(|(index, (day, count))| Bar {
            label: short_date(locale, *day),
            value: *count,
            text: counted(*count),
            is_now: index == last,
        })
        .collect();
    let ends = [closed.days.first(), closed.days.last()];
    let names = ends.into_iter().flatten().map(|(day, _)| short_date(locale, *day)).collect();
    let in_time = match closed.count {
        0 => td_string!(locale, overview.none_closed).to_owned(),
        count => {
            let percent = closed.in_time * 100 / count;
            td_string!(locale, overview.in_time, percent = percent, count = counted(count))
        }
    };
    let median =
        closed.median_minutes.map(|minutes| td_string!(locale, overview.median, lasted = lasted(minutes)));
    view! {
        <section class="panel">
            <h2>{td_string!(locale, overview.pace)}</h2>
            <p><b>{in_time}</b></p>
            {median.map(|text| view! { <p>{text}</p> })}
            <BarChart
                bars=bars
                summary=td_string!(locale, overview.pace_summary).to_owned()
                names=names
                columns=(td_string!(locale, overview.day).to_owned(), td_string!(locale, overview.closed).to_owned())
                open_table=td_string!(locale, overview.as_table)
            />
        </section>
    }
}

#[component]
fn Rules(rules: Vec<RuleRate>) -> impl IntoView {
    let locale = use_locale();
    if rules.is_empty() {
        return view! {
            <section class="panel">
                <h2>{td_string!(locale, overview.false_positives)}</h2>
                <p class="quiet">{td_string!(locale, overview.none_closed)}</p>
            </section>
        }
        .into_any();
    }
    let text = |rate: &RuleRate| {
        let (wrong, closed) = (rate.false_positives, rate.closed);
        td_string!(locale, overview.rate, percent = rate.percent(), wrong = wrong, closed = closed)
    };
    let bars = rules
        .iter()
        .map(|rate| Bar {
            label: rule_name(locale, rate.rule).to_owned(),
            value: rate.percent(),
            text: text(rate),
            is_now: false,
        })
        .collect();
    let names = [rules.first(), rules.last()]
        .into_iter()
        .flatten()
        .map(|rate| rule_name(locale, rate.rule).to_owned());
    let list = rules.iter().map(|rate| {
        view! { <div><dt><a href="/admin/rules">{rule_name(locale, rate.rule)}</a></dt><dd>{text(rate)}</dd></div> }
    });
    let list = list.collect_view();
    view! {
        <section class="panel">
            <h2>{td_string!(locale, overview.false_positives)}</h2>
            <BarChart
                bars=bars
                summary=td_string!(locale, overview.rules_summary).to_owned()
                names=names.collect()
                columns=(td_string!(locale, overview.rule).to_owned(), td_string!(locale, overview.false_positives).to_owned())
                open_table=td_string!(locale, overview.as_table)
            />
            <dl class="facts">{list}</dl>
        </section>
    }
    .into_any()
}
