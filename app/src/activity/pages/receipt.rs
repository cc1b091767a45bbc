//! One payment: how far it is while it is on its way, and the receipt that a landlord accepts.
use domain::bank::payment_state::TransactionState;
use domain::calendar::oslo_date;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

use super::timeline::Timeline;
use crate::activity::api::load_receipt;
use crate::activity::model::{ActivityKind, Receipt};
use crate::activity::words::{failure_text, headline, refund_text};
use crate::complaints::model::new_complaint_path;
use crate::error::AppError;
use crate::i18n::{td_string, use_locale};
use crate::remittance::model::send_again_path;
use crate::ui::{Icon, IconName, StatusTag, country_name, follow, format, loaded, page_resource};

#[component]
pub fn ReceiptPage() -> impl IntoView {
    let locale = use_locale();
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id").unwrap_or_default()));
    let last = StoredValue::new(None::<Receipt>);
    // The payment that is shown, as long as there is news to come of it.
    let in_motion = RwSignal::new(None::<String>);
    // An answer that is lost on the way must not take a payment off the screen, at the moment when people pay again.
    let load = move |id: String| async move {
        // What belongs to a page may be gone when its answer comes.
        match (load_receipt(id.clone()).await, last.try_get_value().flatten()) {
            (Ok(new), _) => {
                last.try_set_value(Some(new.clone()));
                Ok(new)
            }
            (Err(AppError::Unexpected), Some(old)) if old.id.as_str() == id => Ok(old),
            (Err(error), _) => {
                in_motion.try_set(None);
                Err(error)
            }
        }
    };
    let receipt = page_resource(move || id.get(), load);
    follow("payment", in_motion, move || receipt.refetch());
    view! {
        <Title text=td_string!(locale, activity.receipt) />
        {loaded(receipt, move |answer| {
            let id = answer.in_motion.then(|| answer.id.to_string());
            // Effects run in the browser only: the server renders once and is done.
            Effect::new(move |_| in_motion.set(id.clone()));
            view! { <OnePayment receipt=answer /> }
        })}
    }
}

#[component]
fn OnePayment(receipt: Receipt) -> impl IntoView {
    let locale = use_locale();
    let headline = headline(locale, &receipt);
    let again = receipt.recipient_id.as_ref().map(|id| send_again_path(id, receipt.send));
    let add_again = receipt.removed_recipient_id.as_ref().map(|id| format!("/send/recipient?copy={id}"));
    let on_its_way = receipt.status == TransactionState::Processing;
    let own_page = format!("/activity/{}", receipt.id);
    let sale = receipt.sale_path.clone();
    let complain = new_complaint_path(receipt.id.as_str());
    let document = format!("{own_page}/receipt.pdf");
    view! {
        <h1 class="no-print">{headline}</h1>
        <p class="visually-hidden" role="status">{headline}</p>
        <Notice receipt=receipt.clone() />
        <Paper receipt=receipt />
        <div class="form-actions no-print">
            {again.filter(|_| !on_its_way).map(|href| view! { <a class="btn" href=href>{td_string!(locale, activity.send_again)}</a> })}
            {add_again.filter(|_| !on_its_way).map(|href| view! { <a class="btn" href=href>{td_string!(locale, recipients.add_again)}</a> })}
            {on_its_way.then(|| {
                view! { <a class="btn plain" href=own_page rel="external"><Icon name=IconName::Refresh />{td_string!(locale, activity.update)}</a> }
            })}
            {sale.map(|href| view! { <a class="btn plain" href=href>{td_string!(locale, activity.to_sale)}</a> })}
            <a class="btn plain" href=document rel="external">{td_string!(locale, activity.pdf)}</a>
            <button class="btn plain scripted" type="button" on:click=move |_| print()>{td_string!(locale, activity.print)}</button>
            <a class="btn plain" href=complain>{td_string!(locale, me.complain)}</a>
            <a class="btn plain" href="/home">{td_string!(locale, common.to_home)}</a>
        </div>
    }
}

/// The browser's own dialog; where there is none, nothing happens, and the document is there to print.
fn print() {
    window().print().ok();
}

/// What the customer may do or should know now.
#[component]
fn Notice(receipt: Receipt) -> impl IntoView {
    let locale = use_locale();
    let prepared = receipt.steps.approved_at.is_some() || receipt.status != TransactionState::Processing;
    match (receipt.approval_link, receipt.failure) {
        (Some(link), _) => view! {
            <div class="notice wait no-print" role="status">
                <Icon name=IconName::Clock />
                <div><p>{td_string!(locale, activity.waits_text)}</p></div>
                <a class="btn small" href=link rel="external">{td_string!(locale, activity.approve_now)}</a>
            </div>
        }
        .into_any(),
        (None, Some(reason)) => view! {
            <div class="notice bad no-print" role="status">
                <Icon name=IconName::Alert />
                <div><p>{failure_text(locale, reason)}</p></div>
            </div>
        }
        .into_any(),
        (None, None) if prepared => ().into_any(),
        // Nobody has to look at this page until the bank is ready, nor may it turn for ever without a word.
        (None, None) => view! {
            <div class="notice wait no-print" role="status">
                <Icon name=IconName::Clock />
                <div><p>{td_string!(locale, activity.slow_text)}</p></div>
            </div>
        }
        .into_any(),
    }
}

