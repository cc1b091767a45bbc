//! A name that somebody wants to know about: the entries that it is the most like. Nothing of it is kept.
use domain::compliance::screening::Schema;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::components::Form;
use leptos_router::hooks::use_query_map;

use super::comparison::PartByPart;
use super::{Head, LOOK_UP, words};
use crate::backoffice::screening::api::look_up;
use crate::backoffice::screening::model::{Found, LookUpPage as Page, LookUpQuery};
use crate::backoffice::screening::query::SEARCH_MAX_CHARS;
use crate::i18n::{td_string, use_locale};
use crate::ui::{Icon, IconName, loaded, page_resource};

/// Longer than any date.
const BORN_MAX_CHARS: u32 = 10;

#[component]
pub fn LookUpPage() -> impl IntoView {
    let locale = use_locale();
    let address = use_query_map();
    let asked = Memo::new(move |_| {
        address.with(|address| {
            let text = |name: &str| address.get(name).unwrap_or_default();
            LookUpQuery { name: text("name"), kind: text("kind"), born: text("born") }
        })
    });
    let page = page_resource(move || asked.get(), look_up);
    view! {
        <Title text=td_string!(locale, hits.tab_look_up) />
        <Head title=td_string!(locale, hits.tab_look_up) at=LOOK_UP />
        {loaded(page, |page| view! { <LookUp page=page /> })}
    }
}

#[component]
fn LookUp(page: Page) -> impl IntoView {
    let locale = use_locale();
    let query = page.query;
    let kinds = Schema::ALL.iter().map(|schema| {
        let selected = schema.as_str() == query.kind;
        view! { <option value=schema.as_str() selected=selected>{words::schema(locale, *schema)}</option> }
    });
    let kinds = kinds.collect_view();
    let entries = td_string!(locale, hits.look_up_among, count = page.entries);
    let unread = page.is_birth_unread.then(|| {
        view! { <div class="notice wait"><Icon name=IconName::Info /><div><p>{td_string!(locale, hits.look_up_born_unread)}</p></div></div> }
    });
    let asked = !query.name.trim().is_empty();
    let none = page.found.is_empty();
    let found = (0..).zip(page.found).map(|(index, found)| view! { <Candidate found=found index=index /> });
    let found = found.collect_view();
    view! {
        <Form method="GET" action=LOOK_UP attr:class="filters panel" attr:role="search">
            <div class="field grow">
                <label for="look-up-name">{td_string!(locale, hits.look_up_name)}</label>
                <input id="look-up-name" type="search" name="name" value=query.name.clone() maxlength=SEARCH_MAX_CHARS autocomplete="off" required=true />
            </div>
            <div class="field">
                <label for="look-up-kind">{td_string!(locale, hits.row_schema)}</label>
                <select id="look-up-kind" name="kind">{kinds}</select>
            </div>
            <div class="field">
                <label for="look-up-born">{td_string!(locale, hits.row_birth)}</label>
                <input id="look-up-born" type="text" name="born" value=query.born.clone() maxlength=BORN_MAX_CHARS autocomplete="off" placeholder="1963-07-28" />
            </div>
            <div class="form-actions">
                <button class="btn small" type="submit"><Icon name=IconName::Search />{td_string!(locale, hits.look_up)}</button>
            </div>
        </Form>
        {unread}
        <p class="quiet" role="status">{entries}</p>
        {(asked && none).then(|| view! { <p>{td_string!(locale, hits.look_up_none)}</p> })}
        {found}
    }
}

#[component]
fn Candidate(found: Found, index: u32) -> impl IntoView {
    let locale = use_locale();
    let score = words::percent(locale, found.comparison.score);
    let tag = match found.result {
        Some(result) => words::result_tag(locale, result).into_any(),
        None => view! { <span class="tag">{td_string!(locale, hits.below)}</span> }.into_any(),
    };
    let about =
        [words::source(locale, found.source).to_owned(), found.external_id, found.programmes.join(", ")];
    let about = about.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" · ");
    view! {
        <details class="panel" open={index == 0}>
            <summary class="cluster"><b class="num">{score}</b> <span class="strong">{found.listed_as}</span> {tag} <span class="quiet">{about}</span></summary>
            <PartByPart comparison=found.comparison caption=format!("found-{index}") />
        </details>
    }
}
