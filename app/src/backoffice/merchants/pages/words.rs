//! Standings of a shop, and what the register says, in words.
use domain::merchant::ShopStatus;
use leptos::prelude::*;

use crate::backoffice::merchants::model::Register;
use crate::i18n::{Locale, td_string};

pub(super) fn status_text(locale: Locale, status: ShopStatus) -> &'static str {
    match status {
        ShopStatus::Active => td_string!(locale, merchants.active),
        ShopStatus::Suspended => td_string!(locale, merchants.suspended),
        ShopStatus::Closed => td_string!(locale, merchants.closed),
    }
}

pub(in crate::backoffice) fn status_tag(locale: Locale, status: ShopStatus) -> impl IntoView + use<> {
    let class = match status {
        ShopStatus::Active => "tag good",
        ShopStatus::Suspended => "tag bad",
        ShopStatus::Closed => "tag",
    };
    view! { <span class=class>{status_text(locale, status)}</span> }
}

pub(super) fn register_tag(locale: Locale, register: &Register) -> impl IntoView + use<> {
    let (class, words) = match register {
        Register::Confirmed => ("tag good", td_string!(locale, merchants.confirmed)),
        Register::Unanswered => ("tag wait", td_string!(locale, merchants.waiting)),
        Register::Against(finding) => match finding.as_str() {
            "dissolved" => ("tag bad", td_string!(locale, merchants.finding_dissolved)),
            "bankrupt" => ("tag bad", td_string!(locale, merchants.finding_bankrupt)),
            _ => ("tag bad", td_string!(locale, merchants.finding_unknown)),
        },
    };
    view! { <span class=class>{words}</span> }
}
