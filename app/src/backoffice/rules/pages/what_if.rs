//! What a change is, and what it would have raised over the days before.
use chrono::{DateTime, Utc};
use domain::calendar::oslo_date;
use domain::compliance::finding::RuleMode;
use leptos::prelude::*;

use super::words;
use crate::backoffice::rules::model::{Changed, Customers, WhatIfView};
use crate::i18n::{Locale, td_string, use_locale};
use crate::ui::{Icon, IconName, format};

/// Before and after, parameter by parameter.
#[component]
pub fn Changes(changes: Vec<Changed>) -> impl IntoView {
    let locale = use_locale();
    let rows = changes.into_iter().map(|change| {
        let is_mode = change.parameter.is_none();
        let name = match change.parameter {
            Some(name) => words::parameter(locale, &name),
            None => td_string!(locale, rules.col_mode).to_owned(),
        };
        let text = |text: String| match text.parse::<RuleMode>() {
            Ok(mode) if is_mode => words::mode(locale, mode).to_owned(),
            _ => text,
        };
        view! {
            <tr class="like">
                <th scope="row">{name}</th>
                <td class="num">{text(change.before)}</td>
                <td class="num">{text(change.after)}</td>
            </tr>
        }
    });
    view! {
        <div class="sides-wrap" role="region" aria-label=td_string!(locale, rules.what_changes) tabindex="0">
            <table class="parts">
                <thead>
                    <tr>
                        <th scope="col">{td_string!(locale, rules.what)}</th>
                        <th scope="col">{td_string!(locale, rules.before)}</th>
                        <th scope="col">{td_string!(locale, rules.after)}</th>
                    </tr>
                </thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
        </div>
    }
}

#[component]
pub fn WhatIf(what_if: WhatIfView, now: DateTime<Utc>) -> impl IntoView {
    let locale = use_locale();
    let day = |at: DateTime<Utc>| format::date(locale, oslo_date(at), oslo_date(now));
    let period = td_string!(
        locale,
        rules.period,
        from = day(what_if.from),
        to = day(what_if.to),
        payments = what_if.payments
    );
    let mode = mode_notice(locale, what_if.mode_before, what_if.mode_after);
    let mode = mode.map(
        |text| view! { <div class="notice info"><Icon name=IconName::Info /><div><p>{text}</p></div></div> },
    );
    let rows = [
        (td_string!(locale, rules.alerts), what_if.alerts_before, what_if.alerts_after),
        (td_string!(locale, rules.critical), what_if.critical_before, what_if.critical_after),
    ];
    let rows = rows.map(|(name, before, after)| {
        view! {
            <tr>
                <th scope="row">{name}</th>
                <td class="end">{before}</td>
                <td class="end">{after}</td>
                <td class="end">{difference(before, after)}</td>
            </tr>
        }
    });
    view! {
        <h3>{td_string!(locale, rules.what_if)}</h3>
        <p class="quiet">{period}</p>
        {mode}
        <div class="sides-wrap" role="region" aria-label=td_string!(locale, rules.what_if) tabindex="0">
            <table class="parts">
                <thead>
                    <tr>
                        <th scope="col">{td_string!(locale, rules.what)}</th>
                        <th scope="col" class="end">{td_string!(locale, rules.before)}</th>
                        <th scope="col" class="end">{td_string!(locale, rules.after)}</th>
                        <th scope="col" class="end">{td_string!(locale, rules.difference)}</th>
                    </tr>
                </thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
        </div>
        <Escalated what_if=what_if.clone() now=now />
        <People customers=what_if.gained title=td_string!(locale, rules.gained) />
        <People customers=what_if.lost title=td_string!(locale, rules.lost) />
    }
}

/// Where the figures alone would mislead.
fn mode_notice(locale: Locale, before: RuleMode, after: RuleMode) -> Option<&'static str> {
    match (before, after) {
        (_, RuleMode::Off) => Some(td_string!(locale, rules.notice_off)),
        (RuleMode::Live, RuleMode::Test) => Some(td_string!(locale, rules.notice_to_test)),
        (_, RuleMode::Test) => Some(td_string!(locale, rules.notice_test)),
        (RuleMode::Test, RuleMode::Live) => Some(td_string!(locale, rules.notice_from_test)),
        (RuleMode::Off, RuleMode::Live) => Some(td_string!(locale, rules.notice_from_off)),
        (RuleMode::Live, RuleMode::Live) => None,
    }
}

fn difference(before: u64, after: u64) -> String {
    if after >= before { format!("+{}", after - before) } else { format!("\u{2212}{}", before - after) }
}

/// Alerts that officers have found worth taking further: the reason to think twice.
#[component]
fn Escalated(what_if: WhatIfView, now: DateTime<Utc>) -> impl IntoView {
    let locale = use_locale();
    if what_if.escalated == 0 {
        return view! { <p>{td_string!(locale, rules.escalated_none)}</p> }.into_any();
    }
    let lines = what_if.some_escalated.into_iter().map(|line| {
        let at = format::date_and_time(locale, line.at, now);
        let href = format!("/admin/alerts/{}", line.alert);
        view! { <li><a href=href>{line.customer}</a>" "<span class="quiet">{at}</span></li> }
    });
    view! {
        <div class="notice bad">
            <Icon name=IconName::Alert />
            <div>
                <p>{td_string!(locale, rules.escalated_lost, count = what_if.escalated)}</p>
                <ul>{lines.collect_view()}</ul>
            </div>
        </div>
    }
    .into_any()
}

#[component]
fn People(customers: Customers, title: &'static str) -> impl IntoView {
    let locale = use_locale();
    let shown = customers.some.len() as u64;
    let more = (customers.count > shown)
        .then(|| td_string!(locale, rules.and_more, count = customers.count - shown));
    let names = customers.some.into_iter().map(|(id, name)| {
        let href = format!("/admin/customers/{id}");
        view! { <li><a href=href>{name}</a></li> }
    });
    view! {
        <details>
            <summary>{title}" "<b class="num">{customers.count}</b></summary>
            <ul class="cluster">{names.collect_view()}</ul>
            {more.map(|text| view! { <p class="quiet">{text}</p> })}
        </details>
    }
}
