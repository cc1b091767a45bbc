//! Step 1: to whom?
use leptos::prelude::*;
use leptos_meta::Title;

use super::step_bar::StepBar;
use crate::error::AppError;
use crate::i18n::{tu_string, use_i18n};
use crate::remittance::api::load_recipients;
use crate::remittance::model::RecipientView;
use crate::ui::{Icon, IconName, country_name, error_text, format, loaded, page_resource};

#[component]
pub fn RecipientsPage() -> impl IntoView {
    let i18n = use_i18n();
    let step = page_resource(|| (), |()| load_recipients());
    view! {
        <Title text=tu_string!(i18n, common.send) />
        <StepBar step=1 name=tu_string!(i18n, send.step_recipient) />
        <h1>{tu_string!(i18n, send.recipient_question)}</h1>
        {loaded(step, |step| {
            view! {
                {(!step.may_send).then(|| view! { <NotYet /> })}
                <Choose recipients=step.recipients />
            }
        })}
    }
}

/// Why nothing can be sent yet.
#[component]
fn NotYet() -> impl IntoView {
    view! {
        <div class="notice wait">
            <Icon name=IconName::Clock />
            <div><p>{error_text(&AppError::KycRequired)}</p></div>
        </div>
    }
}

#[component]
fn Choose(recipients: Vec<RecipientView>) -> impl IntoView {
    let i18n = use_i18n();
    if recipients.is_empty() {
        return view! {
            <div class="empty">
                <span class="icon-disc big"><Icon name=IconName::Person class="icon big" /></span>
                <h2>{tu_string!(i18n, send.no_recipients)}</h2>
                <p>{tu_string!(i18n, send.no_recipients_text)}</p>
                <a class="btn" href="/send/recipient">{tu_string!(i18n, send.add_recipient)}</a>
            </div>
        }
        .into_any();
    }
    let rows =
        recipients.into_iter().map(|recipient| view! { <RecipientRow recipient=recipient /> }).collect_view();
    view! {
        <section class="card"><ul class="rows recipients">{rows}</ul></section>
        <a class="btn plain" href="/send/recipient">
            <Icon name=IconName::Plus />
            {tu_string!(i18n, send.add_recipient)}
        </a>
    }
    .into_any()
}

#[component]
fn RecipientRow(recipient: RecipientView) -> impl IntoView {
    let bank = recipient.bank_name.map(|bank| format!(" · {bank}"));
    view! {
        <li>
            <a class="row" href=format!("/send/amount?recipient={}", recipient.id)>
                <span class="avatar" aria-hidden="true">{format::initials(&recipient.name)}</span>
                <span class="text">
                    <b>{recipient.name}</b>
                    <span class="quiet">{country_name(recipient.country)} {bank}</span>
                    <span class="quiet iban">{recipient.iban}</span>
                </span>
                <Icon name=IconName::Chevron class="icon flip" />
            </a>
        </li>
    }
}
