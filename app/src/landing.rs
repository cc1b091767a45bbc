//! The front door: what Drop is, in ten seconds.
use leptos::prelude::*;
use leptos_meta::Title;

use crate::i18n::{td_string, use_locale};
use crate::ui::{Icon, IconName, PlainShell};

#[component]
pub fn LandingPage() -> impl IntoView {
    let locale = use_locale();
    view! {
        <Title text="" />
        <PlainShell main="landing">
            <section class="landing-hero">
                <div class="landing-text">
                    <h1>{td_string!(locale, common.landing_title)}</h1>
                    <p class="lead">{td_string!(locale, common.landing_lead)}</p>
                    <div class="cluster">
                        <a class="btn" href="/register">{td_string!(locale, identity.register)}</a>
                        <a class="btn plain" href="/login">{td_string!(locale, identity.log_in)}</a>
                    </div>
                    <p class="quiet">{td_string!(locale, common.landing_countries)}</p>
                </div>
            </section>
            <ul class="trust">
                <li>
                    <span class="icon-disc"><Icon name=IconName::Bank /></span>
                    <h2>{td_string!(locale, common.trust_bank_title)}</h2>
                    <p>{td_string!(locale, common.trust_bank)}</p>
                </li>
                <li>
                    <span class="icon-disc"><Icon name=IconName::Swap /></span>
                    <h2>{td_string!(locale, common.trust_price_title)}</h2>
                    <p>{td_string!(locale, common.trust_price)}</p>
                </li>
                <li>
                    <span class="icon-disc"><Icon name=IconName::Shield /></span>
                    <h2>{td_string!(locale, common.trust_safe_title)}</h2>
                    <p>{td_string!(locale, common.trust_safe)}</p>
                </li>
            </ul>
        </PlainShell>
    }
}
