//! The queue of complaints: what is due first comes first.
use chrono::{DateTime, NaiveDate, Utc};
use domain::calendar::oslo_date;
use domain::compliance::complaint::{ComplaintQueue, ComplaintStatus, ComplaintsQuery};
use domain::filter::{FilterField, FilterQuery, SEARCH_MAX_CHARS};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::components::Form;
use leptos_router::hooks::use_query_map;

use crate::backoffice::complaints::api::load_complaint_queue;
use crate::backoffice::complaints::model::{Counts, Queue, QueueRow};
use crate::backoffice::due::TimeLeftTag;
use crate::complaints::words::{categories, category_text, outcome_text, status_text};
use crate::i18n::{Locale, td_string, use_locale};
use crate::ui::{Icon, IconName, format, loaded, page_resource};

#[component]
pub fn ComplaintQueuePage() -> impl IntoView {
    let locale = use_locale();
    let address = use_query_map();
    let asked = Memo::new(move |_| {
        address.with(|address| {
            (ComplaintsQuery::from_pairs(|name| address.get(name)), address.get("after").unwrap_or_default())
        })
    });
    let page = page_resource(move || asked.get(), |(query, cursor)| load_complaint_queue(query, cursor));
    view! {
        <Title text=td_string!(locale, complaints.title) />
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
    let (newest, export) = (filter.path(None), filter.export_path());
    let next = queue.next.map(|next| filter.path(Some(&next)));
    let list = if queue.rows.is_empty() {
        view! { <Nothing narrowed=!filter.is_empty() /> }.into_any()
    } else {
        view! { <List rows=queue.rows now=now /> }.into_any()
    };
    view! {
        <header class="desk-head">
            <h1>{td_string!(locale, complaints.title)}</h1>
            // A file, not a page: the router leaves it to the browser.
            <a class="btn plain small" href=export rel="external" download>{td_string!(locale, activity.export_csv)}</a>
        </header>
        <div class="queue">
            <aside class="queue-filters stack"><Views chosen=filter.clone() counts=queue.counts /><Narrow filter=filter /></aside>
            <section class="queue-list" aria-label=td_string!(locale, complaints.title)>
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
fn Views(chosen: ComplaintsQuery, counts: Counts) -> impl IntoView {
    let locale = use_locale();
    let (current, _, _) = chosen.read();
    let views = [
        (ComplaintQueue::Open, td_string!(locale, complaints.view_open), Some(counts.open)),
        (ComplaintQueue::Mine, td_string!(locale, complaints.view_mine), Some(counts.mine)),
        (ComplaintQueue::Unassigned, td_string!(locale, complaints.view_unassigned), Some(counts.unassigned)),
        (ComplaintQueue::Overdue, td_string!(locale, complaints.view_overdue), Some(counts.overdue)),
        (ComplaintQueue::Escalated, td_string!(locale, complaints.view_escalated), Some(counts.escalated)),
        (ComplaintQueue::Resolved, td_string!(locale, complaints.view_resolved), None),
    ];
    let links = views.map(|(queue, name, count)| {
        let query = ComplaintsQuery { queue: queue.as_str().to_owned(), ..ComplaintsQuery::default() };
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
        <nav aria-label=td_string!(locale, complaints.views)><ul class="queue-views">{links.collect_view()}</ul></nav>
    }
}

/// What else the queue is narrowed by: a form that writes the address.
#[component]
fn Narrow(filter: ComplaintsQuery) -> impl IntoView {
    let locale = use_locale();
    let options = categories(locale).into_iter().map(|(code, text)| {
        let selected = code == filter.category;
        view! { <option value=code selected=selected>{text}</option> }
    });
    let options = options.collect_view();
    view! {
        <Form method="GET" action="/admin/complaints" attr:class="form tight" attr:role="search">
            <input type="hidden" name=FilterField::Status.as_str() value=filter.queue.clone() />
            <div class="field">
                <label for="complaints-search">{td_string!(locale, complaints.search)}</label>
                <input
                    id="complaints-search"
                    type="search"
                    name=FilterField::Search.as_str()
                    value=filter.search.clone()
                    maxlength=SEARCH_MAX_CHARS
                    autocomplete="off"
                />
            </div>
            <div class="field">
                <label for="complaints-category">{td_string!(locale, complaints.category)}</label>
                <select id="complaints-category" name=FilterField::Kind.as_str()>
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
        td_string!(locale, complaints.none_here)
    } else {
        td_string!(locale, complaints.none_open)
    };
    view! {
        <div class="empty" role="status">
            <span class="icon-disc big"><Icon name=IconName::Check class="icon big" /></span>
            <h2>{text}</h2>
            {narrowed.then(|| view! { <a class="btn plain" href="/admin/complaints">{td_string!(locale, complaints.view_open)}</a> })}
        </div>
    }
}

#[component]
fn List(rows: Vec<QueueRow>, now: DateTime<Utc>) -> impl IntoView {
    let locale = use_locale();
    let today = oslo_date(now);
    let head = [
        td_string!(locale, complaints.due),
        td_string!(locale, complaints.subject),
        td_string!(locale, complaints.customer),
        td_string!(locale, complaints.category),
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
    let due = match row.resolved_at {
        Some(at) => {
            let day = format::date(locale, oslo_date(at), today);
            td_string!(locale, complaints.answered_on, day = day).into_any()
        }
        None => view! {
            <span class="due"><TimeLeftTag due_on=row.days.due_on today=today /> " " {format::date(locale, row.days.due_on, today)}</span>
        }
        .into_any(),
    };
    let status = match row.outcome {
        Some(outcome) => outcome_text(locale, outcome),
        None => status_text(locale, row.status),
    };
    view! {
        <tr role="row">
            <td role="cell" data-label=td_string!(locale, complaints.due)>{due}</td>
            <td role="cell" class="lead"><a href=format!("/admin/complaints/{}", row.id)>{row.subject}</a></td>
            <td role="cell" data-label=td_string!(locale, complaints.customer)>{row.customer}</td>
            <td role="cell" data-label=td_string!(locale, complaints.category)>{category_text(locale, row.category)}</td>
            <td role="cell" data-label=td_string!(locale, complaints.status)>
                <span class=status_class(row.status)>{status}</span>
            </td>
            <td role="cell" data-label=td_string!(locale, complaints.officer)>
                {row.officer.unwrap_or_else(|| td_string!(locale, complaints.nobody).to_owned())}
            </td>
        </tr>
    }
}

/// The tag of a status.
pub(super) const fn status_class(status: ComplaintStatus) -> &'static str {
    match status {
        ComplaintStatus::Received => "tag wait",
        ComplaintStatus::Investigating => "tag info",
        ComplaintStatus::Escalated => "tag high",
        ComplaintStatus::Resolved => "tag good",
    }
}
