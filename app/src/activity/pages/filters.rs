//! What the history is narrowed to: a form that writes the address, and the chosen filters, each with its way out.
use chrono::{DateTime, Datelike, Days, Months, NaiveDate, Utc};
use domain::bank::payment_state::TransactionState;
use domain::calendar::oslo_date;
use domain::history::{HistoryFilter, HistoryQuery, PaymentKind, SEARCH_MAX_CHARS};
use leptos::prelude::*;
use leptos_router::components::Form;

use crate::activity::model::{FilterProblem, RecipientChoice};
use crate::i18n::{tu_string, use_i18n};
use crate::ui::{ChosenFilter, FilterChips, FilterChoice, FilterText, Icon, IconName, format, status_text};

#[component]
pub fn Filters(
    filter: HistoryQuery,
    problem: Option<FilterProblem>,
    recipients: Vec<RecipientChoice>,
    now: DateTime<Utc>,
) -> impl IntoView {
    let i18n = use_i18n();
    let chosen = chosen(&filter, &recipients, now);
    let label = match chosen.len() {
        0 => tu_string!(i18n, activity.filter).to_owned(),
        count => tu_string!(i18n, activity.filter_active, count = count).to_string(),
    };
    view! {
        <details class="more-filters" open=problem.is_some()>
            <summary class="btn plain small"><Icon name=IconName::Search />{label}</summary>
            <FilterForm filter=filter recipients=recipients now=now />
        </details>
        {problem.map(|problem| view! { <FilterProblemNotice problem=problem /> })}
        <FilterChips chosen=chosen />
    }
}

/// What is wrong with filters, in words.
#[component]
pub fn FilterProblemNotice(problem: FilterProblem) -> impl IntoView {
    let i18n = use_i18n();
    let text = match problem {
        FilterProblem::Unreadable => tu_string!(i18n, activity.filter_unreadable),
        FilterProblem::Backwards => tu_string!(i18n, activity.filter_backwards),
    };
    view! { <div class="notice wait" role="status"><Icon name=IconName::Info /><div><p>{text}</p></div></div> }
}

#[component]
fn FilterForm(filter: HistoryQuery, recipients: Vec<RecipientChoice>, now: DateTime<Utc>) -> impl IntoView {
    let i18n = use_i18n();
    let kinds = vec![
        (PaymentKind::Remittance.as_str().to_owned(), tu_string!(i18n, activity.remittance).to_owned()),
        (PaymentKind::QrPayment.as_str().to_owned(), tu_string!(i18n, activity.qr_payment).to_owned()),
        (PaymentKind::Refund.as_str().to_owned(), tu_string!(i18n, activity.refund).to_owned()),
    ];
    let statuses = TransactionState::ALL
        .iter()
        .map(|&status| (status.as_str().to_owned(), status_text(status).to_owned()));
    let people = recipients.into_iter().map(|one| (one.id.into_string(), one.name)).collect();
    let number = |minor: &str| minor.trim_end_matches(".00").to_owned();
    view! {
        <Form method="GET" action="/activity" attr:class="filters card" attr:role="search">
            <div class="field grow">
                <label for="filter-q">{tu_string!(i18n, activity.filter_search)}</label>
                <input id="filter-q" type="search" name="q" value=filter.search maxlength=SEARCH_MAX_CHARS autocomplete="off" />
            </div>
            <FilterChoice id="filter-type" name="type" label=tu_string!(i18n, activity.filter_kind) value=filter.kind options=kinds />
            <FilterChoice id="filter-status" name="status" label=tu_string!(i18n, activity.filter_status) value=filter.status options=statuses.collect() />
            <FilterChoice id="filter-recipient" name="recipient" label=tu_string!(i18n, activity.recipient) value=filter.recipient options=people />
            <FilterText id="filter-from" name="from" kind="date" label=tu_string!(i18n, activity.filter_from) value=filter.from />
            <FilterText id="filter-to" name="to" kind="date" label=tu_string!(i18n, activity.filter_to) value=filter.to />
            <FilterText id="filter-min" name="min" kind="text" label=tu_string!(i18n, activity.filter_min) value=number(&filter.min) />
            <FilterText id="filter-max" name="max" kind="text" label=tu_string!(i18n, activity.filter_max) value=number(&filter.max) />
            <div class="form-actions cluster">
                <button class="btn" type="submit">{tu_string!(i18n, activity.filter_show)}</button>
                <a class="btn plain" href="/activity">{tu_string!(i18n, activity.filter_clear)}</a>
            </div>
            <Periods now=now />
        </Form>
    }
}

