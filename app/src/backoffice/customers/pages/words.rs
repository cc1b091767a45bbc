//! Standings, consents and complaints in words.
use domain::access::KycStatus;
use domain::compliance::alert::AlertStatus;
use leptos::prelude::*;

use crate::backoffice::words::alert_text;
use crate::i18n::{Locale, td_string};

pub(super) fn kyc_text(locale: Locale, kyc: KycStatus) -> &'static str {
    match kyc {
        KycStatus::Pending => td_string!(locale, customer.kyc_pending),
        KycStatus::Approved => td_string!(locale, customer.kyc_approved),
        KycStatus::Rejected => td_string!(locale, customer.kyc_rejected),
    }
}

pub(super) fn kyc_tag(locale: Locale, kyc: KycStatus) -> impl IntoView + use<> {
    let class = match kyc {
        KycStatus::Pending => "tag wait",
        KycStatus::Approved => "tag good",
        KycStatus::Rejected => "tag bad",
    };
    view! { <span class=class>{kyc_text(locale, kyc)}</span> }
}

pub(super) fn consent_text(locale: Locale, kind: &str) -> String {
    match kind {
        "terms" => td_string!(locale, customer.consent_terms).to_owned(),
        "privacy" => td_string!(locale, customer.consent_privacy).to_owned(),
        "marketing" => td_string!(locale, customer.consent_marketing).to_owned(),
        "psd2_aisp" => td_string!(locale, customer.consent_psd2_aisp).to_owned(),
        other => other.to_owned(),
    }
}

pub(super) fn complaint_tag(locale: Locale, status: &str) -> impl IntoView + use<> {
    let (class, words) = match status {
        "received" => ("tag wait", td_string!(locale, customer.complaint_received)),
        "investigating" => ("tag info", td_string!(locale, customer.complaint_investigating)),
        "resolved" => ("tag good", td_string!(locale, customer.complaint_resolved)),
        _ => ("tag bad", td_string!(locale, customer.complaint_escalated)),
    };
    view! { <span class=class>{words}</span> }
}

pub(super) fn alert_tag(locale: Locale, status: AlertStatus) -> impl IntoView + use<> {
    let class = match status {
        AlertStatus::Open => "tag wait",
        AlertStatus::Investigating => "tag info",
        AlertStatus::Resolved => "tag good",
        AlertStatus::Filed => "tag",
        AlertStatus::Escalated => "tag bad",
    };
    view! { <span class=class>{alert_text(locale, status)}</span> }
}
