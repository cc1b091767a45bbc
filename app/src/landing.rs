//! The front door: what Drop is, in ten seconds.
use leptos::prelude::*;
use leptos_meta::Title;

use crate::i18n::{tu_string, use_i18n};
use crate::ui::{Icon, IconName, PlainShell};

#[component]
pub fn LandingPage() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <Title text="" />
        <PlainShell main="landing">
            <section class="landing-hero">
                <div class="landing-text">
                    <h1>{tu_string!(i18n, common.landing_title)}</h1>
                    <p class="lead">{tu_string!(i18n, common.landing_lead)}</p>
                    <div class="cluster">
                        <a class="btn" href="/register">{tu_string!(i18n, identity.register)}</a>
                        <a class="btn plain" href="/login">{tu_string!(i18n, identity.log_in)}</a>
                    </div>
                    <p class="quiet">{tu_string!(i18n, common.landing_countries)}</p>
                </div>
            </section>
            <ul class="trust">
                <li>
                    <span class="icon-disc"><Icon name=IconName::Bank /></span>
                    <h2>{tu_string!(i18n, common.trust_bank_title)}</h2>
                    <p>{tu_string!(i18n, common.trust_bank)}</p>
                </li>
                <li>
                    <span class="icon-disc"><Icon name=IconName::Swap /></span>
                    <h2>{tu_string!(i18n, common.trust_price_title)}</h2>
                    <p>{tu_string!(i18n, common.trust_price)}</p>
                </li>
                <li>
                    <span class="icon-disc"><Icon name=IconName::Shield /></span>
                    <h2>{tu_string!(i18n, common.trust_safe_title)}</h2>
                    <p>{tu_string!(i18n, common.trust_safe)}</p>
                </li>
            </ul>
        </PlainShell>
    }
}
