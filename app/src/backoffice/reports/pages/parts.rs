//! Pieces that several pages of reports have.
use chrono::{DateTime, Utc};
use domain::compliance::report::{ReportedPayment, State};
use leptos::prelude::*;

use crate::backoffice::reports::words::{country_text, kind_text, state_text};
use crate::i18n::{Locale, td_string};
use crate::ui::{format, status_tag};

/// How far a report is: in words, with a mark of its own shape.
pub(super) fn state_tag(locale: Locale, state: State) -> impl IntoView + use<> {
    let class = match state {
        State::Draft => "tag",
        State::Proposed => "tag wait",
        State::Submitted => "tag info",
        State::Acknowledged => "tag good",
        State::Withdrawn => "tag bad",
    };
    view! { <span class=class>{state_text(locale, state)}</span> }
}

/// Heads of the columns that [`payment_cells`] fills.
pub(super) fn payment_heads(locale: Locale) -> Vec<(&'static str, &'static str)> {
    vec![
        (td_string!(locale, reports.when), ""),
        (td_string!(locale, reports.kind), ""),
        (td_string!(locale, reports.payer), ""),
        (td_string!(locale, reports.recipient), ""),
        (td_string!(locale, reports.status), ""),
        (td_string!(locale, reports.amount), "end"),
    ]
}

/// One payment in a table.
pub(super) fn payment_cells(locale: Locale, payment: ReportedPayment, now: DateTime<Utc>) -> impl IntoView {
    let paid = payment.principal();
    let to = payment.to_account.map(|account| {
        view! { <br /><span class="quiet ltr">{format!("{account} · {}", country_text(locale, &payment.to_country))}</span> }
    });
    let from = payment.from_account.map(|account| view! { <br /><span class="quiet ltr">{account}</span> });
    let received = payment.received.map(|received| {
        view! { <br /><span class="quiet">{format::money(locale, received)}</span> }
    });
    let held =
        payment.held.then(|| view! { " " <span class="tag wait">{td_string!(locale, reports.held)}</span> });
    view! {
        <td role="cell" class="lead">
            {format::date_and_time(locale, payment.at, now)}
            <br /><span class="quiet ltr">{payment.id.reference()}</span>
        </td>
        <td role="cell" data-label=td_string!(locale, reports.kind)>{kind_text(locale, payment.kind)}</td>
        <td role="cell" data-label=td_string!(locale, reports.payer)><span>{payment.payer_name}{from}</span></td>
        <td role="cell" data-label=td_string!(locale, reports.recipient)><span>{payment.to_name}{to}</span></td>
        <td role="cell" data-label=td_string!(locale, reports.status)><span>{status_tag(locale, payment.status)}{held}</span></td>
        <td role="cell" data-label=td_string!(locale, reports.amount) class="end"><span>{format::money(locale, paid)}{received}</span></td>
    }
}
