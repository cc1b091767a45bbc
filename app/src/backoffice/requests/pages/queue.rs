//! The queue of data requests: what is due first comes first.
use chrono::{DateTime, NaiveDate, Utc};
use domain::calendar::oslo_date;
use domain::compliance::privacy::{RequestKind, RequestQueue, RequestStatus, RequestsQuery};
use domain::filter::{FilterField, FilterQuery, SEARCH_MAX_CHARS};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::components::Form;
use leptos_router::hooks::use_query_map;

use crate::backoffice::due::TimeLeftTag;
use crate::backoffice::requests::api::load_request_queue;
use crate::backoffice::requests::model::{Counts, Queue, QueueRow};
use crate::backoffice::requests::words::{kind_text, status_text};
use crate::i18n::{Locale, td_string, use_locale};
use crate::ui::{Icon, IconName, format, loaded, page_resource};

#[component]
pub fn RequestQueuePage() -> impl IntoView {
    let locale = use_locale();
    let address = use_query_map();
    let asked = Memo::new(move |_| {
        address.with(|address| {
            (RequestsQuery::from_pairs(|name| address.get(name)), address.get("after").unwrap_or_default())
        })
    });
    let page = page_resource(move || asked.get(), |(query, cursor)| load_request_queue(query, cursor));
    view! {
        <Title text=td_string!(locale, requests.title) />
        {loaded(page, move |queue: Queue| {
            let first = asked.with_untracked(|(_, cursor)| cursor.is_empty());
            view! { <Content queue=queue first=first /> }
        })}
    }
}

#[component]
fn Content(queue: Queue, first: bool) -> impl IntoView {
    let locale = use_locale();
    let (filter, now) = (queue.filter, queue.now);
    let newest = filter.path(None);
    let next = queue.next.map(|next| filter.path(Some(&next)));
    let list = if queue.rows.is_empty() {
        view! { <Nothing narrowed=!filter.is_empty() /> }.into_any()
    } else {
        view! { <List rows=queue.rows now=now /> }.into_any()
    };
    view! {
        <header class="desk-head"><h1>{td_string!(locale, requests.title)}</h1></header>
        <div class="queue">
            <aside class="queue-filters stack"><Views chosen=filter.clone() counts=queue.counts /><Narrow filter=filter /></aside>
            <section class="queue-list" aria-label=td_string!(locale, requests.title)>
                {list}
                <nav class="pager" aria-label=td_string!(locale, common.pages)>
                    {(!first).then(|| view! { <a class="btn plain small" href=newest>{td_string!(locale, complaints.first_page)}</a> })}
                    {next.map(|next| view! { <a class="btn plain small" rel="next" href=next>{td_string!(locale, complaints.next_page)}</a> })}
                </nav>
            </section>
        </div>
    }
}

/// Parts of the queue, each with how many are in it.
#[component]
fn Views(chosen: RequestsQuery, counts: Counts) -> impl IntoView {
    let locale = use_locale();
    let (current, _, _) = chosen.read();
    let views = [
        (RequestQueue::Open, td_string!(locale, requests.view_open), Some(counts.open)),
        (RequestQueue::Mine, td_string!(locale, requests.view_mine), Some(counts.mine)),
        (RequestQueue::Unassigned, td_string!(locale, requests.view_unassigned), Some(counts.unassigned)),
        (RequestQueue::Overdue, td_string!(locale, requests.view_overdue), Some(counts.overdue)),
        (RequestQueue::Decided, td_string!(locale, requests.view_decided), None),
    ];
    let links = views.map(|(queue, name, count)| {
        let query = RequestsQuery { queue: queue.as_str().to_owned(), ..RequestsQuery::default() };
        let here = (queue == current).then_some("page");
        view! {
            <li>
                <a href=query.path(None) aria-current=here>
                    <span>{name}</span>
                    {count.map(|count| view! { <b>{count}</b> })}
                </a>
            </li>
        }
    });
    view! {
        <nav aria-label=td_string!(locale, requests.views)><ul class="queue-views">{links.collect_view()}</ul></nav>
    }
}

