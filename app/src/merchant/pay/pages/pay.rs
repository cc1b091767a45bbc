//! What a code leads to: who asks for how much, and the way to pay it.
use domain::bank::payment_state::TransactionState;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

use super::obstacle::ObstacleView;
use crate::accounts::pages::AccountChoice;
use crate::error::AppError;
use crate::form::{Flash, flash_if, is_second_look};
use crate::i18n::{td_string, use_locale};
use crate::merchant::pay::api::{PAY_FORM, PaySale, load_pay_step};
use crate::merchant::pay::model::{Bill, Choice, OwnPayment, PayState, PayStep, pay_path};
use crate::ui::{
    ErrorSummary, FormState, Icon, IconName, PlainShell, PostAction, PostForm, SubmitButton, TextField,
    form_state, format, loaded, page_resource,
};

#[component]
pub fn PayPage() -> impl IntoView {
    let locale = use_locale();
    let params = use_params_map();
    let token = Memo::new(move |_| params.with(|params| params.get("token").unwrap_or_default()));
    let again = is_second_look();
    let load = move |token| async move {
        Ok::<_, AppError>((load_pay_step(token).await?, flash_if(again, PAY_FORM).await?))
    };
    let both = page_resource(move || token.get(), load);
    view! {
        <Title text=td_string!(locale, pay.title) />
        <PlainShell>{loaded(both, |(step, flash)| view! { <Step step=step flash=flash /> })}</PlainShell>
    }
}

#[component]
fn Step(step: PayStep, flash: Flash) -> impl IntoView {
    let again = step.bill.as_ref().map(|bill| pay_path(&bill.token));
    match (step.state, step.bill) {
        (PayState::Refused(why), None) => view! { <ObstacleView why=why again=again /> }.into_any(),
        (PayState::Refused(why), Some(bill)) => view! {
            <ObstacleView why=why again=again />
            <BillCard bill=bill />
        }
        .into_any(),
        (PayState::Own(own), Some(bill)) => view! { <Own own=own bill=bill /> }.into_any(),
        (PayState::LoggedOut, Some(bill)) => view! { <LoggedOut bill=bill /> }.into_any(),
        (PayState::Ready(choice), Some(bill)) => {
            view! { <PayForm bill=bill choice=choice flash=flash /> }.into_any()
        }
        (_, None) => ().into_any(),
    }
}

/// The shop and what it asks for.
#[component]
fn BillCard(bill: Bill) -> impl IntoView {
    let locale = use_locale();
    view! {
        <section class="card bill">
            <dl class="pairs">
                <div><dt>{td_string!(locale, pay.shop)}</dt><dd>{bill.shop}</dd></div>
                {bill.registered_name.map(|name| view! { <div><dt>{td_string!(locale, pay.registered_name)}</dt><dd>{name}</dd></div> })}
                <div><dt>{td_string!(locale, pay.org_number)}</dt><dd class="ltr num">{bill.org_number}</dd></div>
                {bill.reference.map(|words| view! { <div><dt>{td_string!(locale, pay.reference)}</dt><dd>{words}</dd></div> })}
                {bill.until.map(|at| view! { <div><dt>{td_string!(locale, pay.until)}</dt><dd>{format::time(at)}</dd></div> })}
                {bill.amount.map(|amount| view! { <div><dt>{td_string!(locale, pay.amount)}</dt><dd class="bill-amount"><format::Amount value=amount /></dd></div> })}
            </dl>
        </section>
    }
}

#[component]
fn Heading(shop: String) -> impl IntoView {
    let locale = use_locale();
    view! { <h1>{td_string!(locale, pay.pay_to, shop = shop)}</h1> }
}

/// Everybody sees who asks for how much before they log in.
#[component]
fn LoggedOut(bill: Bill) -> impl IntoView {
    let locale = use_locale();
    let back = pay_path(&bill.token);
    view! {
        <Heading shop=bill.shop.clone() />
        <BillCard bill=bill />
        <p>{td_string!(locale, pay.log_in_text)}</p>
        <div class="form-actions">
            <a class="btn wide" href=format!("/login?next={back}")>{td_string!(locale, pay.log_in)}</a>
            <a class="btn plain wide" href=format!("/register?next={back}")>{td_string!(locale, pay.register)}</a>
        </div>
    }
}

