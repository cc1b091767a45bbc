//! Step 3: everything once more, before a bank hears of it.
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use super::price::{PriceSummary, RateSentence, Sums};
use super::step_bar::StepBar;
use crate::accounts::model::AccountView;
use crate::accounts::pages::AccountChoice;
use crate::error::AppError;
use crate::form::{Flash, flash_if, is_second_look};
use crate::i18n::{td_string, use_locale};
use crate::remittance::api::{ConfirmPayment, RenewQuote, load_review_step, renew_quote};
use crate::remittance::model::{QuoteView, RenewForm, ReviewStep, amount_path};
use crate::ui::{
    Countdown, ErrorSummary, FormState, Icon, IconName, PostAction, PostForm, SubmitButton, country_name,
    error_text, form_state, format, loaded, page_resource,
};

/// The form's own name, for the button that stands below the price.
const FORM_ID: &str = "review";

#[component]
pub fn ReviewPage() -> impl IntoView {
    let locale = use_locale();
    let query = use_query_map();
    let quote = Memo::new(move |_| query.with(|query| query.get("quote").unwrap_or_default()));
    // The account that was chosen for the price before this one.
    let account = move || query.with_untracked(|query| query.get("account").unwrap_or_default());
    let again = is_second_look();
    let load = move |quote| async move {
        Ok::<_, AppError>((load_review_step(quote).await?, flash_if(again, FORM_ID).await?))
    };
    let both = page_resource(move || quote.get(), load);
    view! {
        <Title text=td_string!(locale, send.step_review) />
        <StepBar step=3 name=td_string!(locale, send.step_review) />
        <h1>{td_string!(locale, send.review_question)}</h1>
        {loaded(both, move |(step, flash)| view! { <Review step=step flash=flash chosen=account() /> })}
    }
}

/// The price that is shown. It renews itself when its time is over.
#[derive(Clone, Copy)]
struct Price {
    quote: RwSignal<QuoteView>,
    /// Its time is over, and no other one has come.
    over: RwSignal<bool>,
    problem: RwSignal<Option<AppError>>,
    pending: RwSignal<bool>,
}

impl Price {
    fn of(quote: QuoteView) -> Self {
        Self {
            over: RwSignal::new(quote.expires_at <= quote.now),
            quote: RwSignal::new(quote),
            problem: RwSignal::new(None),
            pending: RwSignal::new(false),
        }
    }

    /// Asks for the same amount at today's rate. What was chosen on the page stays as it is.
    fn renew(self) {
        if self.pending.get_untracked() {
            return;
        }
        self.pending.set(true);
        let form = RenewForm { quote: self.quote.with_untracked(|quote| quote.id.to_string()) };
        leptos::task::spawn_local(async move {
            match renew_quote(form).await {
                Ok(Some(quote)) => {
                    self.quote.set(quote);
                    self.over.set(false);
                    self.problem.set(None);
                }
                // Paid in another tab: the answer leads to the payment.
                Ok(None) => {}
                Err(error) => {
                    self.over.set(true);
                    self.problem.set(Some(error));
                }
            }
            self.pending.set(false);
        });
    }
}

#[component]
fn Review(step: ReviewStep, flash: Flash, chosen: String) -> impl IntoView {
    let locale = use_locale();
    let again = amount_path(step.quote.recipient.id.as_str());
    let recipient = step.quote.clone();
    let gone = step.quote.recipient_gone.clone();
    let is_gone = gone.is_some();
    let back = again.clone();
    let price = Price::of(step.quote);
    // Opened after its time: a page that is awake gets the new price by itself.
    Effect::new(move |_| {
        if price.over.get_untracked() && !is_gone {
            price.renew();
        }
    });
    let action = PostAction::to::<ConfirmPayment, _>();
    // A new page has a new key, and one quote makes one payment whatever the key.
    let state = form_state(FORM_ID, action, flash);
    let has_accounts = !step.accounts.is_empty();
    view! {
        <div class="send">
            <div class="send-main stack">
                <ReviewRecipient quote=recipient />
                <div role="status">{move || price.quote.with(renewed_text).map(|text| view! { <div class="notice info"><p>{text}</p></div> })}</div>
                {gone.map(|obstacle| view! { <Obstacle obstacle=obstacle again=back /> })}
                {move || (price.over.get() && !is_gone).then(|| view! { <PriceIsOver price=price /> })}
                {(!is_gone).then(|| view! { <ConfirmForm action=action state=state price=price accounts=step.accounts chosen=chosen key=step.idempotency_key /> })}
            </div>
            <aside class="send-side stack">
                <PriceNow price=price />
            </aside>
            <div class="send-actions">
                <div class="form-actions">
                    {move || (has_accounts && !is_gone && !price.over.get()).then(|| view! { <SubmitButton state=state form=FORM_ID>{td_string!(locale, send.approve_at_bank)}</SubmitButton> })}
                    <a class="btn plain" href=again>{td_string!(locale, send.change)}</a>
                </div>
                <p class="quiet">{td_string!(locale, send.nothing_moves)}</p>
            </div>
        </div>
    }
}

