//! One complaint: what was written to and fro, what officers did, and what can be done now.
use domain::calendar::oslo_date;
use domain::compliance::complaint::{ComplaintStatus, ComplaintStep, MessageKind};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use super::acts::{Acts, NoteForm};
use super::queue::status_class;
use crate::backoffice::complaints::api::load_complaint_case;
use crate::backoffice::complaints::model::{Case, Event, Letter};
use crate::backoffice::due::TimeLeftTag;
use crate::complaints::words::{category_text, outcome_text, status_text};
use crate::form::is_second_look;
use crate::i18n::{Locale, td_string, use_locale};
use crate::ui::{Icon, IconName, PageResource, format, loaded, page_resource};

#[component]
pub fn ComplaintCasePage(id: String) -> impl IntoView {
    let again = is_second_look();
    let case = page_resource(move || id.clone(), move |id| load_complaint_case(id, again));
    loaded(case, move |data: Case| view! { <Content case=data page=case /> })
}

#[component]
fn Content(case: Case, page: PageResource<Case>) -> impl IntoView {
    let locale = use_locale();
    let today = oslo_date(case.now);
    let title = case.subject.clone();
    let due =
        case.resolved_at.is_none().then(|| view! { <TimeLeftTag due_on=case.days.due_on today=today /> });
    view! {
        <Title text=title.clone() />
        <header class="desk-head">
            <div class="stack tight">
                <p class="quiet"><a href="/admin/complaints">{td_string!(locale, complaints.title)}</a> " · " <span class="ltr">{case.id.to_string()}</span></p>
                <h1>{title}</h1>
            </div>
            <div class="cluster"><span class=status_class(case.status)>{status_text(locale, case.status)}</span> {due}</div>
        </header>
        <Done />
        <div class="case-grid">
            <div class="stack">
                <ThreadView case=case.clone() />
                <Acts case=case.clone() page=page />
            </div>
            <aside class="stack">
                <Facts case=case.clone() />
                <History case=case page=page />
            </aside>
        </div>
    }
}

/// What the last step did.
#[component]
fn Done() -> impl IntoView {
    let locale = use_locale();
    let query = use_query_map();
    move || {
        let step = query.with(|query| query.get("done")).and_then(|text| text.parse::<ComplaintStep>().ok());
        step.map(|step| {
            view! {
                <div class="notice good" role="status">
                    <Icon name=IconName::Check />
                    <div><p>{step_text(locale, step)}</p></div>
                </div>
            }
        })
    }
}

#[component]
fn Facts(case: Case) -> impl IntoView {
    let locale = use_locale();
    let today = oslo_date(case.now);
    let day = |day| format::weekday_and_date(locale, day, today);
    let customer = format!("/admin/customers/{}", case.user);
    let others = (case.others > 0).then(|| {
        let text = td_string!(locale, complaints.others, count = case.others);
        let href = format!("/admin/complaints?q={}", case.email.replace('+', "%2B"));
        view! { <div><dt>{td_string!(locale, complaints.others_label)}</dt><dd><a href=href>{text}</a></dd></div> }
    });
    let about = case.about.map(|payment| {
        let amount = format::money(locale, payment.amount);
        let text = format!("{amount} · {} · {}", payment.to, payment.id.reference());
        let when = format::date_and_time(locale, payment.at, case.now);
        let href = format!("/admin/customers/{}/payments", case.user);
        view! { <div><dt>{td_string!(locale, me.complaint_about)}</dt><dd><a href=href>{text}</a> " " {when}</dd></div> }
    });
    let outcome = case.outcome.map(|outcome| {
        let at = case.resolved_at.map(|at| format::date_and_time(locale, at, case.now));
        view! {
            <div><dt>{td_string!(locale, complaints.outcome)}</dt><dd>{outcome_text(locale, outcome)}</dd></div>
            <div><dt>{td_string!(locale, complaints.answered)}</dt><dd>{at}</dd></div>
        }
    });
    view! {
        <section class="panel">
            <h2>{td_string!(locale, complaints.facts)}</h2>
            <dl class="facts">
                <div><dt>{td_string!(locale, complaints.customer)}</dt><dd><a href=customer>{case.customer}</a></dd></div>
                <div><dt>{td_string!(locale, complaints.email)}</dt><dd class="ltr">{case.email}</dd></div>
                <div><dt>{td_string!(locale, complaints.category)}</dt><dd>{category_text(locale, case.category)}</dd></div>
                <div><dt>{td_string!(locale, complaints.received)}</dt><dd>{day(case.days.received_on)}</dd></div>
                <div><dt>{td_string!(locale, complaints.due)}</dt><dd>{day(case.days.due_on)}</dd></div>
                <div><dt>{td_string!(locale, complaints.last_due)}</dt><dd>{day(case.days.last_due_on)}</dd></div>
                <div>
                    <dt>{td_string!(locale, complaints.officer)}</dt>
                    <dd>{case.officer.unwrap_or_else(|| td_string!(locale, complaints.nobody).to_owned())}</dd>
                </div>
                {about}
                {others}
                {outcome}
            </dl>
        </section>
    }
}

