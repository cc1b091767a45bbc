//! How far we are with who somebody is.
use domain::identity::{IdentityStep, Topic};
use leptos::prelude::*;
use leptos_meta::Title;

use super::words;
use crate::i18n::{td_string, use_locale};
use crate::kyc::api::load_identity;
use crate::kyc::model::{IdentityView, LastCase};
use crate::ui::{Icon, IconName, follow, format, loaded, page_resource};

#[component]
pub fn IdentityPage() -> impl IntoView {
    let locale = use_locale();
    let page = page_resource(|| (), |()| load_identity());
    // A decision is told, and shows here by itself.
    follow("notification", RwSignal::new(Some("own".to_owned())), move || page.refetch());
    view! {
        <Title text=td_string!(locale, kyc.title) />
        <h1>{td_string!(locale, kyc.title)}</h1>
        {loaded(page, |page| view! { <Standing page=page /> })}
    }
}

#[component]
fn Standing(page: IdentityView) -> impl IntoView {
    let locale = use_locale();
    let (kind, icon, title, text) = match page.step {
        IdentityStep::NotGiven => (
            "notice wait",
            IconName::Person,
            td_string!(locale, kyc.notice_not_given),
            td_string!(locale, kyc.not_given_text),
        ),
        IdentityStep::Waiting => (
            "notice info",
            IconName::Clock,
            td_string!(locale, kyc.waiting_title),
            td_string!(locale, kyc.waiting_text),
        ),
        IdentityStep::MoreAsked => (
            "notice wait",
            IconName::Info,
            td_string!(locale, kyc.more_title),
            td_string!(locale, kyc.more_text),
        ),
        IdentityStep::Approved => (
            "notice good",
            IconName::Check,
            td_string!(locale, kyc.approved_title),
            td_string!(locale, kyc.approved_text),
        ),
        IdentityStep::Rejected => (
            "notice",
            IconName::Info,
            td_string!(locale, kyc.rejected_title),
            td_string!(locale, kyc.rejected_text),
        ),
    };
    let (open, asks) = (page.step.is_open(), page.step == IdentityStep::MoreAsked);
    let now = page.now;
    view! {
        <div class=kind role="status">
            <Icon name=icon />
            <div>
                <h2>{title}</h2>
                <p>{text}</p>
                {asks.then(|| view! { <Asked topics=page.asked /> })}
            </div>
        </div>
        {open.then(|| view! {
            <p>
                <a class="btn" href="/identity/details">
                    {if asks { td_string!(locale, kyc.answer) } else { td_string!(locale, kyc.begin) }}
                </a>
            </p>
        })}
        {(page.step == IdentityStep::Approved).then(|| view! { <p><a class="btn" href="/send">{td_string!(locale, common.send)}</a></p> })}
        {page.last.map(|last| view! { <Given last=last now=now /> })}
        <Why />
    }
}

/// What the customer has to tell more about.
#[component]
pub(super) fn Asked(topics: Vec<Topic>) -> impl IntoView {
    let lines = topics.into_iter().map(|topic| view! { <li>{words::topic(topic)}</li> }).collect_view();
    view! { <ul>{lines}</ul> }
}

/// What was handed in last.
#[component]
fn Given(last: LastCase, now: chrono::DateTime<chrono::Utc>) -> impl IntoView {
    let locale = use_locale();
    let at = format::date_and_time(locale, last.submitted_at, now);
    view! {
        <section class="card stack">
            <h2>{td_string!(locale, kyc.given)}</h2>
            <dl class="sum bare">
                <div><dt>{td_string!(locale, kyc.national_id)}</dt><dd class="ltr">{last.national_id}</dd></div>
                <div><dt>{td_string!(locale, kyc.nationality)}</dt><dd>{last.nationality}</dd></div>
                <div><dt>{td_string!(locale, kyc.home)}</dt><dd>{last.address}</dd></div>
                <div><dt>{td_string!(locale, kyc.occupation)}</dt><dd>{last.occupation}</dd></div>
                <div><dt>{td_string!(locale, kyc.submitted_at)}</dt><dd>{at}</dd></div>
            </dl>
        </section>
    }
}

/// Why we ask, and what becomes of the answers.
#[component]
pub(super) fn Why() -> impl IntoView {
    let locale = use_locale();
    view! {
        <details class="why">
            <summary>{td_string!(locale, kyc.why)}</summary>
            <p>{td_string!(locale, kyc.why_text)}</p>
            <p>{td_string!(locale, kyc.why_number)}</p>
            <p>{td_string!(locale, kyc.why_kept)}</p>
        </details>
    }
}