/// A sale that the visitor is paying or has paid.
#[component]
fn Own(own: OwnPayment, bill: Bill) -> impl IntoView {
    let locale = use_locale();
    let (title, text, label) = if own.status == TransactionState::Completed {
        (
            td_string!(locale, pay.you_paid),
            td_string!(locale, pay.you_paid_text),
            td_string!(locale, pay.see_receipt),
        )
    } else {
        (
            td_string!(locale, pay.you_are_paying),
            td_string!(locale, pay.you_are_paying_text),
            td_string!(locale, pay.go_on),
        )
    };
    view! {
        <h1>{title}</h1>
        <BillCard bill=bill />
        <p>{text}</p>
        <div class="form-actions"><a class="btn wide" href=format!("/activity/{}", own.id)>{label}</a></div>
    }
}

#[component]
fn PayForm(bill: Bill, choice: Choice, flash: Flash) -> impl IntoView {
    let locale = use_locale();
    let action = PostAction::to::<PaySale, _>();
    let state = form_state(PAY_FORM, action, flash);
    let can_pay = !choice.accounts.is_empty();
    let (token, fixed) = (bill.token.clone(), bill.amount);
    let back = pay_path(&token);
    let missing = back.clone();
    view! {
        <Heading shop=bill.shop.clone() />
        {choice.unfinished.map(|own| view! { <Unfinished own=own /> })}
        <PostForm action=action attr:class="form">
            <ErrorSummary state=state />
            <BillCard bill=bill />
            <input type="hidden" name="form[token]" value=token />
            <input type="hidden" name="form[idempotency_key]" value=choice.idempotency_key />
            {match fixed {
                Some(amount) => view! { <FixedAmount state=state value=amount.to_decimal_string() /> }.into_any(),
                None => view! {
                    <TextField
                        state=state
                        name="amount"
                        label=td_string!(locale, pay.amount_field)
                        inputmode="decimal"
                        hint=td_string!(locale, pay.amount_hint)
                        maxlength=20
                    />
                }
                .into_any(),
            }}
            {can_pay.then(|| view! { <AccountChoice state=state accounts=choice.accounts chosen="" /> })}
            <Missing ended=choice.ended can_pay=can_pay back=missing />
            {can_pay.then(|| view! {
                <p class="quiet">{td_string!(locale, send.nothing_moves)}</p>
                <div class="form-actions">
                    <SubmitButton state=state>{td_string!(locale, send.approve_at_bank)}</SubmitButton>
                </div>
            })}
        </PostForm>
    }
}

/// What the shop asks for goes along, so that nobody pays another amount than the one they have seen.
#[component]
fn FixedAmount(state: FormState, value: String) -> impl IntoView {
    view! {
        <input type="hidden" name="form[amount]" value=value />
        <div id=state.field_id("amount")>
            {move || state.field_error("amount").map(|text| view! { <p class="error">{text}</p> })}
        </div>
    }
}

/// A payment to this sticker that was left at the bank.
#[component]
fn Unfinished(own: OwnPayment) -> impl IntoView {
    let locale = use_locale();
    view! {
        <div class="notice wait">
            <Icon name=IconName::Clock />
            <div>
                <h2>{td_string!(locale, pay.unfinished)}</h2>
                <p><format::Amount value=own.amount /> " · " {td_string!(locale, pay.unfinished_text)}</p>
            </div>
            <a class="btn small" href=format!("/activity/{}", own.id)>{td_string!(locale, pay.go_on)}</a>
        </div>
    }
}

/// Nothing to pay from, or not everything that there once was: the way to the bank, and back here.
#[component]
fn Missing(ended: Vec<String>, can_pay: bool, back: String) -> impl IntoView {
    let locale = use_locale();
    let (text, label) = match (ended.is_empty(), can_pay) {
        (true, true) => return ().into_any(),
        (true, false) => (td_string!(locale, pay.no_account).to_owned(), td_string!(locale, accounts.link)),
        (false, _) => {
            (td_string!(locale, pay.ended, banks = ended.join(", ")), td_string!(locale, accounts.renew))
        }
    };
    view! {
        <div class="notice wait">
            <Icon name=IconName::Bank />
            <div><p>{text}</p></div>
            <a class="btn small" href=format!("/accounts/link?next={back}")>{label}</a>
        </div>
    }
    .into_any()
}