/// Everything that was written, as the customer reads it.
#[component]
fn ThreadView(case: Case) -> impl IntoView {
    let locale = use_locale();
    let now = case.now;
    let first = Letter {
        kind: MessageKind::Customer,
        author: case.customer,
        body: case.description,
        due_on: None,
        at: case.created_at,
    };
    let letters = std::iter::once(first).chain(case.letters).map(|letter| {
        let class = if letter.kind == MessageKind::Customer { "letter" } else { "letter ours" };
        let named = letter.due_on.map(|day| {
            let day = format::date(locale, day, oslo_date(now));
            let text = td_string!(locale, complaints.names_day, day = day);
            view! { <p class="quiet">{text}</p> }
        });
        let body = if letter.kind == MessageKind::Acknowledgement {
            td_string!(locale, complaints.acknowledged_text).to_owned()
        } else {
            letter.body
        };
        view! {
            <li class=class>
                <p class="letter-head">
                    <b>{letter.author}</b>
                    <span class="quiet">{kind_text(locale, letter.kind)} " · " {format::date_and_time(locale, letter.at, now)}</span>
                </p>
                <p class="letter-body">{body}</p>
                {named}
            </li>
        }
    });
    view! {
        <section class="panel">
            <h2>{td_string!(locale, complaints.thread)}</h2>
            <ol class="thread">{letters.collect_view()}</ol>
        </section>
    }
}

/// What officers did, the latest first, and their notes.
#[component]
fn History(case: Case, page: PageResource<Case>) -> impl IntoView {
    let locale = use_locale();
    let now = case.now;
    let events = case.events.iter().rev().map(|event| {
        let mut about = vec![step_text(locale, event.step).to_owned()];
        about.extend(changes(locale, event, oslo_date(now)));
        view! {
            <li>
                <p class="when">{format::date_and_time(locale, event.at, now)} " · " {event.officer.clone()}</p>
                <p>{about.join(" · ")}</p>
                {event.note.clone().map(|note| view! { <p class="letter-body">{note}</p> })}
            </li>
        }
    });
    let events = events.collect_view();
    let none = case.events.is_empty();
    view! {
        <section class="panel">
            <h2>{td_string!(locale, complaints.history)}</h2>
            <p class="quiet">{td_string!(locale, complaints.history_hint)}</p>
            <NoteForm case=case page=page />
            {(!none).then(|| view! { <ol class="log">{events}</ol> })}
        </section>
    }
}

/// What a step has changed, old and new.
fn changes(locale: Locale, event: &Event, today: chrono::NaiveDate) -> Vec<String> {
    let mut changes = Vec::new();
    if event.status.0 != event.status.1 {
        changes.push(format!(
            "{} → {}",
            status_text(locale, event.status.0),
            status_text(locale, event.status.1)
        ));
    }
    if event.due_on.0 != event.due_on.1 {
        let (before, after) =
            (format::date(locale, event.due_on.0, today), format::date(locale, event.due_on.1, today));
        changes.push(format!("{before} → {after}"));
    }
    changes
}

fn kind_text(locale: Locale, kind: MessageKind) -> &'static str {
    match kind {
        MessageKind::Customer => td_string!(locale, complaints.kind_customer),
        MessageKind::Acknowledgement => td_string!(locale, complaints.kind_acknowledgement),
        MessageKind::Reply => td_string!(locale, complaints.kind_reply),
        MessageKind::Holding => td_string!(locale, complaints.kind_holding),
        MessageKind::Final => td_string!(locale, complaints.kind_final),
    }
}

/// What a step was.
fn step_text(locale: Locale, step: ComplaintStep) -> &'static str {
    match step {
        ComplaintStep::Acknowledge => td_string!(locale, complaints.did_acknowledge),
        ComplaintStep::Take => td_string!(locale, complaints.did_take),
        ComplaintStep::Reply => td_string!(locale, complaints.did_reply),
        ComplaintStep::Hold => td_string!(locale, complaints.did_hold),
        ComplaintStep::Resolve => td_string!(locale, complaints.did_resolve),
        ComplaintStep::Escalate => td_string!(locale, complaints.did_escalate),
        ComplaintStep::HandBack => td_string!(locale, complaints.did_hand_back),
        ComplaintStep::Note => td_string!(locale, complaints.did_note),
    }
}

/// Is there anything that can be done but writing notes?
#[must_use]
pub(super) const fn is_open(status: ComplaintStatus) -> bool {
    !matches!(status, ComplaintStatus::Resolved)
}
