//! Who one is to Drop: what we know, where it comes from, and how each of it is changed.
use domain::calendar::oslo_date;
use leptos::prelude::*;
use leptos_meta::Title;

use super::api::load_profile;
use super::hub::identity_tag;
use super::model::Profile;
use crate::i18n::{td_string, use_locale};
use crate::kyc::model::LastCase;
use crate::ui::{format, loaded, page_resource};

#[component]
pub fn ProfilePage() -> impl IntoView {
    let locale = use_locale();
    let profile = page_resource(|| (), |()| load_profile());
    view! {
        <Title text=td_string!(locale, me.profile) />
        <h1>{td_string!(locale, me.profile)}</h1>
        {loaded(profile, |profile| view! { <Known profile=profile /> })}
        <p><a href="/me">{td_string!(locale, common.me)}</a></p>
    }
}

#[component]
fn Known(profile: Profile) -> impl IntoView {
    let locale = use_locale();
    let today = oslo_date(profile.now);
    let name = format!("{} {}", profile.first_name, profile.last_name);
    let (class, text) = identity_tag(locale, profile.identity);
    let phone = profile.phone.unwrap_or_else(|| td_string!(locale, me.not_given).to_owned());
    view! {
        <section class="card stack">
            <h2>{td_string!(locale, me.who)}</h2>
            <dl class="sum bare">
                <div><dt>{td_string!(locale, me.name)}</dt><dd><bdi>{name}</bdi></dd></div>
                {profile.born.map(|born| view! {
                    <div><dt>{td_string!(locale, identity.date_of_birth)}</dt><dd>{format::date(locale, born, today)}</dd></div>
                })}
                <div>
                    <dt>{td_string!(locale, identity.kyc)}</dt>
                    <dd><a href="/identity">{td_string!(locale, identity.kyc_see)}</a> " " <span class=class>{text}</span></dd>
                </div>
            </dl>
            <p class="quiet">
                {td_string!(locale, me.correct_text)} " "
                <a href="/me/privacy">{td_string!(locale, me.correct)}</a>
            </p>
        </section>
        <section class="card stack">
            <h2>{td_string!(locale, me.reach)}</h2>
            <dl class="sum bare">
                <div>
                    <dt>{td_string!(locale, identity.email)}</dt>
                    <dd><bdi>{profile.email}</bdi> " " <a href="/me/email">{td_string!(locale, me.change_email)}</a></dd>
                </div>
                <div>
                    <dt>{td_string!(locale, identity.phone)}</dt>
                    <dd><bdi>{phone}</bdi> " " <a href="/me/phone">{td_string!(locale, me.change_phone)}</a></dd>
                </div>
            </dl>
        </section>
        {profile.told.map(|told| view! { <Told told=told today=today /> })}
    }
}

/// What was told when the identity was handed in.
#[component]
fn Told(told: LastCase, today: chrono::NaiveDate) -> impl IntoView {
    let locale = use_locale();
    let day = format::date(locale, oslo_date(told.submitted_at), today);
    view! {
        <section class="card stack">
            <h2>{td_string!(locale, me.told)}</h2>
            <dl class="sum bare">
                <div><dt>{td_string!(locale, kyc.national_id)}</dt><dd class="ltr num">{told.national_id}</dd></div>
                <div><dt>{td_string!(locale, kyc.nationality)}</dt><dd>{told.nationality}</dd></div>
                <div><dt>{td_string!(locale, me.address)}</dt><dd><bdi>{told.address}</bdi></dd></div>
                <div><dt>{td_string!(locale, kyc.occupation)}</dt><dd><bdi>{told.occupation}</bdi></dd></div>
            </dl>
            <p class="quiet">{td_string!(locale, me.told_on, day = day)}</p>
        </section>
    }
}
