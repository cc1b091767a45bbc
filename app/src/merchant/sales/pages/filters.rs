//! What the list of sales is narrowed to: a form that writes the address, and the chosen filters.
use chrono::{DateTime, Days, Months, NaiveDate, Utc};
use domain::calendar::{first_of_month, oslo_date};
use domain::filter::{Bounds, FilterField, FilterProblem};
use domain::ids::MerchantId;
use domain::merchant::sales_filter::{CodeFilter, SaleFilter, SalesFilter, SalesQuery};
use leptos::prelude::*;

use crate::i18n::{td_string, use_locale};
use crate::merchant::sales::model::CodeName;
use crate::ui::{
    ChosenFilter, FilterBounds, FilterChoice, FilterPanel, FilterSearch, bounds_in_words, chosen_filters,
};

#[component]
pub fn Filters(
    shop: MerchantId,
    filter: SalesQuery,
    problems: Vec<FilterProblem>,
    codes: Vec<CodeName>,
    now: DateTime<Utc>,
) -> impl IntoView {
    let locale = use_locale();
    let today = oslo_date(now);
    let (chosen, periods) = (chosen(&shop, &filter, &codes, today), periods(&shop, today));
    let statuses = SaleFilter::ALL.iter().map(|&one| (one.as_str().to_owned(), status_text(one).to_owned()));
    let till = (CodeFilter::Till.as_str().to_owned(), td_string!(locale, sales.till).to_owned());
    let codes = codes.into_iter().map(|code| (code.id.into_string(), code.name));
    let codes = std::iter::once(till).chain(codes);
    view! {
        <FilterPanel page=SalesQuery::default().path(&shop, None) chosen=chosen problems=problems.clone() periods=periods>
            <FilterSearch label=td_string!(locale, sales.filter_search) value=filter.search problems=problems.clone() />
            <FilterChoice field=FilterField::Status value=filter.status options=statuses.collect() problems=problems.clone() />
            <FilterChoice field=FilterField::Code value=filter.code options=codes.collect() problems=problems.clone() />
            <FilterBounds typed=filter.bounds problems=problems />
        </FilterPanel>
    }
}

fn status_text(status: SaleFilter) -> &'static str {
    let locale = use_locale();
    match status {
        SaleFilter::Processing => td_string!(locale, sales.state_processing),
        SaleFilter::Completed => td_string!(locale, sales.state_paid),
        SaleFilter::Failed => td_string!(locale, sales.filter_failed),
        SaleFilter::Refunded => td_string!(locale, sales.filter_refunded),
    }
}

/// The periods that shops ask for most.
fn periods(shop: &MerchantId, today: NaiveDate) -> Vec<(&'static str, String)> {
    let locale = use_locale();
    let (yesterday, month) = (today - Days::new(1), first_of_month(today));
    let month_before = month.checked_sub_months(Months::new(1)).unwrap_or(month);
    let periods = [
        (td_string!(locale, common.today), today, None),
        (td_string!(locale, common.yesterday), yesterday, Some(yesterday)),
        (td_string!(locale, activity.this_month), month, None),
        (td_string!(locale, activity.last_month), month_before, Some(month - Days::new(1))),
    ];
    let address = |from, to| {
        SalesFilter { bounds: Bounds::period(from, to), ..SalesFilter::default() }.query().path(shop, None)
    };
    periods.into_iter().map(|(text, from, to)| (text, address(from, to))).collect()
}

fn chosen(shop: &MerchantId, typed: &SalesQuery, codes: &[CodeName], today: NaiveDate) -> Vec<ChosenFilter> {
    let locale = use_locale();
    let filter = SalesFilter::read(typed);
    let code = filter.code.map(|code| match code {
        CodeFilter::Till => td_string!(locale, sales.till).to_owned(),
        CodeFilter::Static(id) => {
            let known = codes.iter().find(|one| one.id == id);
            known.map_or_else(|| td_string!(locale, sales.code).to_owned(), |one| one.name.clone())
        }
    });
    let words = [
        (FilterField::Search, filter.search.map(|text| format!("«{text}»"))),
        (FilterField::Status, filter.status.map(|status| status_text(status).to_owned())),
        (FilterField::Code, code),
    ];
    let words = words.into_iter().chain(bounds_in_words(&filter.bounds, today));
    chosen_filters(typed, words, |rest| rest.path(shop, None))
}
