//! Me: who I am to Drop, the language, and the way out.
use domain::identity::IdentityStep;
use leptos::prelude::*;
use leptos_meta::Title;

use crate::i18n::{td_string, use_locale};
use crate::identity::api::load_my_page;
use crate::identity::model::Me;
use crate::ui::{Icon, IconName, LanguageForm, LogOutForm, loaded, page_resource, unread_text};

#[component]
pub fn MePage() -> impl IntoView {
    let locale = use_locale();
    let me = page_resource(|| (), |()| load_my_page());
    view! {
        <Title text=td_string!(locale, common.me) />
        <h1>{td_string!(locale, common.me)}</h1>
        {loaded(me, |me| view! { <Profile me=me /> })}
        <section class="card stack">
            <h2>{td_string!(locale, common.language)}</h2>
            <LanguageForm />
        </section>
        <LogOutForm />
    }
}

#[component]
fn Profile(me: Me) -> impl IntoView {
    let locale = use_locale();
    let (kind, text) = match me.identity {
        IdentityStep::Approved => ("tag good", td_string!(locale, identity.kyc_approved)),
        IdentityStep::Waiting => ("tag info", td_string!(locale, identity.kyc_waiting)),
        IdentityStep::NotGiven | IdentityStep::MoreAsked => {
            ("tag wait", td_string!(locale, identity.kyc_pending))
        }
        IdentityStep::Rejected => ("tag bad", td_string!(locale, identity.kyc_rejected)),
    };
    view! {
        <section class="card stack">
            <h2>{format!("{} {}", me.first_name, me.last_name)}</h2>
            <dl class="sum bare">
                <div><dt>{td_string!(locale, identity.email)}</dt><dd class="ltr">{me.email}</dd></div>
                {me.phone.map(|phone| view! { <div><dt>{td_string!(locale, identity.phone)}</dt><dd class="ltr">{phone}</dd></div> })}
                <div>
                    <dt>{td_string!(locale, identity.kyc)}</dt>
                    <dd><a href="/identity">{td_string!(locale, identity.kyc_see)}</a> " " <span class=kind>{text}</span></dd>
                </div>
            </dl>
        </section>
        <Ways unread=me.unread />
    }
}

/// Where else one's own things are: on a phone the bar has no room for them.
#[component]
fn Ways(unread: i64) -> impl IntoView {
    let locale = use_locale();
    let badge = (unread > 0).then(|| view! { <span class="tag info">{unread_text(unread)}</span> });
    view! {
        <section class="card">
            <ul class="rows">
                <li>
                    <a class="row" href="/notifications">
                        <span class="avatar" aria-hidden="true"><Icon name=IconName::Bell /></span>
                        <span class="text"><b>{td_string!(locale, notifications.title)}</b></span>
                        {badge}
                        <Icon name=IconName::Chevron class="icon flip" />
                    </a>
                </li>
                <li>
                    <a class="row" href="/shops">
                        <span class="avatar sun" aria-hidden="true"><Icon name=IconName::Shop /></span>
                        <span class="text">
                            <b>{td_string!(locale, shops.title)}</b>
                            <span class="quiet">{td_string!(locale, shops.me_text)}</span>
                        </span>
                        <Icon name=IconName::Chevron class="icon flip" />
                    </a>
                </li>
                <li>
                    <a class="row" href="/about">
                        <span class="avatar" aria-hidden="true"><Icon name=IconName::Info /></span>
                        <span class="text">
                            <b>{td_string!(locale, common.about)}</b>
                            <span class="quiet">{td_string!(locale, identity.about_text)}</span>
                        </span>
                        <Icon name=IconName::Chevron class="icon flip" />
                    </a>
                </li>
                <li>
                    <a class="row" href="/complaints">
                        <span class="avatar" aria-hidden="true"><Icon name=IconName::Edit /></span>
                        <span class="text">
                            <b>{td_string!(locale, complaints.title)}</b>
                            <span class="quiet">{td_string!(locale, complaints.mine_text)}</span>
                        </span>
                        <Icon name=IconName::Chevron class="icon flip" />
                    </a>
                </li>
            </ul>
        </section>
    }
}
