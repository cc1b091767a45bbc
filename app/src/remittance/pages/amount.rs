//! Step 2: how much? Either amount may be typed; the other follows, computed by the rules that the server uses.
use domain::money::{Currency, Money};
use domain::remittance::limit::{LimitExceeded, Limits};
use domain::remittance::quote::{QuoteError, Rates, Side, Terms, quote};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use super::price::{PriceSummary, RateSentence, Sums};
use super::step_bar::StepBar;
use crate::error::AppError;
use crate::form::{Flash, flash_if, is_second_look};
use crate::i18n::{Locale, tu_string, use_i18n};
use crate::remittance::api::{CreateQuote, load_amount_step};
use crate::remittance::model::AmountStep;
use crate::ui::{
    ErrorSummary, FormState, PostAction, PostForm, SubmitButton, form_state, format, loaded, page_resource,
};

/// The form's own name, for the button that stands below the price.
const FORM_ID: &str = "amount";

#[component]
pub fn AmountPage() -> impl IntoView {
    let i18n = use_i18n();
    let query = use_query_map();
    let recipient = Memo::new(move |_| query.with(|query| query.get("recipient").unwrap_or_default()));
    let again = is_second_look();
    let load = move |recipient| async move {
        Ok::<_, AppError>((load_amount_step(recipient).await?, flash_if(again, FORM_ID).await?))
    };
    let both = page_resource(move || recipient.get(), load);
    view! {
        <Title text=tu_string!(i18n, send.step_amount) />
        <StepBar step=2 name=tu_string!(i18n, send.step_amount) />
        {loaded(both, |(step, flash)| view! { <AmountForm step=step flash=flash /> })}
    }
}

/// What is typed, and which field was typed in last.
#[derive(Clone, Copy)]
struct Typed {
    send: RwSignal<String>,
    receive: RwSignal<String>,
    by_receive: RwSignal<bool>,
}

/// The price of what is typed; none while there is nothing to price.
fn price(step: &AmountStep, typed: Typed) -> Option<Result<Terms, QuoteError>> {
    let country = step.recipient.country;
    let rates = Rates { customer: step.rate, mid: step.mid_rate, as_of: step.rate_as_of };
    let side = if typed.by_receive.get() {
        let text = typed.receive.get();
        (!text.trim().is_empty()).then(|| Money::parse_input(&text, country.currency()).map(Side::Receive))
    } else {
        let text = typed.send.get();
        (!text.trim().is_empty()).then(|| Money::parse_input(&text, Currency::Nok).map(Side::Send))
    };
    let price = |side| quote(side, country, &rates, &Limits::default(), step.now);
    side.map(|side| side.map_err(QuoteError::from).and_then(price))
}

#[component]
fn AmountForm(step: AmountStep, flash: Flash) -> impl IntoView {
    let i18n = use_i18n();
    let action = PostAction::to::<CreateQuote, _>();
    let state = form_state("amount", action, flash);
    let typed = Typed {
        send: RwSignal::new(state.value("send_amount")),
        receive: RwSignal::new(state.value("receive_amount")),
        by_receive: RwSignal::new(state.value("side") == "receive"),
    };
    take_over(state, typed);
    let (name, to) = (step.recipient.name.clone(), step.recipient.country.currency());
    let recipient_id = step.recipient.id.to_string();
    let left = step.left_today.minor().min(step.left_this_month.minor());
    let left = Money::new(left.max(0), Currency::Nok);
    let terms = {
        let step = step.clone();
        Memo::new(move |_| price(&step, typed))
    };
    fill_in_the_other(typed, terms, i18n);
    let question = tu_string!(i18n, send.amount_question, name = name.clone());
    view! {
        <h1>{question}</h1>
        <div class="send">
            <PostForm action=action attr:class="form send-main" attr:id=FORM_ID>
                <ErrorSummary state=state />
                <input type="hidden" name="form[recipient]" value=recipient_id />
                <input
                    type="hidden"
                    name="form[side]"
                    prop:value=move || if typed.by_receive.get() { "receive" } else { "send" }
                />
                <div class="swap card">
                    <AmountSide state=state name="send_amount" label=tu_string!(i18n, send.you_send) currency=Currency::Nok typed=typed receive=false />
                    <AmountSide state=state name="receive_amount" label=tu_string!(i18n, send.they_receive, name = name) currency=to typed=typed receive=true />
                </div>
                {move || state.field_error("send_amount").or_else(|| state.field_error("receive_amount")).map(|text| view! { <p class="error" id="amount-error">{text}</p> })}
                <LiveProblem terms=terms />
                <RateSentence rate=step.rate mid_rate=step.mid_rate to=to as_of=step.rate_as_of now=step.now />
            </PostForm>
            <aside class="send-side" aria-live="polite">
                {move || match terms.get() {
                    Some(Ok(terms)) => Some(view! { <PriceSummary sums=sums(&terms) /> }),
                    _ => None,
                }}
            </aside>
            <div class="send-actions">
                <div class="form-actions">
                    <SubmitButton state=state form=FORM_ID>{tu_string!(i18n, send.see_price)}</SubmitButton>
                    <a class="btn plain" href="/send">{tu_string!(i18n, common.back)}</a>
                </div>
                <p class="quiet">
                    {move || tu_string!(i18n, send.left, left = format::money(i18n.get_locale_untracked(), left))}
                </p>
            </div>
        </div>
    }
}

