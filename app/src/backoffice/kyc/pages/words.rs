//! Risk, screening and decisions about an identity in words.
use domain::compliance::kyc::{Obstacle, RiskClass, RiskReason, Screened};
use domain::identity::CaseStatus;
use leptos::prelude::*;

use crate::i18n::{Locale, td_string};
use crate::kyc::pages::words;

pub(in crate::backoffice) fn risk_text(locale: Locale, risk: RiskClass) -> &'static str {
    match risk {
        RiskClass::Low => td_string!(locale, kyc_review.risk_low),
        RiskClass::Medium => td_string!(locale, kyc_review.risk_medium),
        RiskClass::High => td_string!(locale, kyc_review.risk_high),
    }
}

pub(in crate::backoffice) fn risk_tag(locale: Locale, risk: RiskClass) -> impl IntoView + use<> {
    let class = match risk {
        RiskClass::Low => "tag low",
        RiskClass::Medium => "tag medium",
        RiskClass::High => "tag high",
    };
    view! { <span class=class>{risk_text(locale, risk)}</span> }
}

pub(super) fn screened_text(locale: Locale, screened: Screened) -> &'static str {
    match screened {
        Screened::NotScreened => td_string!(locale, kyc_review.not_screened),
        Screened::Clear => td_string!(locale, kyc_review.clear),
        Screened::Match => td_string!(locale, kyc_review.matched),
        Screened::Error => td_string!(locale, kyc_review.screening_failed),
    }
}

pub(in crate::backoffice) fn screened_tag(locale: Locale, screened: Screened) -> impl IntoView + use<> {
    let class = match screened {
        Screened::NotScreened => "tag wait",
        Screened::Clear => "tag good",
        Screened::Match | Screened::Error => "tag bad",
    };
    view! { <span class=class>{screened_text(locale, screened)}</span> }
}

pub(in crate::backoffice) fn status_tag(locale: Locale, status: CaseStatus) -> impl IntoView + use<> {
    let (class, words) = match status {
        CaseStatus::Submitted => ("tag wait", td_string!(locale, kyc_review.submitted)),
        CaseStatus::Approved => ("tag good", td_string!(locale, kyc_review.approved)),
        CaseStatus::Rejected => ("tag bad", td_string!(locale, kyc_review.rejected)),
        CaseStatus::MoreInformation => ("tag info", td_string!(locale, kyc_review.more_information)),
    };
    view! { <span class=class>{words}</span> }
}

pub(super) fn reason_text(locale: Locale, reason: RiskReason) -> &'static str {
    match reason {
        RiskReason::Exposed => td_string!(locale, kyc_review.reason_exposed),
        RiskReason::CloseToExposed => td_string!(locale, kyc_review.reason_close_to_exposed),
        RiskReason::NationalityHigh => td_string!(locale, kyc_review.reason_nationality_high),
        RiskReason::NationalityIncreased => td_string!(locale, kyc_review.reason_nationality_increased),
        RiskReason::CorridorHigh => td_string!(locale, kyc_review.reason_corridor_high),
        RiskReason::CorridorIncreased => td_string!(locale, kyc_review.reason_corridor_increased),
        RiskReason::MuchMoney => td_string!(locale, kyc_review.reason_much_money),
        RiskReason::BeyondMeans => td_string!(locale, kyc_review.reason_beyond_means),
        RiskReason::OwnBusiness => td_string!(locale, kyc_review.reason_own_business),
        RiskReason::SourceUnclear => td_string!(locale, kyc_review.reason_source_unclear),
    }
}

pub(super) fn obstacle_text(locale: Locale, obstacle: Obstacle) -> &'static str {
    match obstacle {
        Obstacle::Off => td_string!(locale, kyc_review.obstacle_off),
        Obstacle::Risk => td_string!(locale, kyc_review.obstacle_risk),
        Obstacle::NotScreened => td_string!(locale, kyc_review.obstacle_not_screened),
        Obstacle::Match => td_string!(locale, kyc_review.obstacle_match),
        Obstacle::SecondAccount => td_string!(locale, kyc_review.obstacle_second_account),
        Obstacle::Asked => td_string!(locale, kyc_review.obstacle_asked),
    }
}

/// What somebody did.
pub(super) fn done_text(locale: Locale, decision: &str) -> &'static str {
    match decision {
        "approve" => td_string!(locale, kyc_review.did_approve),
        "reject" => td_string!(locale, kyc_review.did_reject),
        "ask" => td_string!(locale, kyc_review.did_ask),
        _ => td_string!(locale, kyc_review.did_review),
    }
}

/// What somebody may do, and what follows from it.
pub(super) fn choice(locale: Locale, decision: String) -> (String, String, String) {
    let (head, more) = match decision.as_str() {
        "approve" => {
            (td_string!(locale, kyc_review.do_approve), td_string!(locale, kyc_review.do_approve_text))
        }
        "reject" => (td_string!(locale, kyc_review.do_reject), td_string!(locale, kyc_review.do_reject_text)),
        "ask" => (td_string!(locale, kyc_review.do_ask), td_string!(locale, kyc_review.do_ask_text)),
        _ => (td_string!(locale, kyc_review.do_review), td_string!(locale, kyc_review.do_review_text)),
    };
    (decision, head.to_owned(), more.to_owned())
}

/// The answers of the form: questions and answers in words, of codes by their names.
pub(in crate::backoffice) fn answers(
    locale: Locale,
    codes: &[(String, String)],
) -> Vec<(&'static str, String)> {
    let code =
        |name: &str| codes.iter().find(|(known, _)| known == name).map_or("", |(_, code)| code.as_str());
    let word = |name: &str, options: Vec<(String, String)>| {
        let code = code(name);
        options
            .into_iter()
            .find(|(known, _)| known == code)
            .map_or_else(|| code.to_owned(), |(_, words)| words)
    };
    let exposures = words::exposures().into_iter().map(|(code, words, _)| (code, words)).collect();
    vec![
        (td_string!(locale, kyc_review.employment), word("employment", words::employments())),
        (td_string!(locale, kyc.occupation), code("occupation").to_owned()),
        (td_string!(locale, kyc_review.purpose), word("purpose", words::purposes())),
        (td_string!(locale, kyc_review.source_of_funds), word("source_of_funds", words::sources())),
        (td_string!(locale, kyc_review.monthly), word("monthly", words::amounts())),
        (td_string!(locale, kyc_review.exposure), word("exposure", exposures)),
    ]
}
