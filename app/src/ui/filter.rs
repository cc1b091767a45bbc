//! What forms that narrow a list are made of: they write the address, each chosen filter has its way out, and a field
//! that does not narrow as it was meant to says why.
use chrono::NaiveDate;
use domain::filter::{
    Bounds, BoundsQuery, FilterFault, FilterField, FilterProblem, FilterQuery, SEARCH_MAX_CHARS,
};
use leptos::prelude::*;
use leptos_router::components::Form;

use super::{Icon, IconName, format};
use crate::i18n::{td_string, use_locale};

/// Longer than any day or amount that can be read.
const TEXT_MAX_CHARS: u32 = 24;

/// One chosen filter in words, and the address without it.
pub struct ChosenFilter {
    pub text: String,
    pub without: String,
}

/// All of it: the form, closed until somebody wants it or something is wrong, and what is chosen. `page` is the address
/// without filters, `periods` are those that people ask for most, and the children are the fields.
#[component]
pub fn FilterPanel(
    page: String,
    chosen: Vec<ChosenFilter>,
    problems: Vec<FilterProblem>,
    periods: Vec<(&'static str, String)>,
    children: Children,
) -> impl IntoView {
    let locale = use_locale();
    let label = match chosen.len() {
        0 => td_string!(locale, activity.filter).to_owned(),
        count => td_string!(locale, activity.filter_active, count = count),
    };
    let periods = periods.into_iter().map(|(text, address)| view! { <li><a href=address>{text}</a></li> });
    view! {
        <details class="more-filters" open=!problems.is_empty()>
            <summary class="btn plain small"><Icon name=IconName::Search />{label}</summary>
            <Form method="GET" action=page.clone() attr:class="filters card" attr:role="search">
                {children()}
                <div class="form-actions cluster">
                    <button class="btn" type="submit">{td_string!(locale, activity.filter_show)}</button>
                    <a class="btn plain" href=page>{td_string!(locale, activity.filter_clear)}</a>
                </div>
                <ul class="chips grow" aria-label=td_string!(locale, activity.filter_period)>{periods.collect_view()}</ul>
            </Form>
        </details>
        <Problems problems=problems />
        <Chips chosen=chosen />
    }
}

/// Which filters are left out, and that nothing can be found.
#[component]
fn Problems(problems: Vec<FilterProblem>) -> impl IntoView {
    let locale = use_locale();
    let of = |fault| problems.iter().filter(move |problem| problem.fault == fault);
    let left_out: Vec<_> = of(FilterFault::Unreadable).map(|problem| field_name(problem.field)).collect();
    let left_out = (!left_out.is_empty())
        .then(|| td_string!(locale, activity.filter_left_out, fields = left_out.join(", ")));
    let is_backwards = of(FilterFault::Backwards).next().is_some();
    let backwards = is_backwards.then(|| td_string!(locale, activity.filter_backwards));
    (!problems.is_empty()).then(|| {
        view! {
            <div class="notice wait" role="status">
                <Icon name=IconName::Info />
                <div>{left_out.map(|text| view! { <p>{text}</p> })} {backwards.map(|text| view! { <p>{text}</p> })}</div>
            </div>
        }
    })
}

#[component]
fn Chips(chosen: Vec<ChosenFilter>) -> impl IntoView {
    let locale = use_locale();
    (!chosen.is_empty()).then(|| {
        let chips = chosen.into_iter().map(|one| {
            let label = td_string!(locale, activity.filter_remove, what = one.text.clone());
            view! { <li><a href=one.without aria-label=label>{one.text}<Icon name=IconName::Cross class="icon small" /></a></li> }
        });
        view! { <ul class="chips" aria-label=td_string!(locale, activity.filter_chips)>{chips.collect_view()}</ul> }
    })
}

#[component]
pub fn FilterSearch(label: &'static str, value: String, problems: Vec<FilterProblem>) -> impl IntoView {
    let field = Field::new(FilterField::Search, &problems);
    view! {
        <div class="field grow" data-invalid=field.invalid>
            <label for=field.id.clone()>{label}</label>
            <input
                id=field.id
                type="search"
                name=field.name
                value=value
                maxlength=SEARCH_MAX_CHARS
                autocomplete="off"
                aria-invalid=field.invalid
                aria-describedby=field.described
            />
            {field.error}
        </div>
    }
}

/// A choice of `options`, each a value and its name; a value that is none of them chooses nothing.
#[component]
pub fn FilterChoice(
    field: FilterField,
    value: String,
    options: Vec<(String, String)>,
    problems: Vec<FilterProblem>,
) -> impl IntoView {
    let locale = use_locale();
    let options = options.into_iter().map(|(code, text)| {
        let selected = code == value.trim();
        view! { <option value=code selected=selected>{text}</option> }
    });
    let (label, field) = (field_name(field), Field::new(field, &problems));
    view! {
        <div class="field" data-invalid=field.invalid>
            <label for=field.id.clone()>{label}</label>
            <select id=field.id name=field.name aria-invalid=field.invalid aria-describedby=field.described>
                <option value="">{td_string!(locale, activity.filter_all)}</option>
                {options.collect_view()}
            </select>
            {field.error}
        </div>
    }
}

/// The period and the amounts, as they were typed.
#[component]
pub fn FilterBounds(typed: BoundsQuery, problems: Vec<FilterProblem>) -> impl IntoView {
    let read = Bounds::read(&typed).query();
    let fields = [
        (FilterField::From, typed.from, Some(read.from)),
        (FilterField::To, typed.to, Some(read.to)),
        (FilterField::Min, typed.min, None),
        (FilterField::Max, typed.max, None),
    ];
    let fields = fields.into_iter().map(|(field, typed, day)| {
        // A browser's picker of days empties itself of what is none: that can only stay as text.
        let day = day.filter(|day| !day.is_empty() || typed.trim().is_empty());
        let kind = if day.is_some() { "date" } else { "text" };
        let (label, field) = (field_name(field), Field::new(field, &problems));
        view! {
            <div class="field" data-invalid=field.invalid>
                <label for=field.id.clone()>{label}</label>
                <input
                    id=field.id
                    name=field.name
                    type=kind
                    value=day.unwrap_or(typed)
                    inputmode=field.inputmode
                    maxlength=TEXT_MAX_CHARS
                    autocomplete="off"
                    aria-invalid=field.invalid
                    aria-describedby=field.described
                />
                {field.error}
            </div>
        }
    });
    fields.collect_view()
}

/// What ties a field, its label and its error together.
struct Field {
    id: String,
    name: &'static str,
    inputmode: Option<&'static str>,
    invalid: Option<&'static str>,
    described: Option<String>,
    error: Option<AnyView>,
}

impl Field {
    fn new(field: FilterField, problems: &[FilterProblem]) -> Self {
        let id = format!("filter-{field}");
        let text = problems.iter().find(|problem| problem.field == field).map(|one| problem_text(*one));
        let described = text.map(|_| format!("{id}-error"));
        let error = described.clone().zip(text).map(|(id, text)| {
            view! { <p class="error" id=id><Icon name=IconName::Alert class="icon small" />{text}</p> }
                .into_any()
        });
        let is_amount = matches!(field, FilterField::Min | FilterField::Max);
        Self {
            id,
            name: field.as_str(),
            inputmode: is_amount.then_some("decimal"),
            invalid: text.map(|_| "true"),
            described,
            error,
        }
    }
}

/// What is wrong with one field, and what a value looks like.
fn problem_text(problem: FilterProblem) -> &'static str {
    let locale = use_locale();
    match (problem.fault, problem.field) {
        (FilterFault::Unreadable, FilterField::From | FilterField::To) => {
            td_string!(locale, activity.filter_write_day)
        }
        (FilterFault::Unreadable, FilterField::Min | FilterField::Max) => {
            td_string!(locale, activity.filter_write_amount)
        }
        (FilterFault::Unreadable, FilterField::Search) => td_string!(locale, activity.filter_write_search),
        (FilterFault::Unreadable, _) => td_string!(locale, activity.filter_choose),
        (FilterFault::Backwards, FilterField::Min | FilterField::Max) => {
            td_string!(locale, activity.filter_amounts_backwards)
        }
        (FilterFault::Backwards, _) => td_string!(locale, activity.filter_period_backwards),
    }
}

