//! A refund once more, before a bank hears of it.
use domain::ids::BankAccountId;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use super::param;
use super::sale::AmountForm;
use crate::error::AppError;
use crate::form::{Flash, flash_if, is_second_look};
use crate::i18n::{td_string, use_locale};
use crate::merchant::frame::ShopFrame;
use crate::merchant::sales::api::{OrderRefund, REFUND_FORM, load_refund_step};
use crate::merchant::sales::model::{RefundProblem, RefundStep, sale_path};
use crate::ui::{
    ErrorSummary, FormState, PostAction, PostForm, SubmitButton, form_state, format, loaded, page_resource,
};

#[component]
pub fn RefundPage() -> impl IntoView {
    let locale = use_locale();
    let (shop, sale, address) = (param("shop"), param("txn"), use_query_map());
    let amount = Memo::new(move |_| address.with(|address| address.get("amount").unwrap_or_default()));
    let again = is_second_look();
    let load = move |(shop, sale, amount)| async move {
        Ok::<_, AppError>((load_refund_step(shop, sale, amount).await?, flash_if(again, REFUND_FORM).await?))
    };
    let both = page_resource(move || (shop.get(), sale.get(), amount.get()), load);
    view! {
        <Title text=td_string!(locale, sales.refund_title) />
        {loaded(both, |(step, flash): (RefundStep, Flash)| {
            let shop = step.view.shop.clone();
            view! {
                <ShopFrame shop=shop.id.to_string() name=shop.name>
                    <Refund step=step flash=flash />
                </ShopFrame>
            }
        })}
    }
}

#[component]
fn Refund(step: RefundStep, flash: Flash) -> impl IntoView {
    let locale = use_locale();
    let own_page = sale_path(step.view.shop.id.as_str(), step.view.sale.id.as_str());
    if let Some(amount) = step.amount {
        return view! {
            <h1>{td_string!(locale, sales.refund_check)}</h1>
            <Review step=step amount=amount own_page=own_page flash=flash />
        }
        .into_any();
    }
    if !step.view.left.is_positive() {
        return view! {
            <h1>{td_string!(locale, sales.refund_title)}</h1>
            <div class="notice wait" role="status"><div><p>{td_string!(locale, sales.refund_done)}</p></div></div>
            <p><a class="btn plain" href=own_page>{td_string!(locale, activity.to_sale)}</a></p>
        }
        .into_any();
    }
    // Nothing was typed yet: that is no mistake.
    let problem = step.problem.filter(|_| !step.typed.is_empty());
    let error = problem.map(|problem| match problem {
        RefundProblem::Malformed => td_string!(locale, sales.amount_malformed).to_owned(),
        RefundProblem::NotPaid => td_string!(locale, sales.not_paid).to_owned(),
        RefundProblem::TooMuch { left } => {
            td_string!(locale, sales.too_much, left = format::money(locale, left))
        }
    });
    view! {
        <h1>{td_string!(locale, sales.refund_question)}</h1>
        <section class="card">
            <AmountForm action=format!("{own_page}/refund") left=format::money(locale, step.view.left) value=step.typed error=error />
        </section>
        <p><a class="btn plain" href=own_page>{td_string!(locale, activity.to_sale)}</a></p>
    }
    .into_any()
}

#[component]
fn Review(step: RefundStep, amount: domain::money::Money, own_page: String, flash: Flash) -> impl IntoView {
    let locale = use_locale();
    let view = step.view.clone();
    let rest = view.left.checked_sub(amount).ok().filter(|rest| rest.is_positive());
    let after = match rest {
        Some(rest) => td_string!(locale, sales.refund_rest, left = format::money(locale, rest)),
        None => td_string!(locale, sales.refund_all).to_owned(),
    };
    let fee = td_string!(locale, sales.refund_fee, fee = format::money(locale, view.sale.fee));
    let to = td_string!(locale, sales.refund_to_payer, payer = view.sale.payer);
    let has_accounts = !step.accounts.is_empty();
    let action = PostAction::to::<OrderRefund, _>();
    let state = form_state(REFUND_FORM, action, flash);
    view! {
        <section class="card review">
            <p class="big-money"><format::Amount value=amount /></p>
            <dl class="pairs">
                <div><dt>{td_string!(locale, sales.refund_to)}</dt><dd>{to}</dd></div>
                <div><dt>{td_string!(locale, sales.sale_reference)}</dt><dd class="ltr">{view.sale.id.reference()}</dd></div>
            </dl>
            <p class="quiet">{after} " " {fee}</p>
        </section>
        {if has_accounts {
            view! { <ConfirmForm step=step amount=amount.to_decimal_string() action=action state=state /> }.into_any()
        } else {
            view! {
                <div class="notice wait">
                    <p>{td_string!(locale, sales.refund_no_account)}</p>
                    <a class="btn small" href="/accounts/link">{td_string!(locale, accounts.link)}</a>
                </div>
            }
            .into_any()
        }}
        <p><a class="btn plain" href=own_page>{td_string!(locale, sales.refund_change)}</a></p>
    }
}

#[component]
fn ConfirmForm(step: RefundStep, amount: String, action: PostAction, state: FormState) -> impl IntoView {
    let locale = use_locale();
    // The shop's own account is the first one.
    let typed: Option<BankAccountId> = state.value("account").parse().ok();
    let known = typed.filter(|id| step.accounts.iter().any(|account| account.id == *id));
    let chosen = known.or_else(|| step.accounts.first().map(|account| account.id.clone()));
    let choices = step.accounts.into_iter().map(|account| {
        let checked = chosen.as_ref() == Some(&account.id);
        view! {
            <label class="choice">
                <input type="radio" name="form[account]" value=account.id.to_string() checked=checked required=true />
                <span class="choice-body"><b>{account.bank_name}</b><span class="quiet iban">{account.account_number}</span></span>
                <span class="amount"><format::Amount value=account.balance /></span>
            </label>
        }
    });
    let choices = choices.collect_view();
    view! {
        <PostForm action=action attr:class="form">
            <ErrorSummary state=state />
            <input type="hidden" name="form[shop]" value=step.view.shop.id.to_string() />
            <input type="hidden" name="form[sale]" value=step.view.sale.id.to_string() />
            <input type="hidden" name="form[amount]" value=amount />
            <input type="hidden" name="form[idempotency_key]" value=step.idempotency_key />
            <fieldset class="group" id=state.field_id("account")>
                <legend>{td_string!(locale, send.from_account)}</legend>
                <div class="choices">{choices}</div>
                {move || state.field_error("account").map(|text| view! { <p class="error">{text}</p> })}
            </fieldset>
            <div class="form-actions"><SubmitButton state=state>{td_string!(locale, sales.refund_approve)}</SubmitButton></div>
            <p class="quiet">{td_string!(locale, sales.refund_nothing_moves)}</p>
        </PostForm>
    }
}