/// What was typed before the page woke up stays: the fields are read before they are written.
#[cfg(not(feature = "ssr"))]
fn take_over(state: FormState, typed: Typed) {
    use leptos::wasm_bindgen::JsCast;
    let there = |name: &str| {
        let input = document().get_element_by_id(&state.field_id(name))?;
        let text = input.dyn_into::<leptos::web_sys::HtmlInputElement>().ok()?.value();
        (!text.is_empty()).then_some(text)
    };
    let (send, receive) = (there("send_amount"), there("receive_amount"));
    if let (None, Some(_)) = (&send, &receive) {
        typed.by_receive.set(true);
    }
    for (text, field) in [(send, typed.send), (receive, typed.receive)] {
        if let Some(text) = text {
            field.set(text);
        }
    }
}

#[cfg(feature = "ssr")]
const fn take_over(_: FormState, _: Typed) {}

fn sums(terms: &Terms) -> Sums {
    Sums {
        send: terms.send,
        fee: terms.fee,
        margin: terms.margin,
        debit: terms.debit,
        receive: terms.receive,
    }
}

/// Writes the other amount as soon as one of them has a price.
fn fill_in_the_other(
    typed: Typed,
    terms: Memo<Option<Result<Terms, QuoteError>>>,
    i18n: leptos_i18n::I18nContext<Locale>,
) {
    Effect::new(move |_| {
        let amounts = match terms.get() {
            Some(Ok(terms)) => Some((terms.send, terms.receive)),
            _ => None,
        };
        let locale = i18n.get_locale_untracked();
        let text = |pick: fn((Money, Money)) -> Money| {
            amounts.map_or_else(String::new, |both| format::number(locale, pick(both)))
        };
        if typed.by_receive.get_untracked() {
            typed.send.set(text(|both| both.0));
        } else {
            typed.receive.set(text(|both| both.1));
        }
    });
}

#[component]
fn AmountSide(
    state: FormState,
    name: &'static str,
    #[prop(into)] label: String,
    currency: Currency,
    typed: Typed,
    receive: bool,
) -> impl IntoView {
    let text = if receive { typed.receive } else { typed.send };
    let id = state.field_id(name);
    let invalid = move || state.field_error(name).map(|_| "true");
    view! {
        <label class="side" data-invalid=invalid>
            <span>
                <span class="quiet">{label}</span>
                <input
                    id=id
                    name=format!("form[{name}]")
                    type="text"
                    inputmode="decimal"
                    autocomplete="off"
                    maxlength=24
                    placeholder="0"
                    value=text.get_untracked()
                    prop:value=move || text.get()
                    aria-invalid=invalid
                    aria-describedby=move || state.field_error(name).map(|_| "amount-error")
                    on:input=move |event| {
                        typed.by_receive.set(receive);
                        text.set(event_target_value(&event));
                    }
                />
            </span>
            <b>{currency.code()}</b>
        </label>
    }
}

/// What is wrong with the amount while it is being typed, in words, without waiting for the server.
#[component]
fn LiveProblem(terms: Memo<Option<Result<Terms, QuoteError>>>) -> impl IntoView {
    let i18n = use_i18n();
    let text = move || {
        let money = |amount: Money| format::money(i18n.get_locale_untracked(), amount);
        match terms.get()?.err()? {
            QuoteError::Limit(LimitExceeded::TooSmall { min }) => {
                Some(tu_string!(i18n, send.at_least, amount = money(min)).to_string())
            }
            QuoteError::Limit(LimitExceeded::TooLarge { max }) => {
                Some(tu_string!(i18n, send.at_most, amount = money(max)).to_string())
            }
            QuoteError::StaleRate { .. } => Some(tu_string!(i18n, errors.rate_stale).to_string()),
            QuoteError::Limit(_) | QuoteError::Money(_) | QuoteError::WrongCurrency => {
                Some(tu_string!(i18n, errors.amount_malformed).to_string())
            }
        }
    };
    view! { <p class="error" role="status">{text}</p> }
}
