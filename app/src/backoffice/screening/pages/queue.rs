//! The queue of matches: what nobody has looked at, what waits for a second officer, what is settled.
use domain::compliance::watchlist::{ScreeningResult, Source, SubjectKind};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::components::Form;
use leptos_router::hooks::use_query_map;

use super::{Head, words};
use crate::backoffice::screening::api::load_hits;
use crate::backoffice::screening::model::{Counts, HitLine, HitPage, hit_path};
use crate::backoffice::screening::query::{HitQuery, HitState, QUEUE, SEARCH_MAX_CHARS};
use crate::i18n::{td_string, use_locale};
use crate::ui::{Icon, IconName, ago, loaded, page_resource};

#[component]
pub fn HitsPage() -> impl IntoView {
    let locale = use_locale();
    let address = use_query_map();
    let asked = Memo::new(move |_| {
        address.with(|address| {
            (HitQuery::from_pairs(|name| address.get(name)), address.get("after").unwrap_or_default())
        })
    });
    let page = page_resource(move || asked.get(), |(query, cursor)| load_hits(query, cursor));
    view! {
        <Title text=td_string!(locale, hits.title) />
        <Head title=td_string!(locale, hits.title) at=QUEUE />
        {loaded(page, move |page| {
            let first = asked.with_untracked(|(_, cursor)| cursor.is_empty());
            view! { <Queue page=page first=first /> }
        })}
    }
}

#[component]
fn Queue(page: HitPage, first: bool) -> impl IntoView {
    let locale = use_locale();
    let query = page.query.clone();
    let now = page.now;
    let is_empty = page.lines.is_empty();
    let rows = page.lines.into_iter().map(|line| view! { <Line line=line now=now /> }).collect_view();
    let table = (!is_empty).then(|| {
        view! {
            <div class="table-wrap" role="region" aria-labelledby="hits-caption" tabindex="0">
                <table class="table dense" role="table">
                    <caption id="hits-caption">{state_text(query.state)}</caption>
                    <thead role="rowgroup">
                        <tr role="row">
                            <th role="columnheader" scope="col">{td_string!(locale, hits.col_who)}</th>
                            <th role="columnheader" scope="col">{td_string!(locale, hits.col_listed_as)}</th>
                            <th role="columnheader" scope="col" class="end">{td_string!(locale, hits.col_score)}</th>
                            <th role="columnheader" scope="col">{td_string!(locale, hits.col_result)}</th>
                            <th role="columnheader" scope="col">{td_string!(locale, hits.col_source)}</th>
                            <th role="columnheader" scope="col">{td_string!(locale, hits.col_found)}</th>
                        </tr>
                    </thead>
                    <tbody role="rowgroup">{rows}</tbody>
                </table>
            </div>
        }
    });
    view! {
        <States query=query.clone() counts=page.counts />
        <div class="queue">
            <aside class="queue-filters"><Filters query=query.clone() /></aside>
            <section class="queue-list stack">
                {table}
                {is_empty.then(|| view! { <Nothing query=query.clone() first=first /> })}
                <nav class="pager" aria-label=td_string!(locale, common.pages)>
                    {(!first).then(|| view! { <a class="btn plain small" href=query.path(None)>{td_string!(locale, hits.first_page)}</a> })}
                    {page.next.map(|next| {
                        view! { <a class="btn plain small" rel="next" href=query.path(Some(&next))>{td_string!(locale, hits.next_page)}</a> }
                    })}
                </nav>
            </section>
        </div>
    }
}

fn state_text(state: HitState) -> &'static str {
    let locale = use_locale();
    match state {
        HitState::New => td_string!(locale, hits.state_new),
        HitState::Second => td_string!(locale, hits.state_second),
        HitState::Settled => td_string!(locale, hits.state_settled),
    }
}

/// The three lists, each with how much is in it.
#[component]
fn States(query: HitQuery, counts: Counts) -> impl IntoView {
    let locale = use_locale();
    let figure = move |count: i64| {
        if count >= counts.limit { format!("{}+", counts.limit) } else { count.to_string() }
    };
    let links = HitState::ALL.map(|state| {
        let count = match state {
            HitState::New => Some(figure(counts.new)),
            HitState::Second => Some(figure(counts.second)),
            HitState::Settled => None,
        };
        let current = (state == query.state).then_some("true");
        view! {
            <li><a href=query.with_state(state).path(None) aria-current=current>{state_text(state)}{count.map(|count| view! { " " <b>{count}</b> })}</a></li>
        }
    });
    let for_you = (query.state == HitState::Second && counts.for_you > 0)
        .then(|| td_string!(locale, hits.for_you, count = counts.for_you));
    view! {
        <ul class="chips" aria-label=td_string!(locale, hits.states)>{links.collect_view()}</ul>
        {for_you.map(|text| view! { <p class="quiet">{text}</p> })}
    }
}

