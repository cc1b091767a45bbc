//! One alert: on a page of its own, and beside the queue.
use leptos::prelude::*;
use leptos_meta::Title;

use super::actions::Actions;
use super::evidence::EvidenceView;
use super::keys::{KeyHelp, follow_keys};
use super::parts::{Changes, moment};
use super::side::{CustomerView, Links, Related};
use super::timeline::Timeline;
use super::words::{due_tag, outcome_text};
use crate::backoffice::alerts::api::load_alert;
use crate::backoffice::alerts::model::{AlertCase, AlertLine, alert_path};
use crate::backoffice::alerts::query::{AlertQuery, QUEUE};
use crate::backoffice::words::{alert_text, rule_about, rule_text, severity_tag};
use crate::form::is_second_look;
use crate::i18n::{Locale, td_string, use_locale};
use crate::ui::{Icon, IconName, loaded, page_resource};

/// One alert on a page of its own.
#[component]
pub fn AlertPage(id: String) -> impl IntoView {
    let changes = Changes::provide();
    let again = is_second_look();
    let case = page_resource(
        move || changes.get(),
        move |_| load_alert(id.clone(), AlertQuery::default(), String::new(), false, again),
    );
    follow_keys();
    loaded(case, |case| view! { <WholeCase case=case /> })
}

fn heading(locale: Locale, alert: &AlertLine) -> String {
    let (rule, name) = (rule_text(locale, &alert.rule), alert.customer.clone());
    td_string!(locale, alerts.alert_of, rule = rule, name = name)
}

#[component]
fn WholeCase(case: AlertCase) -> impl IntoView {
    let locale = use_locale();
    let heading = heading(locale, &case.alert);
    let title = heading.clone();
    let (rule, now) = (case.alert.rule.clone(), case.now);
    view! {
        <Title text=title />
        <header class="desk-head">
            <h1>{heading}</h1>
            <div class="cluster">
                <a class="btn plain small" href=QUEUE>{td_string!(locale, alerts.to_queue)}</a>
                <KeyHelp />
            </div>
        </header>
        <Tags alert=case.alert.clone() now=now />
        <div class="alert-case">
            <div class="stack">
                <EvidenceView rule=rule findings=case.findings.clone() more=case.more_findings about=case.alert.user.clone() now=now />
                <Timeline entries=case.timeline.clone() now=now />
            </div>
            <div class="stack">
                <Facts case=case.clone() />
                <Actions case=case.clone() />
                <Links holds=case.holds reports=case.reports now=now />
                <CustomerView customer=case.customer now=now />
                <Related related=case.related now=now />
            </div>
        </div>
    }
}

/// One alert beside the queue; `queue` is the queue without it.
#[component]
pub fn CaseView(case: AlertCase, queue: String) -> impl IntoView {
    let locale = use_locale();
    let heading = heading(locale, &case.alert);
    let label = heading.clone();
    let (rule, now) = (case.alert.rule.clone(), case.now);
    view! {
        <aside class="queue-detail stack" aria-label=label>
            <header class="desk-head">
                <h2>{heading}</h2>
                <a class="icon-btn" href=queue aria-label=td_string!(locale, alerts.close_panel)><Icon name=IconName::Cross /></a>
            </header>
            <Tags alert=case.alert.clone() now=now />
            <p>
                <a href=alert_path(&case.alert.id) data-key="o">{td_string!(locale, alerts.whole)}</a>
            </p>
            <Actions case=case.clone() />
            <EvidenceView rule=rule findings=case.findings.clone() more=case.more_findings about=case.alert.user.clone() now=now />
            <Facts case=case.clone() />
            <Links holds=case.holds reports=case.reports now=now />
            <CustomerView customer=case.customer now=now />
            <Related related=case.related now=now />
            <Timeline entries=case.timeline now=now />
        </aside>
    }
}

#[component]
fn Tags(alert: AlertLine, now: chrono::DateTime<chrono::Utc>) -> impl IntoView {
    let locale = use_locale();
    let is_open = !alert.status.is_closed();
    view! {
        <p class="cluster">
            {severity_tag(locale, alert.severity)}
            <span class="tag info">{alert_text(locale, alert.status)}</span>
            {alert.outcome.map(|outcome| view! { <span class="tag">{outcome_text(locale, outcome)}</span> })}
            {is_open.then(|| due_tag(locale, alert.due_at, now))}
        </p>
        {alert.rule.parse().ok().map(|rule| view! { <p class="quiet">{rule_about(locale, rule)}</p> })}
    }
}

#[component]
fn Facts(case: AlertCase) -> impl IntoView {
    let locale = use_locale();
    let (alert, now) = (case.alert, case.now);
    let officer = alert.officer.unwrap_or_else(|| td_string!(locale, alerts.nobody_has).to_owned());
    let rests = alert.snoozed_until.filter(|until| *until > now);
    let found = td_string!(locale, alerts.found_score, count = alert.findings, score = alert.score);
    view! {
        <section class="panel tight">
            <dl class="facts">
                <div><dt>{td_string!(locale, alerts.id)}</dt><dd class="num">{alert.id.to_string()}</dd></div>
                <div><dt>{td_string!(locale, alerts.officer)}</dt><dd>{officer}</dd></div>
                <div><dt>{td_string!(locale, alerts.raised)}</dt><dd>{moment(locale, alert.created_at, now)}</dd></div>
                <div><dt>{td_string!(locale, alerts.due_at)}</dt><dd>{moment(locale, alert.due_at, now)}</dd></div>
                {rests.map(|until| view! {
                    <div><dt>{td_string!(locale, alerts.snoozed_until)}</dt><dd>{moment(locale, until, now)}</dd></div>
                })}
                {alert.closed_at.map(|at| view! {
                    <div><dt>{td_string!(locale, alerts.closed_at)}</dt><dd>{moment(locale, at, now)}</dd></div>
                })}
                <div><dt>{td_string!(locale, alerts.found)}</dt><dd>{found}</dd></div>
            </dl>
        </section>
    }
}
