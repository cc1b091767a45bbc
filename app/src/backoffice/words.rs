//! One word for one thing, on every page of officers: rules, how grave something is, how an alert stands.
use domain::compliance::alert::AlertStatus;
use domain::compliance::finding::{RuleName, Severity};
use leptos::prelude::*;

use crate::i18n::{Locale, td_string};

pub(super) fn rule_name(locale: Locale, rule: RuleName) -> &'static str {
    match rule {
        RuleName::Structuring => td_string!(locale, backoffice.rule_structuring),
        RuleName::Velocity => td_string!(locale, backoffice.rule_velocity),
        RuleName::HighRiskCorridor => td_string!(locale, backoffice.rule_high_risk_corridor),
        RuleName::LargeAmount => td_string!(locale, backoffice.rule_large_amount),
        RuleName::NewAccountBurst => td_string!(locale, backoffice.rule_new_account_burst),
        RuleName::FanOut => td_string!(locale, backoffice.rule_fan_out),
        RuleName::SharedBeneficiary => td_string!(locale, backoffice.rule_shared_beneficiary),
        RuleName::DormantReactivated => td_string!(locale, backoffice.rule_dormant_reactivated),
        RuleName::RoundAmounts => td_string!(locale, backoffice.rule_round_amounts),
        RuleName::RapidRepeat => td_string!(locale, backoffice.rule_rapid_repeat),
        RuleName::MerchantSelfPayment => td_string!(locale, backoffice.rule_merchant_self_payment),
        RuleName::MerchantSpike => td_string!(locale, backoffice.rule_merchant_spike),
    }
}

/// The name of a rule; one that is none of ours any more has only its own.
#[must_use]
pub fn rule_text(locale: Locale, rule: &str) -> String {
    rule.parse().map_or_else(|_| rule.to_owned(), |rule| rule_name(locale, rule).to_owned())
}

/// What a rule looks for, and why that is worth a look.
pub(super) fn rule_about(locale: Locale, rule: RuleName) -> &'static str {
    match rule {
        RuleName::Structuring => td_string!(locale, backoffice.rule_structuring_about),
        RuleName::Velocity => td_string!(locale, backoffice.rule_velocity_about),
        RuleName::HighRiskCorridor => td_string!(locale, backoffice.rule_high_risk_corridor_about),
        RuleName::LargeAmount => td_string!(locale, backoffice.rule_large_amount_about),
        RuleName::NewAccountBurst => td_string!(locale, backoffice.rule_new_account_burst_about),
        RuleName::FanOut => td_string!(locale, backoffice.rule_fan_out_about),
        RuleName::SharedBeneficiary => td_string!(locale, backoffice.rule_shared_beneficiary_about),
        RuleName::DormantReactivated => td_string!(locale, backoffice.rule_dormant_reactivated_about),
        RuleName::RoundAmounts => td_string!(locale, backoffice.rule_round_amounts_about),
        RuleName::RapidRepeat => td_string!(locale, backoffice.rule_rapid_repeat_about),
        RuleName::MerchantSelfPayment => td_string!(locale, backoffice.rule_merchant_self_payment_about),
        RuleName::MerchantSpike => td_string!(locale, backoffice.rule_merchant_spike_about),
    }
}

pub(super) fn severity_text(locale: Locale, severity: Severity) -> &'static str {
    match severity {
        Severity::Low => td_string!(locale, backoffice.severity_low),
        Severity::Medium => td_string!(locale, backoffice.severity_medium),
        Severity::High => td_string!(locale, backoffice.severity_high),
        Severity::Critical => td_string!(locale, backoffice.severity_critical),
    }
}

/// How grave something is: in words, which the colour repeats.
pub(super) fn severity_tag(locale: Locale, severity: Severity) -> impl IntoView + use<> {
    let class = match severity {
        Severity::Low => "tag low",
        Severity::Medium => "tag medium",
        Severity::High => "tag high",
        Severity::Critical => "tag critical",
    };
    view! { <span class=class>{severity_text(locale, severity)}</span> }
}

pub(super) fn alert_text(locale: Locale, status: AlertStatus) -> &'static str {
    match status {
        AlertStatus::Open => td_string!(locale, backoffice.alert_open),
        AlertStatus::Investigating => td_string!(locale, backoffice.alert_investigating),
        AlertStatus::Resolved => td_string!(locale, backoffice.alert_resolved),
        AlertStatus::Escalated => td_string!(locale, backoffice.alert_escalated),
        AlertStatus::Filed => td_string!(locale, backoffice.alert_filed),
    }
}
