//! What the list of sales is narrowed to: a form that writes the address, and the chosen filters.
use chrono::{DateTime, Days, Months, NaiveDate, Utc};
use domain::calendar::oslo_date;
use domain::history::SEARCH_MAX_CHARS;
use domain::ids::MerchantId;
use domain::merchant::sales_filter::{CodeFilter, SaleFilter, SalesFilter, SalesQuery};
use domain::merchant::statement::first_of_month;
use leptos::prelude::*;
use leptos_router::components::Form;

use crate::activity::model::FilterProblem;
use crate::activity::pages::FilterProblemNotice;
use crate::i18n::{tu_string, use_i18n};
use crate::merchant::sales::model::CodeName;
use crate::ui::{ChosenFilter, FilterChips, FilterChoice, FilterText, Icon, IconName, format};

#[component]
pub fn Filters(
    shop: MerchantId,
    filter: SalesQuery,
    problem: Option<FilterProblem>,
    codes: Vec<CodeName>,
    now: DateTime<Utc>,
) -> impl IntoView {
    let i18n = use_i18n();
    let chosen = chosen(&shop, &filter, &codes, now);
    let label = match chosen.len() {
        0 => tu_string!(i18n, activity.filter).to_owned(),
        count => tu_string!(i18n, activity.filter_active, count = count).to_string(),
    };
    view! {
        <details class="more-filters" open=problem.is_some()>
            <summary class="btn plain small"><Icon name=IconName::Search />{label}</summary>
            <FilterForm shop=shop filter=filter codes=codes now=now />
        </details>
        {problem.map(|problem| view! { <FilterProblemNotice problem=problem /> })}
        <FilterChips chosen=chosen />
    }
}

fn status_text(status: SaleFilter) -> &'static str {
    let i18n = use_i18n();
    match status {
        SaleFilter::Processing => tu_string!(i18n, sales.state_processing),
        SaleFilter::Completed => tu_string!(i18n, sales.state_paid),
        SaleFilter::Failed => tu_string!(i18n, sales.filter_failed),
        SaleFilter::Refunded => tu_string!(i18n, sales.filter_refunded),
    }
}

#[component]
fn FilterForm(
    shop: MerchantId,
    filter: SalesQuery,
    codes: Vec<CodeName>,
    now: DateTime<Utc>,
) -> impl IntoView {
    let i18n = use_i18n();
    let all = SalesQuery::default().path(&shop, None);
    let statuses = SaleFilter::ALL.iter().map(|&one| (one.as_str().to_owned(), status_text(one).to_owned()));
    let till = (CodeFilter::Till.as_str().to_owned(), tu_string!(i18n, sales.till).to_owned());
    let codes = codes.into_iter().map(|code| (code.id.into_string(), code.name));
    let codes = std::iter::once(till).chain(codes).collect();
    let number = |decimal: &str| decimal.trim_end_matches(".00").to_owned();
    view! {
        <Form method="GET" action=all.clone() attr:class="filters card" attr:role="search">
            <div class="field grow">
                <label for="filter-q">{tu_string!(i18n, sales.filter_search)}</label>
                <input id="filter-q" type="search" name="q" value=filter.search maxlength=SEARCH_MAX_CHARS autocomplete="off" />
            </div>
            <FilterChoice id="filter-status" name="status" label=tu_string!(i18n, activity.filter_status) value=filter.status options=statuses.collect() />
            <FilterChoice id="filter-code" name="code" label=tu_string!(i18n, sales.code) value=filter.code options=codes />
            <FilterText id="filter-from" name="from" kind="date" label=tu_string!(i18n, activity.filter_from) value=filter.from />
            <FilterText id="filter-to" name="to" kind="date" label=tu_string!(i18n, activity.filter_to) value=filter.to />
            <FilterText id="filter-min" name="min" kind="text" label=tu_string!(i18n, activity.filter_min) value=number(&filter.min) />
            <FilterText id="filter-max" name="max" kind="text" label=tu_string!(i18n, activity.filter_max) value=number(&filter.max) />
            <div class="form-actions cluster">
                <button class="btn" type="submit">{tu_string!(i18n, activity.filter_show)}</button>
                <a class="btn plain" href=all>{tu_string!(i18n, activity.filter_clear)}</a>
            </div>
            <Periods shop=shop now=now />
        </Form>
    }
}

/// The periods that shops ask for most.
#[component]
fn Periods(shop: MerchantId, now: DateTime<Utc>) -> impl IntoView {
    let i18n = use_i18n();
    let today = oslo_date(now);
    let month = first_of_month(today);
    let month_before = month.checked_sub_months(Months::new(1)).unwrap_or(month);
    let links = [
        (tu_string!(i18n, common.today), today, None),
        (tu_string!(i18n, common.yesterday), today - Days::new(1), Some(today - Days::new(1))),
        (tu_string!(i18n, activity.this_month), month, None),
        (tu_string!(i18n, activity.last_month), month_before, Some(month - Days::new(1))),
    ];
    let links = links.into_iter().map(|(text, from, to)| {
        let period = SalesFilter { from: Some(from), to, ..SalesFilter::default() };
        view! { <li><a href=period.query().path(&shop, None)>{text}</a></li> }
    });
    view! { <ul class="chips grow" aria-label=tu_string!(i18n, activity.filter_period)>{links.collect_view()}</ul> }
}

fn chosen(
    shop: &MerchantId,
    query: &SalesQuery,
    codes: &[CodeName],
    now: DateTime<Utc>,
) -> Vec<ChosenFilter> {
    let i18n = use_i18n();
    let (locale, today) = (i18n.get_locale_untracked(), oslo_date(now));
    let filter = SalesFilter::read(query);
    let day = |day: NaiveDate| format::date(locale, day, today);
    let code = filter.code.map(|code| match code {
        CodeFilter::Till => tu_string!(i18n, sales.till).to_owned(),
        CodeFilter::Static(id) => {
            let known = codes.iter().find(|one| one.id == id);
            known.map_or_else(|| tu_string!(i18n, sales.code).to_owned(), |one| one.name.clone())
        }
    });
    let from = filter.from.map(|from| tu_string!(i18n, activity.from_day, day = day(from)).to_string());
    let to = filter.to.map(|to| tu_string!(i18n, activity.to_day, day = day(to)).to_string());
    let min = filter
        .min
        .map(|min| tu_string!(i18n, activity.at_least, amount = format::money(locale, min)).to_string());
    let max = filter
        .max
        .map(|max| tu_string!(i18n, activity.at_most, amount = format::money(locale, max)).to_string());
    let without = |change: fn(&mut SalesQuery)| {
        let mut rest = query.clone();
        change(&mut rest);
        rest.path(shop, None)
    };
    let all = [
        (filter.search.map(|text| format!("«{text}»")), without(|rest| rest.search.clear())),
        (filter.status.map(|status| status_text(status).to_owned()), without(|rest| rest.status.clear())),
        (code, without(|rest| rest.code.clear())),
        (from, without(|rest| rest.from.clear())),
        (to, without(|rest| rest.to.clear())),
        (min, without(|rest| rest.min.clear())),
        (max, without(|rest| rest.max.clear())),
    ];
    all.into_iter().filter_map(|(text, without)| Some(ChosenFilter { text: text?, without })).collect()
}
