//! What has happened to an alert, with old and new values.
use chrono::{DateTime, Utc};
use leptos::prelude::*;

use super::parts::moment;
use super::words::{outcome_text, step_text};
use crate::backoffice::alerts::model::{Change, Happening, TimelineEntry};
use crate::backoffice::words::{alert_text, severity_text};
use crate::i18n::{Locale, td_string, use_locale};
use crate::ui::format;

#[component]
pub fn Timeline(entries: Vec<TimelineEntry>, now: DateTime<Utc>) -> impl IntoView {
    let locale = use_locale();
    let entries = entries.into_iter().map(move |entry| {
        view! {
            <li>
                <p class="when">{moment(locale, entry.at, now)}</p>
                {happening(locale, entry.what, now)}
            </li>
        }
    });
    view! {
        <section class="panel">
            <h2>{td_string!(locale, alerts.timeline)}</h2>
            <ol class="log">{entries.collect_view()}</ol>
        </section>
    }
}

fn happening(locale: Locale, what: Happening, now: DateTime<Utc>) -> AnyView {
    match what {
        Happening::Raised => view! { <p>{td_string!(locale, alerts.was_raised)}</p> }.into_any(),
        Happening::Found(severity) => {
            let severity = severity_text(locale, severity);
            view! { <p>{td_string!(locale, alerts.was_found, severity = severity)}</p> }.into_any()
        }
        Happening::Step { step, by, note, changes } => {
            let changes =
                changes.into_iter().map(move |change| view! { <li>{change_text(locale, change, now)}</li> });
            view! {
                <p><b>{by}</b> " " {step_text(locale, step)}</p>
                {note.map(|note| view! { <p class="note">{note}</p> })}
                <ul class="quiet">{changes.collect_view()}</ul>
            }
            .into_any()
        }
    }
}

fn change_text(locale: Locale, change: Change, now: DateTime<Utc>) -> String {
    let none = || td_string!(locale, alerts.none).to_owned();
    let time = |at: DateTime<Utc>| format::date_and_time(locale, at, now);
    match change {
        Change::Status(old, new) => {
            let (old, new) = (alert_text(locale, old), alert_text(locale, new));
            td_string!(locale, alerts.c_status, old = old, new = new)
        }
        Change::Assigned(old, new) => {
            let (old, new) = (old.unwrap_or_else(none), new.unwrap_or_else(none));
            td_string!(locale, alerts.c_assigned, old = old, new = new)
        }
        Change::Snoozed(old, new) => {
            let (old, new) = (old.map_or_else(none, time), new.map_or_else(none, time));
            td_string!(locale, alerts.c_snoozed, old = old, new = new)
        }
        Change::Outcome(old, new) => {
            let word = |outcome| outcome_text(locale, outcome).to_owned();
            let (old, new) = (old.map_or_else(none, word), new.map_or_else(none, word));
            td_string!(locale, alerts.c_outcome, old = old, new = new)
        }
        Change::Due(old, new) => {
            td_string!(locale, alerts.c_due, old = time(old), new = time(new))
        }
        Change::Report(id) => td_string!(locale, alerts.c_report, id = id.to_string()),
    }
}
