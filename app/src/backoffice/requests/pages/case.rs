//! One data request: who asks for what, what was decided, and what can be done now.
use domain::calendar::oslo_date;
use domain::compliance::privacy::{RequestStatus, RequestStep};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use super::acts::{Acts, NoteForm};
use super::erasure::ErasureDecided;
use super::queue::status_class;
use crate::backoffice::due::TimeLeftTag;
use crate::backoffice::requests::api::load_request_case;
use crate::backoffice::requests::model::{Case, Event};
use crate::backoffice::requests::words::{ground_text, kind_text, status_text, step_text};
use crate::form::is_second_look;
use crate::i18n::{Locale, td_string, use_locale};
use crate::ui::{Icon, IconName, PageResource, format, loaded, page_resource};

#[component]
pub fn RequestCasePage(id: String) -> impl IntoView {
    let again = is_second_look();
    let case = page_resource(move || id.clone(), move |id| load_request_case(id, again));
    loaded(case, move |data: Case| view! { <Content case=data page=case /> })
}

#[component]
fn Content(case: Case, page: PageResource<Case>) -> impl IntoView {
    let locale = use_locale();
    let today = oslo_date(case.now);
    let title = kind_text(locale, case.kind);
    let due =
        case.decided_at.is_none().then(|| view! { <TimeLeftTag due_on=case.days.due_on today=today /> });
    view! {
        <Title text=title />
        <header class="desk-head">
            <div class="stack tight">
                <p class="quiet"><a href="/admin/requests">{td_string!(locale, requests.title)}</a> " · " <span class="ltr">{case.id.to_string()}</span></p>
                <h1>{title}</h1>
            </div>
            <div class="cluster">
                <span class=status_class(case.status)>{status_text(locale, case.kind, case.status)}</span> {due}
            </div>
        </header>
        <Done />
        <div class="case-grid">
            <div class="stack">
                <Asked case=case.clone() />
                <Decided case=case.clone() />
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
        let step = query.with(|query| query.get("done")).and_then(|text| text.parse::<RequestStep>().ok());
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
fn Asked(case: Case) -> impl IntoView {
    let locale = use_locale();
    let text = case.details.unwrap_or_else(|| td_string!(locale, requests.no_details).to_owned());
    view! {
        <section class="panel">
            <h2>{td_string!(locale, requests.asked)}</h2>
            <p class="letter-body">{text}</p>
        </section>
    }
}

/// The decision, as the customer is told.
#[component]
fn Decided(case: Case) -> impl IntoView {
    let locale = use_locale();
    let now = case.now;
    case.answer.map(|answer| {
        let by = case.decided_by.unwrap_or_default();
        let at = case.decided_at.map(|at| format::date_and_time(locale, at, now)).unwrap_or_default();
        let ground = case.ground.map(|ground| {
            view! { <p><b>{td_string!(locale, requests.ground)} ": "</b> {ground_text(locale, ground)}</p> }
        });
        let lines = (!case.lines.is_empty()).then(|| view! { <ErasureDecided lines=case.lines /> });
        let exporting = (case.kind == domain::compliance::privacy::RequestKind::Export
            && case.status == RequestStatus::Processing)
            .then(|| view! { <p class="quiet">{td_string!(locale, requests.export_hint)}</p> });
        view! {
            <section class="panel">
                <h2>{td_string!(locale, requests.decision)}</h2>
                <p class="quiet">{by} " · " {at}</p>
                {ground}
                {lines}
                <p class="letter-body">{answer}</p>
                {exporting}
            </section>
        }
    })
}

#[component]
fn Facts(case: Case) -> impl IntoView {
    let locale = use_locale();
    let today = oslo_date(case.now);
    let day = |day| format::weekday_and_date(locale, day, today);
    let customer = format!("/admin/customers/{}", case.user);
    let name = format!("{} {}", case.person.first_name, case.person.last_name);
    view! {
        <section class="panel">
            <h2>{td_string!(locale, complaints.facts)}</h2>
            <dl class="facts">
                <div><dt>{td_string!(locale, complaints.customer)}</dt><dd><a href=customer>{name}</a></dd></div>
                <div><dt>{td_string!(locale, complaints.email)}</dt><dd class="ltr">{case.person.email}</dd></div>
                {case.person.phone.map(|phone| view! { <div><dt>{td_string!(locale, requests.phone)}</dt><dd class="ltr">{phone}</dd></div> })}
                <div><dt>{td_string!(locale, complaints.received)}</dt><dd>{day(case.days.received_on)}</dd></div>
                <div><dt>{td_string!(locale, complaints.due)}</dt><dd>{day(case.days.due_on)}</dd></div>
                <div><dt>{td_string!(locale, requests.last_due)}</dt><dd>{day(case.days.last_due_on)}</dd></div>
                <div>
                    <dt>{td_string!(locale, complaints.officer)}</dt>
                    <dd>{case.officer.unwrap_or_else(|| td_string!(locale, complaints.nobody).to_owned())}</dd>
                </div>
            </dl>
        </section>
    }
}

/// What officers did, the latest first, and their notes.
#[component]
fn History(case: Case, page: PageResource<Case>) -> impl IntoView {
    let locale = use_locale();
    let now = case.now;
    let events = case.events.iter().rev().map(|event| {
        let about = about(locale, &case, event);
        view! {
            <li>
                <p class="when">{format::date_and_time(locale, event.at, now)} " · " {event.officer.clone()}</p>
                <p>{about}</p>
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

/// A step and what it has changed, old and new.
fn about(locale: Locale, case: &Case, event: &Event) -> String {
    let today = oslo_date(case.now);
    let mut about = vec![step_text(locale, event.step).to_owned()];
    if event.status.0 != event.status.1 {
        let status = |status| status_text(locale, case.kind, status);
        about.push(format!("{} → {}", status(event.status.0), status(event.status.1)));
    }
    if event.due_on.0 != event.due_on.1 {
        let (before, after) =
            (format::date(locale, event.due_on.0, today), format::date(locale, event.due_on.1, today));
        about.push(format!("{before} → {after}"));
    }
    about.join(" · ")
}
