//! Transactions as lines, grouped by the day on which they were made.
use chrono::{DateTime, Utc};
use leptos::prelude::*;

use crate::activity::model::{ActivityKind, ActivityRow};
use crate::i18n::{Locale, td_string};
use crate::me::beside::Beside;
use crate::ui::{country_name_in, day_cards, format, status_tag};

/// Cards of one day each, newest first.
#[component]
pub fn Days(rows: Vec<ActivityRow>, now: DateTime<Utc>, beside: Option<Beside>) -> impl IntoView {
    day_cards(rows, now, |row| row.created_at, move |locale, row| line(locale, row, beside).into_any())
}

fn line(locale: Locale, row: ActivityRow, beside: Option<Beside>) -> impl IntoView {
    let about = beside.and_then(|beside| beside.text(locale, row.amount.negated()));
    let about = about.map(|text| view! { <span class="money quiet">{text}</span> });
    let name = match &row.kind {
        ActivityKind::Refund { shop, .. } => shop.clone(),
        other => other.counterpart().to_owned(),
    };
    let (avatar, words) = match row.kind {
        ActivityKind::Remittance { country, receive, .. } => {
            let received = format::money(locale, receive);
            ("avatar", format!("{} · {received}", country_name_in(locale, country)))
        }
        ActivityKind::QrPayment { .. } => {
            let kind = td_string!(locale, activity.qr_payment);
            let refunded = row.refunded.map(|amount| {
                let amount = format::money(locale, amount);
                td_string!(locale, activity.refunded_amount, amount = amount)
            });
            (
                "avatar sun",
                refunded.map_or_else(|| kind.to_owned(), |refunded| format!("{kind} · {refunded}")),
            )
        }
        ActivityKind::Refund { payer, .. } => {
            ("avatar sun", td_string!(locale, activity.refund_to, name = payer))
        }
    };
    view! {
        <li>
            <a class="row" href=format!("/activity/{}", row.id)>
                <span class=avatar aria-hidden="true">{format::initials(&name)}</span>
                <span class="text"><b>{name}</b><span class="quiet">{words}</span></span>
                <span class="amount">
                    <span class="money">{format::money(locale, row.amount.negated())}</span>
                    {about}
                    {status_tag(locale, row.status)}
                </span>
            </a>
        </li>
    }
}