/// The sums, the rate and how long they hold.
#[component]
fn PriceNow(price: Price) -> impl IntoView {
    let on_over = Callback::new(move |()| price.renew());
    move || {
        let quote = price.quote.get();
        let sums = Sums {
            send: quote.send,
            fee: quote.fee,
            margin: quote.margin,
            debit: quote.debit,
            receive: quote.receive,
        };
        let (left, until) = (quote.expires_at - quote.now, format::time(quote.expires_at));
        view! {
            <PriceSummary sums=sums delivery=(quote.delivery_by, quote.now) />
            <RateSentence
                rate=quote.rate
                mid_rate=quote.mid_rate
                to=quote.receive.currency()
                as_of=quote.rate_as_of
                now=quote.now
            />
            {(quote.expires_at > quote.now && quote.recipient_gone.is_none()).then(|| view! { <Countdown left=left until=until on_over=on_over /> })}
        }
    }
}

/// What a renewed price has changed; nothing for a price that took no other one's place.
fn renewed_text(quote: &QuoteView) -> Option<String> {
    let locale = use_locale();
    let before = quote.before?;
    if (before.rate, before.debit, before.receive) == (quote.rate, quote.debit, quote.receive) {
        return Some(td_string!(locale, send.renewed_same).to_owned());
    }
    Some(td_string!(
        locale,
        send.renewed_changed,
        rate = format::rate(locale, quote.rate),
        rate_before = format::rate(locale, before.rate),
        debit = format::money(locale, quote.debit),
        debit_before = format::money(locale, before.debit),
        receive = format::money(locale, quote.receive),
        receive_before = format::money(locale, before.receive)
    ))
}

/// Why this price can no longer be confirmed, and the way to one that can.
#[component]
fn Obstacle(obstacle: AppError, again: String) -> impl IntoView {
    let locale = use_locale();
    let (href, label) = match &obstacle {
        AppError::RecipientRemoved => ("/send".to_owned(), td_string!(locale, recipients.choose)),
        _ => (again, td_string!(locale, send.new_price)),
    };
    view! {
        <div class="notice wait">
            <Icon name=IconName::Clock />
            <div><p>{error_text(&obstacle)}</p></div>
            <a class="btn small" href=href>{label}</a>
        </div>
    }
}

/// The way to a new price: a form, so that it needs no JavaScript.
#[component]
fn PriceIsOver(price: Price) -> impl IntoView {
    let locale = use_locale();
    let renew = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        price.renew();
    };
    view! {
        <div class="notice wait">
            <Icon name=IconName::Clock />
            <div>
                <p role="status">
                    {move || error_text(price.problem.get().as_ref().unwrap_or(&AppError::QuoteExpired))}
                </p>
            </div>
            <form method="post" action=RenewQuote::url() on:submit=renew>
                <input type="hidden" name="form[quote]" value=move || price.quote.with(|quote| quote.id.to_string()) />
                <button class="btn small" type="submit" aria-busy=move || price.pending.get().to_string()>
                    {td_string!(locale, send.new_price)}
                </button>
            </form>
        </div>
    }
}

#[component]
fn ReviewRecipient(quote: QuoteView) -> impl IntoView {
    let locale = use_locale();
    let recipient = quote.recipient;
    view! {
        <section class="card review">
            <h2>{td_string!(locale, send.to)}</h2>
            <dl class="pairs">
                <div><dt>{td_string!(locale, send.recipient_name)}</dt><dd>{recipient.name}</dd></div>
                <div><dt>{td_string!(locale, send.country)}</dt><dd>{country_name(recipient.country)}</dd></div>
                <div><dt>{td_string!(locale, send.recipient_iban)}</dt><dd class="iban">{recipient.iban}</dd></div>
                {recipient.bank_name.map(|bank| view! { <div><dt>{td_string!(locale, send.bank)}</dt><dd>{bank}</dd></div> })}
            </dl>
        </section>
    }
}

#[component]
fn ConfirmForm(
    action: PostAction,
    state: FormState,
    price: Price,
    accounts: Vec<AccountView>,
    chosen: String,
    key: String,
) -> impl IntoView {
    let locale = use_locale();
    if accounts.is_empty() {
        return view! {
            <div class="notice wait">
                <p>{td_string!(locale, send.no_account)}</p>
                <a class="btn small" href="/accounts/link">{td_string!(locale, accounts.link)}</a>
            </div>
        }
        .into_any();
    }
    view! {
        <PostForm action=action attr:class="form" attr:id=FORM_ID>
            <ErrorSummary state=state />
            <input type="hidden" name="form[quote]" value=move || price.quote.with(|quote| quote.id.to_string()) />
            <input type="hidden" name="form[idempotency_key]" value=key />
            <AccountChoice state=state accounts=accounts chosen=chosen />
        </PostForm>
    }
    .into_any()
}
