//! The audit log: a list that is searched, one row, and whether the chain holds.
use chrono::{DateTime, Utc};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use super::api::{CheckAudit, load_audit_row, search_audit};
use super::model::{AuditLine, AuditPage as Page, AuditQuery, AuditRow, Check};
use crate::form::is_second_look;
use crate::i18n::{td_string, use_locale};
use crate::ui::format::date_and_time;
use crate::ui::{ErrorSummary, PostAction, PostForm, SubmitButton, ago, form_state, loaded, page_resource};

#[component]
pub fn AuditLogPage() -> impl IntoView {
    let locale = use_locale();
    let address = use_query_map();
    let again = is_second_look();
    let asked = Memo::new(move |_| {
        address.with(|address| {
            (AuditQuery::from_pairs(|name| address.get(name)), address.get("after").unwrap_or_default())
        })
    });
    let page = page_resource(move || asked.get(), move |(query, cursor)| search_audit(query, cursor, again));
    view! {
        <Title text=td_string!(locale, audit.title) />
        <header class="desk-head"><h1 id="audit-title">{td_string!(locale, audit.title)}</h1></header>
        {loaded(page, move |page| {
            let (query, cursor) = asked.get_untracked();
            view! { <Log page=page query=query is_first={cursor.is_empty()} /> }
        })}
    }
}

#[component]
fn Log(page: Page, query: AuditQuery, is_first: bool) -> impl IntoView {
    let locale = use_locale();
    let now = page.now;
    let none = page.lines.is_empty();
    let empty = if page.is_unknown_person {
        td_string!(locale, audit.unknown_person)
    } else {
        td_string!(locale, audit.none)
    };
    view! {
        <ChainPanel check=page.check flash=page.flash now=now />
        <div class="queue">
            <Filters query=query.clone() actions=page.actions />
            <section class="queue-list">
                {if none {
                    view! { <p class="empty" role="status">{empty}</p> }.into_any()
                } else {
                    view! { <Lines lines=page.lines now=now /> }.into_any()
                }}
                <nav class="pager" aria-label=td_string!(locale, common.pages)>
                    {(!is_first).then(|| view! { <a class="btn plain small" href=query.path(None)>{td_string!(locale, common.newest)}</a> })}
                    {page.next.map(|next| {
                        let older = query.path(Some(&next));
                        view! { <a class="btn plain small" rel="next" href=older>{td_string!(locale, common.older)}</a> }
                    })}
                </nav>
            </section>
        </div>
    }
}

#[component]
fn Filters(query: AuditQuery, actions: Vec<String>) -> impl IntoView {
    let locale = use_locale();
    let clear = !query.is_empty();
    let options = actions.into_iter().map(|action| {
        let selected = action == query.action;
        let value = action.clone();
        view! { <option value=value selected=selected>{action}</option> }
    });
    let options = options.collect_view();
    let text = |name: &'static str, label: &'static str, value: String, kind: &'static str| {
        let id = format!("audit-{name}");
        view! {
            <div class="field">
                <label for=id.clone()>{label}</label>
                <input id=id name=name type=kind value=value maxlength="255" autocomplete="off" />
            </div>
        }
    };
    view! {
        <aside class="queue-filters">
            <form class="form" method="get" action="/admin/audit">
                <div class="field">
                    <label for="audit-action">{td_string!(locale, audit.action)}</label>
                    <select id="audit-action" name="action">
                        <option value="">{td_string!(locale, audit.all)}</option>
                        {options}
                    </select>
                </div>
                {text("person", td_string!(locale, audit.person), query.person, "search")}
                {text("resource", td_string!(locale, audit.resource), query.resource, "search")}
                {text("from", td_string!(locale, audit.from), query.from, "date")}
                {text("to", td_string!(locale, audit.to), query.to, "date")}
                <div class="form-actions">
                    <button class="btn small" type="submit">{td_string!(locale, audit.search)}</button>
                    {clear.then(|| view! { <a class="btn plain small" href="/admin/audit">{td_string!(locale, audit.clear)}</a> })}
                </div>
            </form>
        </aside>
    }
}

#[component]
fn Lines(lines: Vec<AuditLine>, now: DateTime<Utc>) -> impl IntoView {
    let locale = use_locale();
    let headings = [
        td_string!(locale, audit.when),
        td_string!(locale, audit.who),
        td_string!(locale, audit.action),
        td_string!(locale, audit.thing),
        td_string!(locale, audit.address),
    ];
    let heads = headings.map(|text| view! { <th role="columnheader" scope="col">{text}</th> }).collect_view();
    let rows = lines.into_iter().map(|line| {
        let thing = line.resource_id.clone().unwrap_or_default();
        let same_thing = AuditQuery { resource: thing.clone(), ..AuditQuery::default() }.path(None);
        view! {
            <tr role="row">
                <td role="cell" class="lead">
                    <a href=format!("/admin/audit/{}", line.id)>{date_and_time(locale, line.at, now)}</a>
                </td>
                <td role="cell" data-label=headings[1]>{who(&line)}</td>
                <td role="cell" data-label=headings[2]><code>{line.action.clone()}</code></td>
                <td role="cell" data-label=headings[3]>
                    {(!thing.is_empty()).then(|| view! { <a href=same_thing><code>{thing}</code></a> })}
                </td>
                <td role="cell" data-label=headings[4]><span class="ltr">{line.address.clone()}</span></td>
            </tr>
        }
    });
    view! {
        <div class="table-wrap" role="region" aria-labelledby="audit-title" tabindex="0">
            <table class="table dense" role="table">
                <thead role="rowgroup"><tr role="row">{heads}</tr></thead>
                <tbody role="rowgroup">{rows.collect_view()}</tbody>
            </table>
        </div>
    }
}

