//! Transactions as lines, grouped by the day on which they were made.
use chrono::{DateTime, NaiveDate, Utc};
use domain::calendar::oslo_date;
use leptos::prelude::*;

use crate::activity::model::{ActivityKind, ActivityRow};
use crate::i18n::{tu_string, use_i18n};
use crate::ui::{StatusTag, country_name, day_name, format};

/// Cards of one day each, newest first.
#[component]
pub fn Days(rows: Vec<ActivityRow>, now: DateTime<Utc>) -> impl IntoView {
    let mut days: Vec<(NaiveDate, Vec<ActivityRow>)> = Vec::new();
    for row in rows {
        let day = oslo_date(row.created_at);
        match days.last_mut() {
            Some((last, rows)) if *last == day => rows.push(row),
            _ => days.push((day, vec![row])),
        }
    }
    days.into_iter()
        .map(|(day, rows)| {
            let lines = rows.into_iter().map(|row| view! { <Line row=row /> }).collect_view();
            view! {
                <section class="card">
                    <h2 class="day">{day_name(day, oslo_date(now))}</h2>
                    <ul class="rows">{lines}</ul>
                </section>
            }
        })
        .collect_view()
}

#[component]
fn Line(row: ActivityRow) -> impl IntoView {
    let i18n = use_i18n();
    let name = match &row.kind {
        ActivityKind::Refund { shop, .. } => shop.clone(),
        other => other.counterpart().to_owned(),
    };
    let (avatar, about) = match row.kind {
        ActivityKind::Remittance { country, receive, .. } => {
            let received = format::money(i18n.get_locale_untracked(), receive);
            ("avatar", format!("{} · {received}", country_name(country)))
        }
        ActivityKind::QrPayment { .. } => {
            let kind = tu_string!(i18n, activity.qr_payment);
            let refunded = row.refunded.map(|amount| {
                let amount = format::money(i18n.get_locale_untracked(), amount);
                tu_string!(i18n, activity.refunded_amount, amount = amount).to_string()
            });
            (
                "avatar sun",
                refunded.map_or_else(|| kind.to_owned(), |refunded| format!("{kind} · {refunded}")),
            )
        }
        ActivityKind::Refund { payer, .. } => {
            ("avatar sun", tu_string!(i18n, activity.refund_to, name = payer).to_string())
        }
    };
    view! {
        <li>
            <a class="row" href=format!("/activity/{}", row.id)>
                <span class=avatar aria-hidden="true">{format::initials(&name)}</span>
                <span class="text"><b>{name}</b><span class="quiet">{about}</span></span>
                <span class="amount">
                    <format::Amount value=row.amount.negated() />
                    <StatusTag status=row.status />
                </span>
            </a>
        </li>
    }
}
