//! Alerts in words: states, rules, figures, times.
use chrono::{DateTime, TimeDelta, Utc};
use domain::compliance::alert::{AlertStatus, Outcome, StepName, Urgency};
use domain::compliance::finding::{RuleName, Severity};
use domain::compliance::hold::HoldState;
use leptos::prelude::*;

use crate::backoffice::alerts::query::Standing;
use crate::i18n::{Locale, td_string};

/// How grave: a word, which the colour repeats.
pub fn severity_text(locale: Locale, severity: Severity) -> &'static str {
    match severity {
        Severity::Low => td_string!(locale, alerts.low),
        Severity::Medium => td_string!(locale, alerts.medium),
        Severity::High => td_string!(locale, alerts.high),
        Severity::Critical => td_string!(locale, alerts.critical),
    }
}

pub fn severity_tag(locale: Locale, severity: Severity) -> impl IntoView + use<> {
    let class = match severity {
        Severity::Low => "tag low",
        Severity::Medium => "tag medium",
        Severity::High => "tag high",
        Severity::Critical => "tag critical",
    };
    view! { <span class=class>{severity_text(locale, severity)}</span> }
}

pub fn status_text(locale: Locale, status: AlertStatus) -> &'static str {
    match status {
        AlertStatus::Open => td_string!(locale, alerts.open),
        AlertStatus::Investigating => td_string!(locale, alerts.investigating),
        AlertStatus::Resolved => td_string!(locale, alerts.resolved),
        AlertStatus::Escalated => td_string!(locale, alerts.escalated),
        AlertStatus::Filed => td_string!(locale, alerts.filed),
    }
}

pub fn standing_text(locale: Locale, standing: Standing) -> &'static str {
    match standing {
        Standing::Active => td_string!(locale, alerts.active),
        Standing::One(status) => status_text(locale, status),
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

/// The name of a rule; one that is none of ours any more has only its own.
pub fn rule_text(locale: Locale, rule: &str) -> String {
    rule.parse().map_or_else(|_| rule.to_owned(), |rule| rule_name(locale, rule).to_owned())
}

pub fn rule_name(locale: Locale, rule: RuleName) -> &'static str {
    match rule {
        RuleName::Structuring => td_string!(locale, alerts.structuring),
        RuleName::Velocity => td_string!(locale, alerts.velocity),
        RuleName::HighRiskCorridor => td_string!(locale, alerts.high_risk_corridor),
        RuleName::LargeAmount => td_string!(locale, alerts.large_amount),
        RuleName::NewAccountBurst => td_string!(locale, alerts.new_account_burst),
        RuleName::FanOut => td_string!(locale, alerts.fan_out),
        RuleName::SharedBeneficiary => td_string!(locale, alerts.shared_beneficiary),
        RuleName::DormantReactivated => td_string!(locale, alerts.dormant_reactivated),
        RuleName::RoundAmounts => td_string!(locale, alerts.round_amounts),
        RuleName::RapidRepeat => td_string!(locale, alerts.rapid_repeat),
        RuleName::MerchantSelfPayment => td_string!(locale, alerts.merchant_self_payment),
        RuleName::MerchantSpike => td_string!(locale, alerts.merchant_spike),
    }
}

/// What a rule looks for, and why that is worth a look.
pub fn rule_about(locale: Locale, rule: &str) -> Option<&'static str> {
    Some(match rule.parse().ok()? {
        RuleName::Structuring => td_string!(locale, alerts.about_structuring),
        RuleName::Velocity => td_string!(locale, alerts.about_velocity),
        RuleName::HighRiskCorridor => td_string!(locale, alerts.about_high_risk_corridor),
        RuleName::LargeAmount => td_string!(locale, alerts.about_large_amount),
        RuleName::NewAccountBurst => td_string!(locale, alerts.about_new_account_burst),
        RuleName::FanOut => td_string!(locale, alerts.about_fan_out),
        RuleName::SharedBeneficiary => td_string!(locale, alerts.about_shared_beneficiary),
        RuleName::DormantReactivated => td_string!(locale, alerts.about_dormant_reactivated),
        RuleName::RoundAmounts => td_string!(locale, alerts.about_round_amounts),
        RuleName::RapidRepeat => td_string!(locale, alerts.about_rapid_repeat),
        RuleName::MerchantSelfPayment => td_string!(locale, alerts.about_merchant_self_payment),
        RuleName::MerchantSpike => td_string!(locale, alerts.about_merchant_spike),
    })
}

/// A length of time, short: minutes, hours, and from two days on days.
pub fn span(locale: Locale, length: TimeDelta) -> String {
    let minutes = length.num_minutes().abs();
    match minutes {
        0..60 => td_string!(locale, alerts.minutes, count = minutes).to_string(),
        60..2880 => td_string!(locale, alerts.hours, count = minutes / 60).to_string(),
        _ => td_string!(locale, alerts.days, count = minutes / 1440).to_string(),
    }
}

/// How an open alert stands to its time: in words and by the shape of the tag's mark.
pub fn due_tag(locale: Locale, due_at: DateTime<Utc>, now: DateTime<Utc>) -> impl IntoView + use<> {
    let left = span(locale, due_at - now);
    let (class, words) = match Urgency::of(due_at, now) {
        Urgency::Overdue => ("tag bad", td_string!(locale, alerts.overdue_by, time = left).to_string()),
        Urgency::Soon => ("tag wait", td_string!(locale, alerts.due_in, time = left).to_string()),
        Urgency::InTime => ("tag", td_string!(locale, alerts.due_in, time = left).to_string()),
    };
    view! { <span class=class>{words}</span> }
}
