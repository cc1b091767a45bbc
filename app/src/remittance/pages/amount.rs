//! Step 2: how much? Either amount may be typed; the other follows, computed by the rules that the server uses.
use domain::money::{Currency, Money};
use domain::remittance::quote::{QuoteError, Rates, Side, Terms, quote};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use super::price::{PriceSummary, RateSentence, Sums, quote_problem};
use super::step_bar::StepBar;
use crate::error::AppError;
use crate::form::{Flash, flash_if, is_second_look};
use crate::i18n::{Locale, td_string, use_locale};
use crate::remittance::api::{CreateQuote, load_amount_step};
use crate::remittance::model::{AmountStep, amount_path};
use crate::ui::{
    ErrorSummary, FormState, Icon, IconName, PostAction, PostForm, SubmitButton, form_state, format, loaded,
    page_resource,
};

/// The form's own name, for the button that stands below the price.
const FORM_ID: &str = "amount";

#[component]
pub fn AmountPage() -> impl IntoView {
    let locale = use_locale();
    let query = use_query_map();
    // "Calculate" asks for this page again with the form's own fields.
    let recipient = Memo::new(move |_| {
        query
            .with(|query| query.get("recipient").or_else(|| query.get("form[recipient]")).unwrap_or_default())
    });
    let asked = query.with_untracked(|query| {
        ["form[send_amount]", "form[receive_amount]"].map(|name| query.get(name).unwrap_or_default())
    });
    let asked = StoredValue::new(asked);
    let again = is_second_look();
    let load = move |recipient| async move {
        Ok::<_, AppError>((load_amount_step(recipient).await?, flash_if(again, FORM_ID).await?))
    };
    let both = page_resource(move || recipient.get(), load);
    view! {
        <Title text=td_string!(locale, send.step_amount) />
        <StepBar step=2 name=td_string!(locale, send.step_amount) />
        {loaded(both, move |(step, flash)| match step.rates {
            Some(rates) => view! { <AmountForm step=step rates=rates flash=flash asked=asked.get_value() /> }.into_any(),
            None => view! { <NoRate step=step /> }.into_any(),
        })}
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
fn price(step: &AmountStep, rates: &Rates, typed: Typed) -> Option<Result<Terms, QuoteError>> {
    let country = step.recipient.country;
    let side = if typed.by_receive.get() {
        let text = typed.receive.get();
        (!text.trim().is_empty()).then(|| Money::parse_input(&text, country.currency()).map(Side::Receive))
    } else {
        let text = typed.send.get();
        (!text.trim().is_empty()).then(|| Money::parse_input(&text, Currency::Nok).map(Side::Send))
    };
    let price = |side| {
        let terms = quote(side, country, rates, &step.limits, step.now)?;
        step.limits.check(terms.send, step.used_day, step.used_month)?;
        Ok(terms)
    };
    side.map(|side| side.map_err(QuoteError::from).and_then(price))
}

/// A corridor without a fresh rate: an old one would be a price that nobody stands by.
#[component]
fn NoRate(step: AmountStep) -> impl IntoView {
    let locale = use_locale();
    let again = amount_path(step.recipient.id.as_str());
    let currency = step.recipient.country.currency().code();
    view! {
        <h1>{td_string!(locale, send.amount_question, name = step.recipient.name)}</h1>
        <div class="notice wait no-rate">
            <Icon name=IconName::Clock />
            <div>
                <h2>{td_string!(locale, send.no_rate, currency = currency)}</h2>
                <p>{td_string!(locale, send.no_rate_text)}</p>
            </div>
        </div>
        <div class="form-actions">
            <a class="btn" href=again rel="external">{td_string!(locale, send.try_again)}</a>
            <a class="btn plain" href="/send">{td_string!(locale, common.back)}</a>
        </div>
    }
}

#[component]
fn AmountForm(step: AmountStep, rates: Rates, flash: Flash, asked: [String; 2]) -> impl IntoView {
    let locale = use_locale();
    let action = PostAction::to::<CreateQuote, _>();
    let state = form_state("amount", action, flash);
    let [send, receive] = asked;
    let turned_back = ["send_amount", "receive_amount"].map(|name| state.value(name));
    let [send, receive] =
        if turned_back.iter().all(String::is_empty) { [send, receive] } else { turned_back };
    let by_receive = state.value("side") == "receive" || (send.is_empty() && !receive.is_empty());
    let typed = Typed {
        send: RwSignal::new(send),
        receive: RwSignal::new(receive),
        by_receive: RwSignal::new(by_receive),
    };
    take_over(state, typed);
    let (name, to) = (step.recipient.name.clone(), step.recipient.country.currency());
    let recipient_id = step.recipient.id.to_string();
    let terms = {
        let step = step.clone();
        Memo::new(move |_| price(&step, &rates, typed))
    };
    let delivery = (step.delivery_by, step.now);
    fill_in_the_other(typed, terms, locale);
    let question = td_string!(locale, send.amount_question, name = name.clone());
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
                    <AmountSide state=state name="send_amount" label=td_string!(locale, send.you_send) currency=Currency::Nok typed=typed receive=false />
                    <AmountSide state=state name="receive_amount" label=td_string!(locale, send.they_receive, name = name) currency=to typed=typed receive=true />
                </div>
                {move || state.field_error("send_amount").or_else(|| state.field_error("receive_amount")).map(|text| view! { <p class="error" id="amount-error">{text}</p> })}
                <LiveProblem terms=terms />
                <RateSentence rate=rates.customer mid_rate=rates.mid to=to as_of=rates.as_of now=step.now />
            </PostForm>
            <aside class="send-side" aria-live="polite">
                {move || match terms.get() {
                    Some(Ok(terms)) => Some(view! { <PriceSummary sums=Sums::of(&terms) delivery=delivery /> }),
                    _ => None,
                }}
            </aside>
            <div class="send-actions">
                <div class="form-actions">
                    <SubmitButton state=state form=FORM_ID>{td_string!(locale, send.see_price)}</SubmitButton>
                    // The price on this page, for a browser in which nothing is computed.
                    <button class="btn plain asleep" type="submit" form=FORM_ID formaction="/send/amount" formmethod="get">
                        {td_string!(locale, send.calculate)}
                    </button>
                    <a class="btn plain" href="/send">{td_string!(locale, common.back)}</a>
                </div>
                <LeftToSend step=step />
            </div>
        </div>
    }
}

/// How much the limits leave, today and this month.
#[component]
fn LeftToSend(step: AmountStep) -> impl IntoView {
    let locale = use_locale();
    let money = |amount: Money| format::money(locale, amount);
    let left = step.left();
    view! {
        <p class="quiet">
            {td_string!(locale, send.left_today, left = money(left.day), limit = money(step.limits.day))}
            " "
            {td_string!(locale, send.left_this_month, left = money(left.month), limit = money(step.limits.month))}
        </p>
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

/// Writes the other amount as soon as one of them has a price.
fn fill_in_the_other(typed: Typed, terms: Memo<Option<Result<Terms, QuoteError>>>, locale: Locale) {
    Effect::new(move |_| {
        let amounts = match terms.get() {
            Some(Ok(terms)) => Some((terms.send, terms.receive)),
            _ => None,
        };
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
    let locale = use_locale();
    let text = move || Some(quote_problem(locale, terms.get()?.err()?));
    view! { <p class="error" role="status">{text}</p> }
}
