//! What the history is narrowed to: a form that writes the address, and the chosen filters, each with its way out.
use chrono::{DateTime, Days, Months, NaiveDate, Utc};
use domain::bank::payment_state::TransactionState;
use domain::calendar::{first_of_month, first_of_year, oslo_date};
use domain::filter::{Bounds, FilterField, FilterProblem};
use domain::history::{HistoryFilter, HistoryQuery, PaymentKind};
use leptos::prelude::*;

use crate::activity::model::RecipientChoice;
use crate::i18n::{td_string, use_locale};
use crate::ui::{
    ChosenFilter, FilterBounds, FilterChoice, FilterPanel, FilterSearch, bounds_in_words, chosen_filters,
    status_text,
};

#[component]
pub fn Filters(
    filter: HistoryQuery,
    problems: Vec<FilterProblem>,
    recipients: Vec<RecipientChoice>,
    now: DateTime<Utc>,
) -> impl IntoView {
    let locale = use_locale();
    let today = oslo_date(now);
    let chosen = chosen(&filter, &recipients, today);
    let kinds = PaymentKind::ALL.iter().map(|&kind| (kind.as_str().to_owned(), kind_text(kind).to_owned()));
    let statuses = TransactionState::ALL
        .iter()
        .map(|&status| (status.as_str().to_owned(), status_text(status).to_owned()));
    let people = recipients.into_iter().map(|one| (one.id.into_string(), one.name));
    view! {
        <FilterPanel page=HistoryQuery::default().path(None) chosen=chosen problems=problems.clone() periods=periods(today)>
            <FilterSearch label=td_string!(locale, activity.filter_search) value=filter.search problems=problems.clone() />
            <FilterChoice field=FilterField::Kind value=filter.kind options=kinds.collect() problems=problems.clone() />
            <FilterChoice field=FilterField::Status value=filter.status options=statuses.collect() problems=problems.clone() />
            <FilterChoice field=FilterField::Recipient value=filter.recipient options=people.collect() problems=problems.clone() />
            <FilterBounds typed=filter.bounds problems=problems />
        </FilterPanel>
    }
}

fn kind_text(kind: PaymentKind) -> &'static str {
    let locale = use_locale();
    match kind {
        PaymentKind::Remittance => td_string!(locale, activity.remittance),
        PaymentKind::QrPayment => td_string!(locale, activity.qr_payment),
        PaymentKind::Refund => td_string!(locale, activity.refund),
    }
}

/// The periods that people ask for most.
fn periods(today: NaiveDate) -> Vec<(&'static str, String)> {
    let locale = use_locale();
    let month = first_of_month(today);
    let month_before = month.checked_sub_months(Months::new(1)).unwrap_or(month);
    let periods = [
        (td_string!(locale, activity.this_month), month, None),
        (td_string!(locale, activity.last_month), month_before, Some(month - Days::new(1))),
        (td_string!(locale, activity.this_year), first_of_year(today), None),
    ];
    let address = |from, to| {
        HistoryFilter { bounds: Bounds::period(from, to), ..HistoryFilter::default() }.query().path(None)
    };
    periods.into_iter().map(|(text, from, to)| (text, address(from, to))).collect()
}

fn chosen(typed: &HistoryQuery, recipients: &[RecipientChoice], today: NaiveDate) -> Vec<ChosenFilter> {
    let locale = use_locale();
    let filter = HistoryFilter::read(typed);
    let person = filter.recipient.as_ref().map(|id| {
        let known = recipients.iter().find(|one| one.id == *id);
        known.map_or_else(|| td_string!(locale, activity.recipient).to_owned(), |one| one.name.clone())
    });
    let words = [
        (FilterField::Search, filter.search.map(|text| format!("«{text}»"))),
        (FilterField::Kind, filter.kind.map(|kind| kind_text(kind).to_owned())),
        (FilterField::Status, filter.status.map(|status| status_text(status).to_owned())),
        (FilterField::Recipient, person),
    ];
    let words = words.into_iter().chain(bounds_in_words(&filter.bounds, today));
    chosen_filters(typed, words, |rest| rest.path(None))
}