fn field_name(field: FilterField) -> &'static str {
    let locale = use_locale();
    match field {
        FilterField::Kind => td_string!(locale, activity.filter_kind),
        FilterField::Status => td_string!(locale, activity.filter_status),
        FilterField::From => td_string!(locale, activity.filter_from),
        FilterField::To => td_string!(locale, activity.filter_to),
        FilterField::Min => td_string!(locale, activity.filter_min),
        FilterField::Max => td_string!(locale, activity.filter_max),
        FilterField::Recipient => td_string!(locale, activity.recipient),
        FilterField::Code => td_string!(locale, sales.code),
        FilterField::Search => td_string!(locale, activity.filter_search_name),
    }
}

/// What is chosen of a list: `words` has what each field narrows to, or nothing; `path` is the address of a query.
pub fn chosen_filters<Q: FilterQuery>(
    typed: &Q,
    words: impl IntoIterator<Item = (FilterField, Option<String>)>,
    path: impl Fn(Q) -> String,
) -> Vec<ChosenFilter> {
    let chosen = words.into_iter().filter_map(|(field, text)| Some((field, text?)));
    chosen.map(|(field, text)| ChosenFilter { text, without: path(typed.without(field)) }).collect()
}

/// A period and amounts in words.
pub fn bounds_in_words(bounds: &Bounds, today: NaiveDate) -> [(FilterField, Option<String>); 4] {
    let locale = use_locale();
    let day = |day: NaiveDate| format::date(locale, day, today);
    let from = bounds.from.map(|from| td_string!(locale, activity.from_day, day = day(from)));
    let to = bounds.to.map(|to| td_string!(locale, activity.to_day, day = day(to)));
    let min = bounds.min.map(|min| format::money(locale, min));
    let min = min.map(|amount| td_string!(locale, activity.at_least, amount = amount));
    let max = bounds.max.map(|max| format::money(locale, max));
    let max = max.map(|amount| td_string!(locale, activity.at_most, amount = amount));
    [(FilterField::From, from), (FilterField::To, to), (FilterField::Min, min), (FilterField::Max, max)]
}