fn who(line: &AuditLine) -> String {
    let locale = use_locale();
    match (&line.name, &line.user_id) {
        (Some(name), _) => name.clone(),
        (None, Some(id)) => id.clone(),
        (None, None) => td_string!(locale, audit.nobody).to_owned(),
    }
}

#[component]
fn ChainPanel(check: Option<Check>, flash: crate::form::Flash, now: DateTime<Utc>) -> impl IntoView {
    let locale = use_locale();
    let action = PostAction::to::<CheckAudit, _>();
    let state = form_state("check", action, flash);
    let is_running = check.as_ref().is_some_and(|check| check.outcome.is_none());
    view! {
        <section class="panel">
            <h2>{td_string!(locale, audit.chain)}</h2>
            {match check {
                Some(check) => view! { <Found check=check now=now /> }.into_any(),
                None => view! { <p class="quiet">{td_string!(locale, audit.never_checked)}</p> }.into_any(),
            }}
            <PostForm action=action attr:class="cluster">
                <ErrorSummary state=state />
                {(!is_running).then(|| view! {
                    <SubmitButton state=state class="btn plain small">{td_string!(locale, audit.check_now)}</SubmitButton>
                })}
            </PostForm>
        </section>
    }
}

#[component]
fn Found(check: Check, now: DateTime<Utc>) -> impl IntoView {
    let locale = use_locale();
    let by = td_string!(locale, audit.checked_by, name = check.by, when = ago(check.asked_at, now));
    let rows = check.rows;
    let at = check.wrong_at.unwrap_or_default();
    let (class, text) = match check.outcome.as_deref() {
        None => ("notice wait", td_string!(locale, audit.running, rows = rows)),
        Some("intact") => ("notice good", td_string!(locale, audit.intact, rows = rows)),
        Some("missing") => ("notice bad", td_string!(locale, audit.missing, row = at)),
        Some("cut_off") => ("notice bad", td_string!(locale, audit.cut_off, rows = rows, noted = at)),
        Some("other_head") => ("notice bad", td_string!(locale, audit.other_head, row = at)),
        Some(_) => ("notice bad", td_string!(locale, audit.broken, row = at)),
    };
    let again = check.outcome.is_none().then(|| {
        view! { <p><a href="/admin/audit" rel="external">{td_string!(locale, audit.look_again)}</a></p> }
    });
    view! { <div class=class role="status"><div><p>{text}</p><p class="quiet">{by}</p>{again}</div></div> }
}

#[component]
pub fn AuditRowPage(id: String) -> impl IntoView {
    let row = page_resource(move || id.clone(), load_audit_row);
    view! { {loaded(row, |row| view! { <OneRow row=row /> })} }
}

#[component]
fn OneRow(row: AuditRow) -> impl IntoView {
    let locale = use_locale();
    let line = row.line;
    let same = |query: AuditQuery| query.path(None);
    let by = same(AuditQuery { person: line.user_id.clone().unwrap_or_default(), ..AuditQuery::default() });
    let thing = line.resource_id.clone().unwrap_or_default();
    let of_thing = same(AuditQuery { resource: thing.clone(), ..AuditQuery::default() });
    let place = match row.place {
        Some((seq, hash)) => view! { <dd>{seq} " · " <code class="ltr">{hash}</code></dd> }.into_any(),
        None => view! { <dd>{td_string!(locale, audit.not_linked)}</dd> }.into_any(),
    };
    view! {
        <Title text=line.action.clone() />
        <header class="desk-head">
            <h1><code>{line.action.clone()}</code></h1>
            <a href="/admin/audit">{td_string!(locale, audit.title)}</a>
        </header>
        <section class="panel">
            <dl class="facts">
                <div><dt>{td_string!(locale, audit.when)}</dt><dd>{date_and_time(locale, line.at, row.now)}</dd></div>
                <div><dt>{td_string!(locale, audit.who)}</dt><dd><a href=by>{who(&line)}</a></dd></div>
                <div>
                    <dt>{td_string!(locale, audit.thing)}</dt>
                    <dd>{line.resource_type.clone()} " " <a href=of_thing><code>{thing}</code></a></dd>
                </div>
                <div><dt>{td_string!(locale, audit.address)}</dt><dd class="ltr">{line.address.clone()}</dd></div>
                <div><dt>{td_string!(locale, audit.browser)}</dt><dd class="ltr">{row.browser}</dd></div>
                <div><dt>{td_string!(locale, audit.request)}</dt><dd><code>{row.request_id}</code></dd></div>
                <div><dt>{td_string!(locale, audit.place)}</dt>{place}</div>
            </dl>
        </section>
        <section class="panel">
            <h2>{td_string!(locale, audit.details)}</h2>
            <pre class="ltr"><code>{row.details}</code></pre>
        </section>
    }
}