/// What the shop has paid back.
#[component]
fn Refunds(receipt: Receipt) -> impl IntoView {
    let locale = use_locale();
    let lines = receipt.refunds.into_iter().map(|refund| {
        let label = refund_text(locale, &refund, receipt.now);
        view! { <div><dt>{label}</dt><dd><format::Amount value=refund.amount /></dd></div> }
    });
    lines.collect_view()
}

/// The receipt itself; it prints alone and on one page.
#[component]
fn Paper(receipt: Receipt) -> impl IntoView {
    let locale = use_locale();
    let lead = match &receipt.kind {
        ActivityKind::Remittance { receive, .. } => *receive,
        ActivityKind::QrPayment { .. } | ActivityKind::Refund { .. } => receipt.amount,
    };
    let to = receipt.kind.counterpart().to_owned();
    let recipient = match &receipt.shop {
        Some(_) => td_string!(locale, pay.shop),
        None => td_string!(locale, activity.recipient),
    };
    let when = format::date_and_time(locale, receipt.created_at, receipt.now);
    let rate = receipt.rate.map(|rate| (rate, lead.currency()));
    let from_shop = match &receipt.kind {
        ActivityKind::Refund { shop, .. } => Some(shop.clone()),
        ActivityKind::Remittance { .. } | ActivityKind::QrPayment { .. } => None,
    };
    let refunds = view! { <Refunds receipt=receipt.clone() /> };
    let country = match &receipt.kind {
        ActivityKind::Remittance { country, .. } => Some(country_name(*country)),
        ActivityKind::QrPayment { .. } | ActivityKind::Refund { .. } => None,
    };
    view! {
        <article class="receipt">
            <header class="receipt-head">
                <span class="brand">"drop"</span>
                <span class="quiet">{td_string!(locale, activity.receipt)} " · " <span class="ltr">{receipt.reference.clone()}</span></span>
            </header>
            <div class="receipt-amount">
                <p class="quiet">{td_string!(locale, activity.to_name, name = to.clone())}</p>
                <p class="big-money"><format::Amount value=lead /></p>
                <StatusTag status=receipt.status />
            </div>
            <section class="receipt-part"><Timeline receipt=receipt.clone() /></section>
            <section class="receipt-part">
                <dl class="pairs">
                    <div><dt>{td_string!(locale, activity.date)}</dt><dd>{when}</dd></div>
                    {from_shop.map(|shop| view! { <div><dt>{td_string!(locale, activity.refund_from)}</dt><dd>{shop}</dd></div> })}
                    <div><dt>{recipient}</dt><dd>{to}</dd></div>
                    {receipt.shop.map(|shop| view! {
                        <div><dt>{td_string!(locale, pay.org_number)}</dt><dd class="ltr num">{shop.org_number}</dd></div>
                        {shop.reference.map(|words| view! { <div><dt>{td_string!(locale, pay.reference)}</dt><dd>{words}</dd></div> })}
                    })}
                    {country.map(|country| view! { <div><dt>{td_string!(locale, send.country)}</dt><dd>{country}</dd></div> })}
                    {receipt.to_iban.map(|iban| view! { <div><dt>{td_string!(locale, activity.to_account)}</dt><dd class="iban">{iban}</dd></div> })}
                    {receipt.from_iban.map(|iban| view! { <div><dt>{td_string!(locale, activity.from_account)}</dt><dd class="iban">{receipt.from_bank} " " {iban}</dd></div> })}
                    <div><dt>{td_string!(locale, activity.reference)}</dt><dd class="ltr">{receipt.reference}</dd></div>
                </dl>
            </section>
            <section class="receipt-part">
                <dl class="sum bare">
                    {receipt.send.map(|send| view! { <div><dt>{td_string!(locale, send.amount)}</dt><dd><format::Amount value=send /></dd></div> })}
                    {receipt.send.is_some().then(|| view! { <div><dt>{td_string!(locale, send.fee)}</dt><dd><format::Amount value=receipt.fee /></dd></div> })}
                    {rate.map(|(rate, currency)| {
                        view! {
                            <div>
                                <dt>{td_string!(locale, activity.rate)}</dt>
                                <dd><bdi>{format!("1 NOK = {} {currency}", format::rate(locale, rate))}</bdi></dd>
                            </div>
                        }
                    })}
                    {receipt.mid_rate.map(|(mid, day)| {
                        let label = td_string!(locale, activity.mid_rate, day = format::date(locale, day, oslo_date(receipt.now)));
                        view! { <div><dt>{label}</dt><dd>{format::rate(locale, mid)}</dd></div> }
                    })}
                    {receipt.margin.map(|margin| view! { <div><dt>{td_string!(locale, send.margin)}</dt><dd><format::Amount value=margin /></dd></div> })}
                    <div class="total"><dt>{td_string!(locale, activity.debited)}</dt><dd><format::Amount value=receipt.amount /></dd></div>
                    {refunds}
                </dl>
            </section>
            <footer class="receipt-foot quiet"><p>{td_string!(locale, activity.receipt_foot)}</p></footer>
        </article>
    }
}
