//! What other pages say of it to somebody who may not send money yet.
use domain::identity::IdentityStep;
use leptos::prelude::*;

use crate::i18n::{td_string, use_locale};
use crate::ui::{Icon, IconName};

#[component]
pub fn IdentityNotice(step: IdentityStep) -> impl IntoView {
    let locale = use_locale();
    let (kind, title, text, link) = match step {
        IdentityStep::Approved => return ().into_any(),
        IdentityStep::NotGiven => (
            "notice wait",
            td_string!(locale, kyc.notice_not_given),
            td_string!(locale, kyc.notice_not_given_text),
            td_string!(locale, kyc.begin),
        ),
        IdentityStep::MoreAsked => (
            "notice wait",
            td_string!(locale, kyc.more_title),
            td_string!(locale, kyc.notice_more_text),
            td_string!(locale, kyc.answer),
        ),
        IdentityStep::Waiting => (
            "notice info",
            td_string!(locale, kyc.waiting_title),
            td_string!(locale, kyc.notice_waiting_text),
            td_string!(locale, kyc.see),
        ),
        IdentityStep::Rejected => (
            "notice",
            td_string!(locale, kyc.rejected_title),
            td_string!(locale, kyc.notice_rejected_text),
            td_string!(locale, kyc.see),
        ),
    };
    view! {
        <div class=kind>
            <Icon name=IconName::Person />
            <div>
                <h2>{title}</h2>
                <p>{text}</p>
            </div>
            <a class="btn small" href="/identity">{link}</a>
        </div>
    }
    .into_any()
}
