//! One report: what it says, what it lacks, what becomes of it.
use domain::compliance::report::State;
use leptos::prelude::*;
use leptos_meta::Title;

use super::decision::Decision;
use super::parts::state_tag;
use super::told::{Person, Statements, Texts};
use crate::backoffice::parts::{Event, Timeline, done};
use crate::backoffice::reports::api::{DecideReport, EditReport, load_report};
use crate::backoffice::reports::model::{ReportView, StepTaken};
use crate::backoffice::reports::words::{gap_text, step_text};
use crate::backoffice::words::{rule_text, severity_tag};
use crate::form::is_second_look;
use crate::i18n::{td_string, use_locale};
use crate::ui::{Icon, IconName, PostAction, format, loaded, page_resource};

#[component]
pub fn ReportPage(id: String) -> impl IntoView {
    let locale = use_locale();
    let again = is_second_look();
    let (edit, decide) = (PostAction::to::<EditReport, _>(), PostAction::to::<DecideReport, _>());
    let (edited, decided) = (done(edit), done(decide));
    let report = page_resource(
        move || (id.clone(), edited.get(), decided.get()),
        move |(id, ..)| load_report(id, again),
    );
    view! {
        <Title text=td_string!(locale, reports.title) />
        {loaded(report, move |view: ReportView| view! { <Report view=view edit=edit decide=decide /> })}
    }
}

#[component]
fn Report(view: ReportView, edit: PostAction, decide: PostAction) -> impl IntoView {
    let locale = use_locale();
    let title = td_string!(locale, reports.report_about, name = view.content.person.name());
    let reference = view.content.reference.clone();
    let events = events(view.timeline.clone());
    let (now, state) = (view.now, view.state);
    view! {
        <header class="desk-head">
            <div class="stack tight">
                <h1>{title}</h1>
                {reference.map(|reference| view! { <p class="quiet ltr">{reference}</p> })}
            </div>
            <div class="cluster">
                {state_tag(locale, state)}
                <a class="btn plain small" href="/admin/reports">{td_string!(locale, reports.title)}</a>
            </div>
        </header>
        <div class="case">
            <div>
                <Lock view=view.clone() />
                <Texts view=view.clone() action=edit />
                <Statements view=view.clone() />
            </div>
            <aside>
                <Check view=view.clone() />
                <Decision view=view.clone() action=decide />
                <Documents view=view.clone() />
                <Person person=view.content.person.clone() now=now />
                <Alerts view=view />
                <Timeline title=td_string!(locale, reports.timeline) events=events now=now />
            </aside>
        </div>
    }
}

fn events(taken: Vec<StepTaken>) -> Vec<Event> {
    let locale = use_locale();
    let event = |one: StepTaken| Event {
        at: one.at,
        by: one.by,
        what: step_text(locale, one.step).to_owned(),
        why: one.reason.unwrap_or_default(),
    };
    taken.into_iter().map(event).collect()
}

/// That it is as it was submitted, and how anybody can tell.
#[component]
fn Lock(view: ReportView) -> impl IntoView {
    let locale = use_locale();
    view.hash.map(|hash| {
        view! {
            <section class="panel">
                <div class="notice good" role="status"><Icon name=IconName::Shield /><div><p>{td_string!(locale, reports.locked)}</p></div></div>
                <dl class="facts">
                    <div><dt>{td_string!(locale, reports.hash)}</dt><dd class="ltr"><code>{hash}</code></dd></div>
                    {view.receipt.map(|receipt| view! {
                        <div><dt>{td_string!(locale, reports.receipt)}</dt><dd class="ltr">{receipt}</dd></div>
                    })}
                </dl>
            </section>
        }
    })
}

/// What is missing: what stands in the way first, then what is not known.
#[component]
fn Check(view: ReportView) -> impl IntoView {
    let locale = use_locale();
    if !matches!(view.state, State::Draft | State::Proposed) {
        return ().into_any();
    }
    let (blocking, unknown): (Vec<_>, Vec<_>) = view.gaps.into_iter().partition(|gap| gap.blocks());
    let lines =
        |gaps: Vec<_>| gaps.into_iter().map(|gap| view! { <li>{gap_text(locale, gap)}</li> }).collect_view();
    let is_complete = blocking.is_empty();
    let (class, icon, head) = if is_complete {
        ("notice good", IconName::Check, td_string!(locale, reports.complete))
    } else {
        ("notice wait", IconName::Alert, td_string!(locale, reports.incomplete))
    };
    view! {
        <div class=class role="status">
            <Icon name=icon />
            <div><h2>{head}</h2> {(!is_complete).then(|| view! { <ul>{lines(blocking)}</ul> })}</div>
        </div>
        {(!unknown.is_empty()).then(|| view! {
            <div class="notice">
                <Icon name=IconName::Info />
                <div><p>{td_string!(locale, reports.advice)}</p> <ul>{lines(unknown)}</ul></div>
            </div>
        })}
    }
    .into_any()
}

/// To read, to print, and for machines. Of a draft only to read.
#[component]
fn Documents(view: ReportView) -> impl IntoView {
    let locale = use_locale();
    let path = format!("/admin/reports/{}", view.content.id);
    let files = if view.state.is_locked() {
        view! {
            <a class="btn plain small" href=format!("{path}/report.pdf") rel="external">{td_string!(locale, reports.pdf)}</a>
            <a class="btn plain small" href=format!("{path}/report.json") rel="external" download>{td_string!(locale, reports.json)}</a>
            <a class="btn plain small" href=format!("{path}/report.xml") rel="external" download>{td_string!(locale, reports.xml)}</a>
        }
        .into_any()
    } else {
        view! { <a class="btn plain small" href=format!("{path}/report.pdf") rel="external">{td_string!(locale, reports.pdf_draft)}</a> }
            .into_any()
    };
    view! {
        <section class="panel">
            <h2>{td_string!(locale, reports.documents)}</h2>
            <div class="cluster">{files}</div>
            <p class="quiet">{td_string!(locale, reports.documents_hint)}</p>
        </section>
    }
}

#[component]
fn Alerts(view: ReportView) -> impl IntoView {
    let locale = use_locale();
    let now = view.now;
    let lines = view.content.alerts.into_iter().map(|alert| {
        let when = format::date_and_time(locale, alert.raised_at, now);
        view! {
            <div>
                <dt>
                    <a href=format!("/admin/alerts/{}", alert.id)>{rule_text(locale, &alert.rule)}</a> " "
                    {severity_tag(locale, alert.severity)}
                </dt>
                <dd>{when}</dd>
            </div>
        }
    });
    let lines = lines.collect_view();
    view! {
        <section class="panel">
            <h2>{td_string!(locale, reports.alerts)}</h2>
            <dl class="facts">{lines}</dl>
        </section>
    }
}