/// What else the queue is narrowed by: a form that writes the address.
#[component]
fn Narrow(filter: RequestsQuery) -> impl IntoView {
    let locale = use_locale();
    let options = RequestKind::ALL.iter().map(|&kind| {
        let selected = kind.as_str() == filter.kind;
        view! { <option value=kind.as_str() selected=selected>{kind_text(locale, kind)}</option> }
    });
    let options = options.collect_view();
    view! {
        <Form method="GET" action="/admin/requests" attr:class="form tight" attr:role="search">
            <input type="hidden" name=FilterField::Status.as_str() value=filter.queue.clone() />
            <div class="field">
                <label for="requests-search">{td_string!(locale, requests.search)}</label>
                <input
                    id="requests-search"
                    type="search"
                    name=FilterField::Search.as_str()
                    value=filter.search.clone()
                    maxlength=SEARCH_MAX_CHARS
                    autocomplete="off"
                />
            </div>
            <div class="field">
                <label for="requests-kind">{td_string!(locale, requests.kind)}</label>
                <select id="requests-kind" name=FilterField::Kind.as_str()>
                    <option value="">{td_string!(locale, complaints.all)}</option>
                    {options}
                </select>
            </div>
            <button class="btn plain small" type="submit">{td_string!(locale, complaints.show)}</button>
        </Form>
    }
}

#[component]
fn Nothing(narrowed: bool) -> impl IntoView {
    let locale = use_locale();
    let text = if narrowed {
        td_string!(locale, requests.none_here)
    } else {
        td_string!(locale, requests.none_open)
    };
    view! {
        <div class="empty" role="status">
            <span class="icon-disc big"><Icon name=IconName::Check class="icon big" /></span>
            <h2>{text}</h2>
            {narrowed.then(|| view! { <a class="btn plain" href="/admin/requests">{td_string!(locale, requests.view_open)}</a> })}
        </div>
    }
}

#[component]
fn List(rows: Vec<QueueRow>, now: DateTime<Utc>) -> impl IntoView {
    let locale = use_locale();
    let today = oslo_date(now);
    let head = [
        td_string!(locale, complaints.due),
        td_string!(locale, requests.kind),
        td_string!(locale, complaints.customer),
        td_string!(locale, complaints.received),
        td_string!(locale, complaints.status),
        td_string!(locale, complaints.officer),
    ];
    let head = head.map(|name| view! { <th role="columnheader" scope="col">{name}</th> });
    let rows = rows.into_iter().map(|row| line(locale, row, today)).collect_view();
    view! {
        <div class="table-wrap">
            <table class="table dense" role="table">
                <thead role="rowgroup"><tr role="row">{head.collect_view()}</tr></thead>
                <tbody role="rowgroup">{rows}</tbody>
            </table>
        </div>
    }
}

fn line(locale: Locale, row: QueueRow, today: NaiveDate) -> impl IntoView {
    let due = match row.decided_at {
        Some(at) => {
            let day = format::date(locale, oslo_date(at), today);
            td_string!(locale, requests.decided_on, day = day).into_any()
        }
        None => view! {
            <span class="due"><TimeLeftTag due_on=row.days.due_on today=today /> " " {format::date(locale, row.days.due_on, today)}</span>
        }
        .into_any(),
    };
    view! {
        <tr role="row">
            <td role="cell" data-label=td_string!(locale, complaints.due)>{due}</td>
            <td role="cell" class="lead"><a href=format!("/admin/requests/{}", row.id)>{kind_text(locale, row.kind)}</a></td>
            <td role="cell" data-label=td_string!(locale, complaints.customer)>{row.customer}</td>
            <td role="cell" data-label=td_string!(locale, complaints.received)>{format::date(locale, row.days.received_on, today)}</td>
            <td role="cell" data-label=td_string!(locale, complaints.status)>
                <span class=status_class(row.status)>{status_text(locale, row.kind, row.status)}</span>
            </td>
            <td role="cell" data-label=td_string!(locale, complaints.officer)>
                {row.officer.unwrap_or_else(|| td_string!(locale, complaints.nobody).to_owned())}
            </td>
        </tr>
    }
}

/// The tag of a status.
pub(super) const fn status_class(status: RequestStatus) -> &'static str {
    match status {
        RequestStatus::Pending => "tag wait",
        RequestStatus::Processing => "tag info",
        RequestStatus::Completed => "tag good",
        RequestStatus::Rejected => "tag bad",
    }
}
