//! Alerts in words: states, rules, figures, times.
use chrono::{DateTime, TimeDelta, Utc};
use domain::compliance::alert::{Outcome, StepName, Urgency};
use domain::compliance::hold::HoldState;
use leptos::prelude::*;

use crate::backoffice::alerts::query::Standing;
use crate::backoffice::words::alert_text;
use crate::i18n::{Locale, td_string};

pub fn standing_text(locale: Locale, standing: Standing) -> &'static str {
    match standing {
        Standing::Active => td_string!(locale, alerts.active),
        Standing::One(status) => alert_text(locale, status),
        Standing::Snoozed => td_string!(locale, alerts.snoozed),
        Standing::Closed => td_string!(locale, alerts.closed),
    }
}

pub fn outcome_text(locale: Locale, outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::FalsePositive => td_string!(locale, alerts.false_positive),
        Outcome::Explained => td_string!(locale, alerts.explained),
        Outcome::Confirmed => td_string!(locale, alerts.confirmed),
    }
}

/// What an officer did.
pub fn step_text(locale: Locale, step: StepName) -> &'static str {
    match step {
        StepName::Assign => td_string!(locale, alerts.did_assign),
        StepName::Release => td_string!(locale, alerts.did_release),
        StepName::Note => td_string!(locale, alerts.did_note),
        StepName::Snooze => td_string!(locale, alerts.did_snooze),
        StepName::Wake => td_string!(locale, alerts.did_wake),
        StepName::Resolve => td_string!(locale, alerts.did_resolve),
        StepName::Reopen => td_string!(locale, alerts.did_reopen),
        StepName::Escalate => td_string!(locale, alerts.did_escalate),
        StepName::Return => td_string!(locale, alerts.did_return),
        StepName::File => td_string!(locale, alerts.did_file),
    }
}

pub fn hold_text(locale: Locale, state: HoldState) -> &'static str {
    match state {
        HoldState::Held => td_string!(locale, alerts.hold_held),
        HoldState::Proposed => td_string!(locale, alerts.hold_proposed),
        HoldState::Released => td_string!(locale, alerts.hold_released),
        HoldState::Refused => td_string!(locale, alerts.hold_refused),
        HoldState::Lapsed => td_string!(locale, alerts.hold_lapsed),
    }
}

/// `str_reports.status`.
pub fn report_text(locale: Locale, status: &str) -> String {
    match status {
        "draft" => td_string!(locale, alerts.report_draft).to_owned(),
        "submitted" => td_string!(locale, alerts.report_submitted).to_owned(),
        "acknowledged" => td_string!(locale, alerts.report_acknowledged).to_owned(),
        other => other.to_owned(),
    }
}

/// A length of time, short: minutes, hours, and from two days on days.
pub fn span(locale: Locale, length: TimeDelta) -> String {
    let minutes = length.num_minutes().abs();
    match minutes {
        0..60 => td_string!(locale, alerts.minutes, count = minutes),
        60..2880 => td_string!(locale, alerts.hours, count = minutes / 60),
        _ => td_string!(locale, alerts.days, count = minutes / 1440),
    }
}

/// How an open alert stands to its time: in words and by the shape of the tag's mark.
pub fn due_tag(locale: Locale, due_at: DateTime<Utc>, now: DateTime<Utc>) -> impl IntoView + use<> {
    let left = span(locale, due_at - now);
    let (class, words) = match Urgency::of(due_at, now) {
        Urgency::Overdue => ("tag bad", td_string!(locale, alerts.overdue_by, time = left)),
        Urgency::Soon => ("tag wait", td_string!(locale, alerts.due_in, time = left)),
        Urgency::InTime => ("tag", td_string!(locale, alerts.due_in, time = left)),
    };
    view! { <span class=class>{words}</span> }
}
