//! One recipient: the account, the last payments to it, and what can be done.
use chrono::{DateTime, Utc};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

use crate::i18n::{td_string, use_locale};
use crate::remittance::api::load_recipient;
use crate::remittance::model::{PaymentLine, RecipientDetails, RecipientView, amount_path, edit_path};
use crate::ui::{Icon, IconName, StatusTag, country_name, format, loaded, page_resource};

#[component]
pub fn RecipientPage() -> impl IntoView {
    let locale = use_locale();
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id").unwrap_or_default()));
    let details = page_resource(move || id.get(), load_recipient);
    view! {
        <Title text=td_string!(locale, send.step_recipient) />
        {loaded(details, |details| view! { <OneRecipient details=details /> })}
    }
}

#[component]
fn OneRecipient(details: RecipientDetails) -> impl IntoView {
    let locale = use_locale();
    let recipient = details.recipient;
    let name = recipient.name.clone();
    let off_the_list = details.removed.then(|| {
        view! {
            <div class="notice">
                <Icon name=IconName::Info />
                <div><p>{td_string!(locale, recipients.off_the_list)}</p></div>
            </div>
        }
    });
    view! {
        <h1>{name}</h1>
        {off_the_list}
        <Actions id=recipient.id.to_string() removed=details.removed />
        <Account recipient=recipient />
        <Payments payments=details.payments now=details.now />
    }
}

#[component]
fn Actions(id: String, removed: bool) -> impl IntoView {
    let locale = use_locale();
    if removed {
        let href = format!("/send/recipient?copy={id}");
        return view! {
            <div class="form-actions"><a class="btn" href=href>{td_string!(locale, recipients.add_again)}</a></div>
        }
        .into_any();
    }
    view! {
        <div class="form-actions">
            <a class="btn" href=amount_path(&id)>{td_string!(locale, recipients.send_money)}</a>
            <a class="btn plain" href=edit_path(&id)>{td_string!(locale, recipients.edit)}</a>
            <a class="btn danger plain" href=format!("/recipients/{id}/remove")>{td_string!(locale, recipients.remove)}</a>
        </div>
    }
    .into_any()
}

#[component]
fn Account(recipient: RecipientView) -> impl IntoView {
    let locale = use_locale();
    let country = format!("{} · {}", country_name(recipient.country), recipient.country.currency().code());
    view! {
        <section class="card">
            <dl class="pairs">
                <div><dt>{td_string!(locale, send.country)}</dt><dd>{country}</dd></div>
                <div><dt>{td_string!(locale, send.recipient_iban)}</dt><dd class="iban">{recipient.iban}</dd></div>
                {recipient.bank_name.map(|bank| view! { <div><dt>{td_string!(locale, send.bank)}</dt><dd>{bank}</dd></div> })}
            </dl>
        </section>
    }
}

#[component]
fn Payments(payments: Vec<PaymentLine>, now: DateTime<Utc>) -> impl IntoView {
    let locale = use_locale();
    let none = payments
        .is_empty()
        .then(|| view! { <p class="quiet">{td_string!(locale, recipients.no_payments)}</p> });
    let rows =
        payments.into_iter().map(|line| view! { <li><Payment line=line now=now /></li> }).collect_view();
    view! {
        <section class="card">
            <h2>{td_string!(locale, recipients.payments)}</h2>
            {none}
            <ul class="rows">{rows}</ul>
        </section>
    }
}

#[component]
fn Payment(line: PaymentLine, now: DateTime<Utc>) -> impl IntoView {
    let locale = use_locale();
    view! {
        <a class="row" href=format!("/activity/{}", line.id)>
            <span class="text">
                <b>{format::date_and_time(locale, line.created_at, now)}</b>
                {line.receive.map(|receive| view! { <span class="quiet">{format::money(locale, receive)}</span> })}
            </span>
            <span class="amount">
                <format::Amount value=line.amount.negated() />
                <StatusTag status=line.status />
            </span>
        </a>
    }
}
