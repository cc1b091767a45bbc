//! The page: what Drop is, what it costs, how it works.
use leptos::prelude::*;

use super::api::load_prices;
use super::calculator::Calculator;
use crate::error::AppError;
use crate::i18n::{td_string, use_locale};
use crate::ui::{Icon, IconName, PlainShell, loaded_or_default, page_resource};

#[component]
pub fn LandingPage() -> impl IntoView {
    let locale = use_locale();
    // The page is there without its calculator too.
    let prices = page_resource(|| (), |()| async { Ok::<_, AppError>(load_prices().await.ok()) });
    view! {
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
                {loaded_or_default(prices, |prices| prices.map(|prices| view! { <Calculator prices=prices /> }))}
            </section>
            <HowItWorks />
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

#[component]
fn HowItWorks() -> impl IntoView {
    let locale = use_locale();
    let steps = [
        (td_string!(locale, landing.step_bank), td_string!(locale, landing.step_bank_text)),
        (td_string!(locale, landing.step_amount), td_string!(locale, landing.step_amount_text)),
        (td_string!(locale, landing.step_approve), td_string!(locale, landing.step_approve_text)),
        (td_string!(locale, landing.step_follow), td_string!(locale, landing.step_follow_text)),
    ];
    let steps = steps.map(|(title, text)| view! { <li><b>{title}</b><p>{text}</p></li> });
    view! {
        <section class="how">
            <h2>{td_string!(locale, landing.how)}</h2>
            <ol>{steps.collect_view()}</ol>
        </section>
    }
}
