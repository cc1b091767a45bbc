//! The twelve rules: whether each runs, since when, and what waits for a second officer.
use chrono::{DateTime, Utc};
use leptos::prelude::*;
use leptos_meta::Title;

use super::words;
use crate::backoffice::rules::api::load_rules;
use crate::backoffice::rules::model::{RuleLine, RulesPage as Page, WaitingLine, rule_path};
use crate::backoffice::words::{rule_about, rule_name};
use crate::i18n::{td_string, use_locale};
use crate::ui::{Icon, IconName, ago, format, loaded, page_resource};

#[component]
pub fn RulesPage() -> impl IntoView {
    let locale = use_locale();
    let page = page_resource(|| (), |()| load_rules());
    view! {
        <Title text=td_string!(locale, rules.title) />
        <header class="desk-head"><h1>{td_string!(locale, rules.title)}</h1></header>
        <p class="quiet">{td_string!(locale, rules.lead)}</p>
        {loaded(page, |page| view! { <Rules page=page /> })}
    }
}

#[component]
fn Rules(page: Page) -> impl IntoView {
    let locale = use_locale();
    let now = page.now;
    let waiting = page.rules.iter().filter_map(|line| {
        let waiting = line.waiting.clone()?;
        Some(view! { <Waiting rule=rule_name(locale, line.name) href=rule_path(line.name.as_str()) waiting=waiting now=now /> })
    });
    let waiting = waiting.collect_view();
    let rows = page.rules.into_iter().map(|line| view! { <Line line=line now=now /> }).collect_view();
    view! {
        {waiting}
        <div class="table-wrap" role="region" aria-labelledby="rules-caption" tabindex="0">
            <table class="table dense" role="table">
                <caption id="rules-caption" class="visually-hidden">{td_string!(locale, rules.title)}</caption>
                <thead role="rowgroup">
                    <tr role="row">
                        <th role="columnheader" scope="col">{td_string!(locale, rules.col_rule)}</th>
                        <th role="columnheader" scope="col">{td_string!(locale, rules.col_mode)}</th>
                        <th role="columnheader" scope="col" class="end">{td_string!(locale, rules.col_version)}</th>
                        <th role="columnheader" scope="col">{td_string!(locale, rules.col_since)}</th>
                        <th role="columnheader" scope="col">{td_string!(locale, rules.col_waiting)}</th>
                    </tr>
                </thead>
                <tbody role="rowgroup">{rows}</tbody>
            </table>
        </div>
    }
}

#[component]
fn Waiting(rule: &'static str, href: String, waiting: WaitingLine, now: DateTime<Utc>) -> impl IntoView {
    let locale = use_locale();
    let text = if waiting.is_own {
        td_string!(locale, rules.waiting_own, rule = rule, at = ago(waiting.at, now))
    } else {
        td_string!(locale, rules.waiting_other, rule = rule, name = waiting.by, at = ago(waiting.at, now))
    };
    view! {
        <div class="notice wait">
            <Icon name=IconName::Clock />
            <div><p>{text}</p></div>
            <a class="btn plain small" href=href>{td_string!(locale, rules.see)}</a>
        </div>
    }
}

#[component]
fn Line(line: RuleLine, now: DateTime<Utc>) -> impl IntoView {
    let locale = use_locale();
    let since = line.since.map(|at| format::date_and_time(locale, at, now));
    let waiting = line.waiting.is_some();
    let waiting = waiting.then(|| view! { <span class="tag wait">{td_string!(locale, rules.waits)}</span> });
    view! {
        <tr role="row">
            <td role="cell" class="lead">
                <a href=rule_path(line.name.as_str())>{rule_name(locale, line.name)}</a>
                <br />
                <span class="quiet">{rule_about(locale, line.name)}</span>
            </td>
            <td role="cell" data-label=td_string!(locale, rules.col_mode)>{words::mode_tag(locale, line.mode)}</td>
            <td role="cell" class="end" data-label=td_string!(locale, rules.col_version)>{line.version}</td>
            <td role="cell" data-label=td_string!(locale, rules.col_since)>{since}</td>
            <td role="cell" data-label=td_string!(locale, rules.col_waiting)>{waiting}</td>
        </tr>
    }
}
