//! The lines of the queue.
use chrono::{DateTime, Utc};
use leptos::prelude::*;

use super::words::{due_tag, outcome_text};
use crate::backoffice::alerts::model::{AlertLine, seen};
use crate::backoffice::alerts::query::AlertQuery;
use crate::backoffice::words::{alert_text, rule_text, severity_tag};
use crate::i18n::{td_string, use_locale};
use crate::ui::{ago, format};

#[component]
pub fn Lines(
    rows: Vec<AlertLine>,
    query: AlertQuery,
    after: String,
    open: Memo<String>,
    now: DateTime<Utc>,
) -> impl IntoView {
    let locale = use_locale();
    let lines = rows.into_iter().enumerate().map(move |(index, row)| {
        let href = query.path(&[("after", &after), ("open", row.id.as_str())]);
        view! { <Line row=row index=index href=href open=open now=now /> }
    });
    let heads = [
        td_string!(locale, alerts.customer),
        td_string!(locale, alerts.severity),
        td_string!(locale, alerts.rule),
        td_string!(locale, alerts.due),
        td_string!(locale, alerts.status),
        td_string!(locale, alerts.officer),
        td_string!(locale, alerts.found),
        td_string!(locale, alerts.raised),
    ];
    let heads = heads.map(|head| view! { <th scope="col" role="columnheader">{head}</th> });
    view! {
        <div class="table-wrap" role="region" aria-label=td_string!(locale, alerts.queue) tabindex="0">
            <table class="table dense" role="table">
                <thead role="rowgroup">
                    <tr role="row">
                        <th scope="col" role="columnheader"><span class="visually-hidden">{td_string!(locale, alerts.pick)}</span></th>
                        {heads.collect_view()}
                    </tr>
                </thead>
                <tbody role="rowgroup">{lines.collect_view()}</tbody>
            </table>
        </div>
    }
}

#[component]
fn Line(row: AlertLine, index: usize, href: String, open: Memo<String>, now: DateTime<Utc>) -> impl IntoView {
    let locale = use_locale();
    let pick = td_string!(locale, alerts.pick_one, name = row.customer.clone());
    let id = row.id.to_string();
    let is_open = Memo::new(move |_| open.with(|open| *open == id));
    let due = if row.status.is_closed() {
        row.closed_at.map(|at| format::date_and_time(locale, at, now)).into_any()
    } else if let Some(until) = row.snoozed_until.filter(|until| *until > now) {
        format!("{} {}", td_string!(locale, alerts.snoozed), format::date_and_time(locale, until, now))
            .into_any()
    } else {
        due_tag(locale, row.due_at, now).into_any()
    };
    let status = match row.outcome {
        Some(outcome) => format!("{} · {}", alert_text(locale, row.status), outcome_text(locale, outcome)),
        None => alert_text(locale, row.status).to_owned(),
    };
    let found = td_string!(locale, alerts.found_score, count = row.findings, score = row.score);
    let nobody = td_string!(locale, alerts.nobody_has);
    view! {
        <tr role="row" aria-selected=move || is_open.get().to_string()>
            <td role="cell">
                <input type="checkbox" name="form[alerts][]" value=seen(&row) aria-label=pick data-pick=index />
            </td>
            <td role="cell" class="lead" data-label=td_string!(locale, alerts.customer)>
                <a href=href data-row=index aria-current=move || is_open.get().then_some("true")>{row.customer}</a>
            </td>
            <td role="cell" data-label=td_string!(locale, alerts.severity)>{severity_tag(locale, row.severity)}</td>
            <td role="cell" data-label=td_string!(locale, alerts.rule)>{rule_text(locale, &row.rule)}</td>
            <td role="cell" data-label=td_string!(locale, alerts.due)>{due}</td>
            <td role="cell" data-label=td_string!(locale, alerts.status)>{status}</td>
            <td role="cell" data-label=td_string!(locale, alerts.officer)>{row.officer.unwrap_or_else(|| nobody.to_owned())}</td>
            <td role="cell" data-label=td_string!(locale, alerts.found)>{found}</td>
            <td role="cell" data-label=td_string!(locale, alerts.raised)>{ago(row.created_at, now)}</td>
        </tr>
    }
}
