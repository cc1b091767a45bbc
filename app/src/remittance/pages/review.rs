//! Step 3: everything once more, before a bank hears of it.
use domain::ids::BankAccountId;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use super::price::{PriceSummary, RateSentence, Sums};
use super::step_bar::StepBar;
use crate::accounts::model::AccountView;
use crate::error::AppError;
use crate::form::{Flash, flash_if, is_second_look};
use crate::i18n::{tu_string, use_i18n};
use crate::remittance::api::{ConfirmPayment, load_review_step};
use crate::remittance::model::{QuoteView, ReviewStep, amount_path};
use crate::ui::{
    Countdown, ErrorSummary, FormState, Icon, IconName, PostAction, PostForm, SubmitButton, country_name,
    error_text, form_state, format, loaded, page_resource,
};

/// The form's own name, for the button that stands below the price.
const FORM_ID: &str = "review";

#[component]
pub fn ReviewPage() -> impl IntoView {
    let i18n = use_i18n();
    let query = use_query_map();
    let quote = Memo::new(move |_| query.with(|query| query.get("quote").unwrap_or_default()));
    let again = is_second_look();
    let load = move |quote| async move {
        Ok::<_, AppError>((load_review_step(quote).await?, flash_if(again, FORM_ID).await?))
    };
    let both = page_resource(move || quote.get(), load);
    view! {
        <Title text=tu_string!(i18n, send.step_review) />
        <StepBar step=3 name=tu_string!(i18n, send.step_review) />
        <h1>{tu_string!(i18n, send.review_question)}</h1>
        {loaded(both, |(step, flash)| view! { <Review step=step flash=flash /> })}
    }
}

#[component]
fn Review(step: ReviewStep, flash: Flash) -> impl IntoView {
    let i18n = use_i18n();
    let quote = step.quote;
    let again = amount_path(quote.recipient.id.as_str());
    let sums = Sums {
        send: quote.send,
        fee: quote.fee,
        margin: quote.margin,
        debit: quote.debit,
        receive: quote.receive,
    };
    let expired = quote.expires_at <= quote.now;
    let obstacle = quote.recipient_gone.clone().or_else(|| expired.then_some(AppError::QuoteExpired));
    let void = obstacle.is_some();
    let left = quote.expires_at - quote.now;
    let until = format::time(quote.expires_at);
    let action = PostAction::to::<ConfirmPayment, _>();
    // A new page has a new key, and one quote makes one payment whatever the key.
    let state = form_state(FORM_ID, action, flash);
    let can_confirm = !void && !step.accounts.is_empty();
    let form = if let Some(obstacle) = obstacle {
        view! { <Obstacle obstacle=obstacle again=again.clone() /> }.into_any()
    } else {
        view! { <ConfirmForm action=action state=state quote=quote.id.to_string() accounts=step.accounts key=step.idempotency_key /> }
            .into_any()
    };
    view! {
        <div class="send">
            <div class="send-main stack">
                <ReviewRecipient quote=quote.clone() />
                {form}
            </div>
            <aside class="send-side stack">
                <PriceSummary sums=sums delivery=(quote.delivery_by, quote.now) />
                <RateSentence
                    rate=quote.rate
                    mid_rate=quote.mid_rate
                    to=quote.receive.currency()
                    as_of=quote.rate_as_of
                    now=quote.now
                />
                {(!void).then(|| view! { <Countdown left=left until=until /> })}
            </aside>
            <div class="send-actions">
                <div class="form-actions">
                    {can_confirm.then(|| view! { <SubmitButton state=state form=FORM_ID>{tu_string!(i18n, send.approve_at_bank)}</SubmitButton> })}
                    <a class="btn plain" href=again>{tu_string!(i18n, send.change)}</a>
                </div>
                <p class="quiet">{tu_string!(i18n, send.nothing_moves)}</p>
            </div>
        </div>
    }
}

/// Why this price can no longer be confirmed, and the way to one that can.
#[component]
fn Obstacle(obstacle: AppError, again: String) -> impl IntoView {
    let i18n = use_i18n();
    let (href, label) = match &obstacle {
        AppError::RecipientRemoved => ("/send".to_owned(), tu_string!(i18n, recipients.choose)),
        _ => (again, tu_string!(i18n, send.new_price)),
    };
    view! {
        <div class="notice wait">
            <Icon name=IconName::Clock />
            <div><p>{error_text(&obstacle)}</p></div>
            <a class="btn small" href=href>{label}</a>
        </div>
    }
}

#[component]
fn ReviewRecipient(quote: QuoteView) -> impl IntoView {
    let i18n = use_i18n();
    let recipient = quote.recipient;
    view! {
        <section class="card review">
            <h2>{tu_string!(i18n, send.to)}</h2>
            <dl class="pairs">
                <div><dt>{tu_string!(i18n, send.recipient_name)}</dt><dd>{recipient.name}</dd></div>
                <div><dt>{tu_string!(i18n, send.country)}</dt><dd>{country_name(recipient.country)}</dd></div>
                <div><dt>{tu_string!(i18n, send.recipient_iban)}</dt><dd class="iban">{recipient.iban}</dd></div>
                {recipient.bank_name.map(|bank| view! { <div><dt>{tu_string!(i18n, send.bank)}</dt><dd>{bank}</dd></div> })}
            </dl>
        </section>
    }
}

#[component]
fn ConfirmForm(
    action: PostAction,
    state: FormState,
    quote: String,
    accounts: Vec<AccountView>,
    key: String,
) -> impl IntoView {
    let i18n = use_i18n();
    if accounts.is_empty() {
        return view! {
            <div class="notice wait">
                <p>{tu_string!(i18n, send.no_account)}</p>
                <a class="btn small" href="/accounts/link">{tu_string!(i18n, accounts.link)}</a>
            </div>
        }
        .into_any();
    }
    view! {
        <PostForm action=action attr:class="form" attr:id=FORM_ID>
            <ErrorSummary state=state />
            <input type="hidden" name="form[quote]" value=quote />
            <input type="hidden" name="form[idempotency_key]" value=key />
            <AccountChoice state=state accounts=accounts />
        </PostForm>
    }
    .into_any()
}

#[component]
fn AccountChoice(state: FormState, accounts: Vec<AccountView>) -> impl IntoView {
    let i18n = use_i18n();
    let typed: Option<BankAccountId> = state.value("account").parse().ok();
    let chosen = typed.or_else(|| accounts.iter().find(|it| it.is_primary).map(|it| it.id.clone()));
    let choices = accounts
        .into_iter()
        .map(|account| {
            let checked = chosen.as_ref() == Some(&account.id);
            let balance = account.balance;
            view! {
                <label class="choice">
                    <input type="radio" name="form[account]" value=account.id.to_string() checked=checked required=true />
                    <span class="choice-body">
                        <b>{account.bank_name}</b>
                        <span class="quiet iban">{account.account_number}</span>
                    </span>
                    <span class="amount"><format::Amount value=balance /></span>
                </label>
            }
        })
        .collect_view();
    view! {
        <fieldset class="group" id=state.field_id("account")>
            <legend>{tu_string!(i18n, send.from_account)}</legend>
            <div class="choices">{choices}</div>
            {move || state.field_error("account").map(|text| view! { <p class="error">{text}</p> })}
        </fieldset>
    }
}
