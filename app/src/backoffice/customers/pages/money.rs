//! What a customer sends: a chart of the last twelve months, and payments as lines.
use chrono::{DateTime, Utc};
use leptos::prelude::*;

use crate::backoffice::customers::model::{Month, Payment};
use crate::backoffice::holds::pages::kind_text;
use crate::backoffice::parts::Lines;
use crate::i18n::{Locale, td_string, use_locale};
use crate::ui::{Bar, BarChart, country_name_in, format, status_tag};

/// What was sent and paid, month by month.
#[component]
pub(super) fn MonthsChart(months: Vec<Month>) -> impl IntoView {
    let locale = use_locale();
    let payments: i64 = months.iter().map(|month| month.payments).sum();
    if payments == 0 {
        return view! { <p class="quiet">{td_string!(locale, customer.nothing_sent)}</p> }.into_any();
    }
    let sum = months.iter().fold(None, |sum: Option<domain::money::Money>, month| match sum {
        Some(sum) => Some(sum.checked_add(month.amount).unwrap_or(sum)),
        None => Some(month.amount),
    });
    let sum = sum.map(|sum| format::money(locale, sum)).unwrap_or_default();
    let summary = td_string!(locale, customer.chart_summary, count = payments, sum = sum);
    let name = |month: Option<&Month>| month.map(|month| format::month_and_year(locale, month.month));
    let names = [name(months.first()), name(months.last())].into_iter().flatten().collect();
    let last = months.len().saturating_sub(1);
    let bars = months.into_iter().enumerate().map(|(index, month)| Bar {
        label: format::month_and_year(locale, month.month),
        value: month.amount.minor(),
        text: format!("{} ({})", format::money(locale, month.amount), month.payments),
        is_now: index == last,
    });
    let columns =
        (td_string!(locale, customer.month).to_owned(), td_string!(locale, customer.sent).to_owned());
    view! {
        <BarChart bars=bars.collect() summary=summary names=names columns=columns open_table=td_string!(locale, customer.as_table) />
    }
    .into_any()
}

/// Payments as lines; those that were held or raised an alert lead there.
#[component]
pub(super) fn PaymentLines(rows: Vec<Payment>, now: DateTime<Utc>) -> impl IntoView {
    let locale = use_locale();
    (!rows.is_empty()).then(|| {
        let heads = vec![
            (td_string!(locale, activity.date), ""),
            (td_string!(locale, customer.payment), ""),
            (td_string!(locale, customer.to), ""),
            (td_string!(locale, customer.status), ""),
            (td_string!(locale, customer.marks), ""),
            (td_string!(locale, customer.amount), "end"),
        ];
        let lines = rows.into_iter().map(|row| line(locale, row, now)).collect_view();
        view! { <Lines label=td_string!(locale, customer.payments) heads=heads>{lines}</Lines> }
    })
}

fn line(locale: Locale, row: Payment, now: DateTime<Utc>) -> impl IntoView {
    let country = row.country.map(|country| format!(" · {}", country_name_in(locale, country)));
    let alert = row.alert.map(|alert| {
        view! { <a href=format!("/admin/alerts/{alert}")>{td_string!(locale, customer.mark_alert)}</a> " " }
    });
    let hold = row.hold.map(|hold| {
        view! { <a href=format!("/admin/holds/{hold}")>{td_string!(locale, customer.mark_hold)}</a> }
    });
    view! {
        <tr role="row">
            <td role="cell" class="lead" data-label=td_string!(locale, activity.date)>{format::date_and_time(locale, row.at, now)}</td>
            <td role="cell" data-label=td_string!(locale, customer.payment)>
                {kind_text(locale, row.kind)} " " <span class="quiet ltr">{row.id.reference()}</span>
            </td>
            <td role="cell" data-label=td_string!(locale, customer.to)>{row.counterpart} {country}</td>
            <td role="cell" data-label=td_string!(locale, customer.status)>{status_tag(locale, row.status)}</td>
            <td role="cell" data-label=td_string!(locale, customer.marks)>{alert} {hold}</td>
            <td role="cell" class="end" data-label=td_string!(locale, customer.amount)>{format::money(locale, row.amount)}</td>
        </tr>
    }
}
