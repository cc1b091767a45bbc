//! Me: who I am to Drop, the language, and the way out.
use domain::access::KycStatus;
use leptos::prelude::*;
use leptos_meta::Title;

use crate::i18n::{tu_string, use_i18n};
use crate::identity::api::load_my_page;
use crate::identity::model::Me;
use crate::ui::{LanguageForm, LogOutForm, loaded, page_resource};

#[component]
pub fn MePage() -> impl IntoView {
    let i18n = use_i18n();
    let me = page_resource(|| (), |()| load_my_page());
    view! {
        <Title text=tu_string!(i18n, common.me) />
        <h1>{tu_string!(i18n, common.me)}</h1>
        {loaded(me, |me| view! { <Profile me=me /> })}
        <section class="card stack">
            <h2>{tu_string!(i18n, common.language)}</h2>
            <LanguageForm />
        </section>
        <LogOutForm />
    }
}

#[component]
fn Profile(me: Me) -> impl IntoView {
    let i18n = use_i18n();
    let (kind, text) = match me.kyc {
        KycStatus::Approved => ("tag good", tu_string!(i18n, identity.kyc_approved)),
        KycStatus::Pending => ("tag wait", tu_string!(i18n, identity.kyc_pending)),
        KycStatus::Rejected => ("tag bad", tu_string!(i18n, identity.kyc_rejected)),
    };
    view! {
        <section class="card stack">
            <h2>{format!("{} {}", me.first_name, me.last_name)}</h2>
            <dl class="sum bare">
                <div><dt>{tu_string!(i18n, identity.email)}</dt><dd class="ltr">{me.email}</dd></div>
                {me.phone.map(|phone| view! { <div><dt>{tu_string!(i18n, identity.phone)}</dt><dd class="ltr">{phone}</dd></div> })}
                <div><dt>{tu_string!(i18n, identity.kyc)}</dt><dd><span class=kind>{text}</span></dd></div>
            </dl>
        </section>
    }
}
