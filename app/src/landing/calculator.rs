//! What sending money would cost today. Computed while somebody types, and by an ordinary form without JavaScript.
use domain::money::Currency;
use domain::remittance::quote::{QuoteError, Terms};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::model::{Corridor, Prices};
use crate::i18n::{td_string, use_locale};
use crate::remittance::pages::{PriceSummary, RateSentence, Sums, quote_problem};
use crate::ui::{country_name, format};

/// What stands in the field at first.
const FIRST_AMOUNT: &str = "2000";
const AMOUNT_MAX_CHARS: u32 = 16;

/// Nothing while no corridor has a fresh rate: an old one would be a price that nobody stands by.
#[component]
pub fn Calculator(prices: Prices) -> impl IntoView {
    let locale = use_locale();
    let query = use_query_map();
    let asked = |name: &str| query.with_untracked(|query| query.get(name));
    let amount = RwSignal::new(asked("amount").unwrap_or_else(|| FIRST_AMOUNT.to_owned()));
    let first = prices.corridor(&asked("to").unwrap_or_default())?;
    let to = RwSignal::new(first.country.code().to_owned());
    let now = prices.now;
    let countries = prices.corridors.iter().map(|corridor| country_option(*corridor, first)).collect_view();
    let corridor = {
        let prices = prices.clone();
        Memo::new(move |_| to.with(|code| prices.corridor(code)).unwrap_or(first))
    };
    let price = Memo::new(move |_| amount.with(|text| prices.price(text, corridor.get())));
    let rate = move || {
        let Corridor { country, rates, .. } = corridor.get();
        view! {
            <RateSentence rate=rates.customer mid_rate=rates.mid to=country.currency() as_of=rates.as_of now=now />
        }
    };
    Some(view! {
        <form class="calc card" method="get" action="/" aria-labelledby="calc-title">
            <h2 id="calc-title">{td_string!(locale, landing.calculator)}</h2>
            <div class="swap">
                <label class="side">
                    <span>
                        <span class="quiet">{td_string!(locale, send.you_send)}</span>
                        <input
                            name="amount"
                            type="text"
                            inputmode="decimal"
                            autocomplete="off"
                            maxlength=AMOUNT_MAX_CHARS
                            prop:value=move || amount.get()
                            value=amount.get_untracked()
                            on:input=move |event| amount.set(event_target_value(&event))
                        />
                    </span>
                    <b>{Currency::Nok.code()}</b>
                </label>
                <label class="side">
                    <span class="quiet">{td_string!(locale, landing.to_country)}</span>
                    <select name="to" on:change=move |event| to.set(event_target_value(&event))>{countries}</select>
                </label>
            </div>
            <button class="btn plain asleep" type="submit">{td_string!(locale, send.calculate)}</button>
            <div class="calc-price" aria-live="polite">
                {move || price.get().map(|price| outcome(price, corridor.get(), now))}
            </div>
            {rate}
            <a class="btn" href="/register">{td_string!(locale, landing.begin)}</a>
            <p class="hint">{td_string!(locale, landing.holds)}</p>
        </form>
    })
}

fn country_option(corridor: Corridor, first: Corridor) -> impl IntoView {
    let (code, currency) = (corridor.country.code(), corridor.country.currency().code());
    let selected = corridor.country == first.country;
    view! { <option value=code selected=selected>{country_name(corridor.country)} " (" {currency} ")"</option> }
}

fn outcome(
    price: Result<Terms, QuoteError>,
    corridor: Corridor,
    now: chrono::DateTime<chrono::Utc>,
) -> AnyView {
    let locale = use_locale();
    match price {
        Ok(terms) => view! {
            <p class="calc-gets">
                <span class="quiet">{td_string!(locale, send.receives)}</span>
                <output class="money">{format::money(locale, terms.receive)}</output>
            </p>
            <PriceSummary sums=Sums::of(&terms) delivery=(corridor.delivery_by, now) />
        }
        .into_any(),
        Err(problem) => view! { <p class="error">{quote_problem(locale, problem)}</p> }.into_any(),
    }
}
