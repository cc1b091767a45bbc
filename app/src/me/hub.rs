//! The page "Me": everything of one's own in groups, each line with how it stands.
use domain::identity::IdentityStep;
use domain::money::Currency;
use leptos::prelude::*;
use leptos_meta::Title;

use super::api::load_hub;
use super::model::Hub;
use crate::i18n::{Locale, td_string, use_locale};
use crate::ui::{Icon, IconName, LogOutForm, format, loaded, page_resource, unread_text};

#[component]
pub fn MePage() -> impl IntoView {
    let locale = use_locale();
    let hub = page_resource(|| (), |()| load_hub());
    view! {
        <Title text=td_string!(locale, common.me) />
        <h1>{td_string!(locale, common.me)}</h1>
        {loaded(hub, |hub| view! { <Everything hub=hub /> })}
        <LogOutForm />
    }
}

#[component]
fn Everything(hub: Hub) -> impl IntoView {
    let locale = use_locale();
    view! {
        <Person hub=hub.clone() />
        {group(td_string!(locale, me.group_safety), safety(locale, &hub))}
        {group(td_string!(locale, me.group_choices), choices(locale, &hub))}
        {group(td_string!(locale, me.group_money), money(locale, &hub))}
        {group(td_string!(locale, me.group_rights), rights(locale, &hub))}
    }
}

/// Who it is, and the way to what we know of them.
#[component]
fn Person(hub: Hub) -> impl IntoView {
    let locale = use_locale();
    let name = format!("{} {}", hub.first_name, hub.last_name);
    let (class, text) = identity_tag(locale, hub.identity);
    let letters = format::initials(&name);
    view! {
        <section class="card">
            <ul class="rows">
                <li>
                    <a class="row" href="/me/profile">
                        <span class="avatar" aria-hidden="true">{letters}</span>
                        <span class="text"><b><bdi>{name}</bdi></b><span class="quiet"><bdi>{hub.email}</bdi></span></span>
                        <span class=class>{text}</span>
                        <Icon name=IconName::Chevron class="icon flip" />
                    </a>
                </li>
            </ul>
        </section>
    }
}

/// How far we are with who somebody is: the class of a tag and its words.
pub(super) fn identity_tag(locale: Locale, step: IdentityStep) -> (&'static str, &'static str) {
    match step {
        IdentityStep::Approved => ("tag good", td_string!(locale, identity.kyc_approved)),
        IdentityStep::Waiting => ("tag info", td_string!(locale, identity.kyc_waiting)),
        IdentityStep::NotGiven | IdentityStep::MoreAsked => {
            ("tag wait", td_string!(locale, identity.kyc_pending))
        }
        IdentityStep::Rejected => ("tag bad", td_string!(locale, identity.kyc_rejected)),
    }
}

/// A line: where it leads, what it is, how it stands, and what is new there.
struct Way {
    href: &'static str,
    icon: IconName,
    name: &'static str,
    state: String,
    news: Option<String>,
}

fn way(href: &'static str, icon: IconName, name: &'static str, state: impl Into<String>) -> Way {
    Way { href, icon, name, state: state.into(), news: None }
}

fn safety(locale: Locale, hub: &Hub) -> Vec<Way> {
    let code = if hub.counts.has_factor {
        td_string!(locale, me.security_on)
    } else {
        td_string!(locale, me.security_off)
    };
    let logins = td_string!(locale, me.logins_count, count = hub.counts.logins);
    vec![
        way("/me/security", IconName::Shield, td_string!(locale, me.security), code),
        way(
            "/me/password",
            IconName::Edit,
            td_string!(locale, me.password),
            td_string!(locale, me.password_text),
        ),
        way("/me/logins", IconName::Clock, td_string!(locale, me.logins), logins),
    ]
}

fn choices(locale: Locale, hub: &Hub) -> Vec<Way> {
    let language = match hub.currency {
        Currency::Nok => locale.own_name().to_owned(),
        other => format!("{} · {other}", locale.own_name()),
    };
    let news = (hub.unread > 0).then(|| unread_text(hub.unread));
    let list = way(
        "/notifications",
        IconName::Bell,
        td_string!(locale, notifications.title),
        td_string!(locale, me.list_text),
    );
    vec![
        Way { news, ..list },
        way(
            "/me/notifications",
            IconName::Bell,
            td_string!(locale, me.switches),
            td_string!(locale, me.switches_text),
        ),
        way("/me/language", IconName::Globe, td_string!(locale, me.language), language),
    ]
}

fn money(locale: Locale, hub: &Hub) -> Vec<Way> {
    let banks = match hub.counts.banks {
        0 => td_string!(locale, me.banks_none).to_owned(),
        count => td_string!(locale, me.banks_count, count = count),
    };
    let shops = match hub.counts.shops {
        0 => td_string!(locale, shops.me_text).to_owned(),
        count => td_string!(locale, me.shops_count, count = count),
    };
    vec![
        way("/accounts", IconName::Bank, td_string!(locale, me.banks), banks),
        way("/shops", IconName::Shop, td_string!(locale, shops.title), shops),
    ]
}

fn rights(locale: Locale, hub: &Hub) -> Vec<Way> {
    let requests = match hub.counts.requests {
        0 => td_string!(locale, me.privacy_text).to_owned(),
        count => td_string!(locale, me.requests_count, count = count),
    };
    let complaints = match hub.counts.complaints {
        0 => td_string!(locale, complaints.mine_text).to_owned(),
        count => td_string!(locale, me.complaints_count, count = count),
    };
    vec![
        way("/me/privacy", IconName::Shield, td_string!(locale, me.privacy), requests),
        way("/complaints", IconName::Edit, td_string!(locale, complaints.title), complaints),
        way(
            "/about",
            IconName::Info,
            td_string!(locale, common.about),
            td_string!(locale, identity.about_text),
        ),
    ]
}

fn group(title: &'static str, ways: Vec<Way>) -> impl IntoView {
    let rows = ways.into_iter().map(|way| {
        let Way { href, icon, name, state, news } = way;
        view! {
            <li>
                <a class="row" href=href>
                    <span class="avatar" aria-hidden="true"><Icon name=icon /></span>
                    <span class="text"><b>{name}</b><span class="quiet">{state}</span></span>
                    {news.map(|news| view! { <span class="tag info">{news}</span> })}
                    <Icon name=IconName::Chevron class="icon flip" />
                </a>
            </li>
        }
    });
    view! {
        <section class="card">
            <h2>{title}</h2>
            <ul class="rows">{rows.collect_view()}</ul>
        </section>
    }
}
