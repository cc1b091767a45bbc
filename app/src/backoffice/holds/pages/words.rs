//! Causes, states and steps of a hold in words.
use domain::compliance::hold::{Cause, HoldState, Step};
use domain::history::PaymentKind;
use leptos::prelude::*;

use crate::i18n::{Locale, td_string};

pub(in crate::backoffice) fn cause_text(locale: Locale, cause: Cause) -> &'static str {
    match cause {
        Cause::Rule => td_string!(locale, holds.cause_rule),
        Cause::Sanctions => td_string!(locale, holds.cause_sanctions),
        Cause::Both => td_string!(locale, holds.cause_both),
    }
}

pub(in crate::backoffice) fn state_tag(locale: Locale, state: HoldState) -> impl IntoView + use<> {
    let (class, words) = match state {
        HoldState::Held => ("tag wait", td_string!(locale, holds.state_held)),
        HoldState::Proposed => ("tag info", td_string!(locale, holds.state_proposed)),
        HoldState::Released => ("tag good", td_string!(locale, holds.state_released)),
        HoldState::Refused => ("tag bad", td_string!(locale, holds.state_refused)),
        HoldState::Lapsed => ("tag", td_string!(locale, holds.state_lapsed)),
    };
    view! { <span class=class>{words}</span> }
}

pub(in crate::backoffice) fn kind_text(locale: Locale, kind: PaymentKind) -> &'static str {
    match kind {
        PaymentKind::Remittance => td_string!(locale, activity.remittance),
        PaymentKind::QrPayment => td_string!(locale, activity.qr_payment),
        PaymentKind::Refund => td_string!(locale, activity.refund),
    }
}

/// What somebody did.
pub(super) fn done_text(locale: Locale, step: Step) -> &'static str {
    match step {
        Step::Release => td_string!(locale, holds.did_release),
        Step::Propose => td_string!(locale, holds.did_propose),
        Step::Approve => td_string!(locale, holds.did_approve),
        Step::Reject => td_string!(locale, holds.did_reject),
        Step::Refuse => td_string!(locale, holds.did_refuse),
    }
}

/// What somebody may do, and what follows from it.
pub(super) fn choice(locale: Locale, step: Step) -> (String, String, String) {
    let (head, more) = match step {
        Step::Release => (td_string!(locale, holds.do_release), td_string!(locale, holds.do_release_text)),
        Step::Propose => (td_string!(locale, holds.do_propose), td_string!(locale, holds.do_propose_text)),
        Step::Approve => (td_string!(locale, holds.do_approve), td_string!(locale, holds.do_approve_text)),
        Step::Reject => (td_string!(locale, holds.do_reject), td_string!(locale, holds.do_reject_text)),
        Step::Refuse => (td_string!(locale, holds.do_refuse), td_string!(locale, holds.do_refuse_text)),
    };
    (step.to_string(), head.to_owned(), more.to_owned())
}