#[component]
fn Filters(query: HitQuery) -> impl IntoView {
    let locale = use_locale();
    let kinds: Vec<_> =
        SubjectKind::ALL.iter().map(|kind| (kind.as_str(), words::kind(locale, *kind))).collect();
    let results = [ScreeningResult::Match, ScreeningResult::PotentialMatch];
    let results = results.map(|result| (result.as_str(), words::result(locale, result)));
    let sources: Vec<_> =
        Source::ALL.iter().map(|source| (source.as_str(), words::source(locale, *source))).collect();
    let cleared = HitQuery::default().with_state(query.state).path(None);
    view! {
        <Form method="GET" action=QUEUE attr:class="form" attr:role="search">
            <input type="hidden" name="state" value=query.state.as_str() />
            <div class="field">
                <label for="hits-search">{td_string!(locale, hits.search)}</label>
                <input id="hits-search" type="search" name="search" value=query.search.clone() maxlength=SEARCH_MAX_CHARS autocomplete="off" />
            </div>
            <Choice name="kind" label=td_string!(locale, hits.col_kind) value=query.kind.clone() options=kinds />
            <Choice name="result" label=td_string!(locale, hits.col_result) value=query.result.clone() options=results.into() />
            <Choice name="source" label=td_string!(locale, hits.col_source) value=query.source.clone() options=sources />
            <div class="form-actions">
                <button class="btn small" type="submit">{td_string!(locale, hits.show)}</button>
                {query.narrows().then(|| view! { <a class="btn plain small" href=cleared>{td_string!(locale, hits.clear)}</a> })}
            </div>
        </Form>
    }
}

#[component]
fn Choice(
    name: &'static str,
    label: &'static str,
    value: String,
    options: Vec<(&'static str, &'static str)>,
) -> impl IntoView {
    let locale = use_locale();
    let id = format!("hits-{name}");
    let options = options.into_iter().map(|(code, text)| {
        let selected = code == value;
        view! { <option value=code selected=selected>{text}</option> }
    });
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            <select id=id name=name>
                <option value="">{td_string!(locale, hits.all)}</option>
                {options.collect_view()}
            </select>
        </div>
    }
}

#[component]
fn Line(line: HitLine, now: chrono::DateTime<chrono::Utc>) -> impl IntoView {
    let locale = use_locale();
    let about = match line.kind {
        SubjectKind::Customer => words::kind(locale, line.kind).to_owned(),
        kind => td_string!(locale, hits.of_customer, kind = words::kind(locale, kind), name = line.customer),
    };
    let proposer = line.proposer.map(|name| {
        let text = if line.is_own_word {
            td_string!(locale, hits.your_word).to_owned()
        } else {
            td_string!(locale, hits.word_of, name = name)
        };
        view! { <br /><span class="quiet">{text}</span> }
    });
    let result = match line.settled {
        Some((settled, _)) => words::settlement_tag(locale, settled).into_any(),
        None => words::result_tag(locale, line.result).into_any(),
    };
    let at = line.settled.map_or(line.found_at, |(_, at)| at);
    view! {
        <tr role="row">
            <td role="cell" class="lead"><a href=hit_path(&line.id)>{line.name}</a><br /><span class="quiet">{about}</span></td>
            <td role="cell" data-label=td_string!(locale, hits.col_listed_as)><span>{line.listed_as}{proposer}</span></td>
            <td role="cell" class="end" data-label=td_string!(locale, hits.col_score)>{line.score.map(|score| words::percent(locale, score))}</td>
            <td role="cell" data-label=td_string!(locale, hits.col_result)>{result}</td>
            <td role="cell" data-label=td_string!(locale, hits.col_source)>{line.source.map(|source| words::source(locale, source))}</td>
            <td role="cell" data-label=td_string!(locale, hits.col_found)>{ago(at, now)}</td>
        </tr>
    }
}

#[component]
fn Nothing(query: HitQuery, first: bool) -> impl IntoView {
    let locale = use_locale();
    let (title, text) = match (query.narrows() || !first, query.state) {
        (true, _) => (td_string!(locale, hits.none_found), td_string!(locale, hits.none_found_text)),
        (false, HitState::New) => (td_string!(locale, hits.none_new), td_string!(locale, hits.none_new_text)),
        (false, HitState::Second) => {
            (td_string!(locale, hits.none_second), td_string!(locale, hits.none_second_text))
        }
        (false, HitState::Settled) => {
            (td_string!(locale, hits.none_settled), td_string!(locale, hits.none_settled_text))
        }
    };
    view! {
        <div class="empty" role="status">
            <span class="icon-disc big"><Icon name=IconName::Search class="icon big" /></span>
            <h2>{title}</h2>
            <p>{text}</p>
        </div>
    }
}