/// The periods that people ask for most.
#[component]
fn Periods(now: DateTime<Utc>) -> impl IntoView {
    let i18n = use_i18n();
    let today = oslo_date(now);
    let first_of_month = today.with_day(1).unwrap_or(today);
    let month_before = first_of_month.checked_sub_months(Months::new(1)).unwrap_or(first_of_month);
    let first_of_year = first_of_month.with_month(1).unwrap_or(first_of_month);
    let links = [
        (tu_string!(i18n, activity.this_month), first_of_month, None),
        (tu_string!(i18n, activity.last_month), month_before, Some(first_of_month - Days::new(1))),
        (tu_string!(i18n, activity.this_year), first_of_year, None),
    ];
    let links = links.into_iter().map(|(text, from, to)| {
        let period = HistoryFilter { from: Some(from), to, ..HistoryFilter::default() };
        view! { <li><a href=period.query().path(None)>{text}</a></li> }
    });
    view! { <ul class="chips grow" aria-label=tu_string!(i18n, activity.filter_period)>{links.collect_view()}</ul> }
}

fn chosen(query: &HistoryQuery, recipients: &[RecipientChoice], now: DateTime<Utc>) -> Vec<ChosenFilter> {
    let i18n = use_i18n();
    let (locale, today) = (i18n.get_locale_untracked(), oslo_date(now));
    let filter = HistoryFilter::read(query);
    let day = |day: NaiveDate| format::date(locale, day, today);
    let kind = filter.kind.map(|kind| match kind {
        PaymentKind::Remittance => tu_string!(i18n, activity.remittance).to_owned(),
        PaymentKind::QrPayment => tu_string!(i18n, activity.qr_payment).to_owned(),
        PaymentKind::Refund => tu_string!(i18n, activity.refund).to_owned(),
    });
    let person = filter.recipient.as_ref().map(|id| {
        let known = recipients.iter().find(|one| one.id == *id);
        known.map_or_else(|| tu_string!(i18n, activity.recipient).to_owned(), |one| one.name.clone())
    });
    let from = filter.from.map(|from| tu_string!(i18n, activity.from_day, day = day(from)).to_string());
    let to = filter.to.map(|to| tu_string!(i18n, activity.to_day, day = day(to)).to_string());
    let min = filter
        .min
        .map(|min| tu_string!(i18n, activity.at_least, amount = format::money(locale, min)).to_string());
    let max = filter
        .max
        .map(|max| tu_string!(i18n, activity.at_most, amount = format::money(locale, max)).to_string());
    let status = filter.status.map(|status| status_text(status).to_owned());
    let sought = filter.search.map(|text| format!("«{text}»"));
    let without = |change: fn(&mut HistoryQuery)| {
        let mut rest = query.clone();
        change(&mut rest);
        rest.path(None)
    };
    let all = [
        (sought, without(|rest| rest.search.clear())),
        (kind, without(|rest| rest.kind.clear())),
        (status, without(|rest| rest.status.clear())),
        (person, without(|rest| rest.recipient.clear())),
        (from, without(|rest| rest.from.clear())),
        (to, without(|rest| rest.to.clear())),
        (min, without(|rest| rest.min.clear())),
        (max, without(|rest| rest.max.clear())),
    ];
    all.into_iter().filter_map(|(text, without)| Some(ChosenFilter { text: text?, without })).collect()
}
