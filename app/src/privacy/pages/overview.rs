//! One's own data: what one may ask, what one has agreed to, and what became of what one asked.
use domain::calendar::oslo_date;
use domain::compliance::privacy::RequestKind;
use leptos::prelude::*;
use leptos_meta::Title;

use super::ask_path;
use super::consents::{Choices, History};
use super::copy::CopySection;
use super::requests::Requests;
use crate::i18n::{Locale, td_string, use_locale};
use crate::privacy::api::{AskCopy, ChooseConsent, load_privacy};
use crate::privacy::model::{CopyState, Overview};
use crate::ui::{Icon, IconName, PostAction, follow, format, loaded, page_resource};

#[component]
pub fn PrivacyPage() -> impl IntoView {
    let locale = use_locale();
    let (choose, copy) = (PostAction::to::<ChooseConsent, _>(), PostAction::to::<AskCopy, _>());
    let (chosen, asked) = (choose.accepted(), copy.accepted());
    let page = page_resource(move || (chosen.get(), asked.get()), |_| load_privacy());
    let building = RwSignal::new(None);
    follow("copy", building, move || page.refetch());
    view! {
        <Title text=td_string!(locale, privacy.title) />
        <h1>{td_string!(locale, privacy.title)}</h1>
        <p class="lead">{td_string!(locale, privacy.lead)}</p>
        {loaded(page, move |page: Overview| {
            let is_building = page.copy.is_some_and(|copy| matches!(copy.state, CopyState::Building { .. }));
            building.set(is_building.then(|| "own".to_owned()));
            view! { <Content page=page choose=choose copy=copy /> }
        })}
    }
}

#[component]
fn Content(page: Overview, choose: PostAction, copy: PostAction) -> impl IntoView {
    let locale = use_locale();
    let closing = page.closing_on.map(|day| {
        let day = format::weekday_and_date(locale, day, oslo_date(page.now));
        view! {
            <div class="notice wait" role="status">
                <Icon name=IconName::Alert />
                <div>
                    <p>{td_string!(locale, privacy.closes_on, day = day)}</p>
                    <p><a href="/me/close">{td_string!(locale, privacy.keep)}</a></p>
                </div>
            </div>
        }
    });
    view! {
        {closing}
        <CopySection copy=page.copy now=page.now action=copy />
        <Choices page=page.clone() action=choose />
        <Rights />
        <Requests page=page.clone() />
        <History lines=page.consents now=page.now />
    }
}

/// What else one may ask.
#[component]
fn Rights() -> impl IntoView {
    let locale = use_locale();
    let rows = ways(locale).into_iter().map(|(href, title, text)| {
        view! {
            <li>
                <a class="row" href=href>
                    <span class="text"><b>{title}</b><span class="quiet">{text}</span></span>
                    <Icon name=IconName::Chevron class="icon flip" />
                </a>
            </li>
        }
    });
    view! {
        <section class="card">
            <h2>{td_string!(locale, privacy.rights)}</h2>
            <ul class="rows">{rows.collect_view()}</ul>
        </section>
    }
}

/// Where, what, and what it is for.
fn ways(locale: Locale) -> [(String, &'static str, &'static str); 6] {
    let ask = |kind| ask_path(Some(kind));
    [
        (
            ask(RequestKind::Rectification),
            td_string!(locale, privacy.kind_rectification),
            td_string!(locale, privacy.rectification_text),
        ),
        (
            ask(RequestKind::Restriction),
            td_string!(locale, privacy.kind_restriction),
            td_string!(locale, privacy.restriction_text),
        ),
        (
            ask(RequestKind::Erasure),
            td_string!(locale, privacy.kind_erasure),
            td_string!(locale, privacy.erasure_text),
        ),
        ("/me/close".to_owned(), td_string!(locale, privacy.close), td_string!(locale, privacy.close_text)),
        (
            "/about/privacy".to_owned(),
            td_string!(locale, privacy.notice),
            td_string!(locale, privacy.notice_text),
        ),
        (
            "/about/cookies".to_owned(),
            td_string!(locale, privacy.cookies),
            td_string!(locale, privacy.cookies_text),
        ),
    ]
}
