//! The queue of identities: who waits for a decision, and who is to be looked at again.
use chrono::{DateTime, Utc};
use domain::calendar::oslo_date;
use domain::compliance::kyc::{RiskClass, Screened};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use super::words::{risk_tag, risk_text, screened_tag, screened_text};
use crate::backoffice::kyc::api::load_kyc_queue;
use crate::backoffice::kyc::model::{CaseLine, DUE, KYC_PATH, KycPage, KycQuery, case_path};
use crate::backoffice::parts::{Filters, Lines, NoLines, Pager, Pick, address};
use crate::i18n::{Locale, td_string, use_locale};
use crate::ui::{ago, format, loaded, page_resource};

#[component]
pub fn KycQueue() -> impl IntoView {
    let locale = use_locale();
    let map = use_query_map();
    let query = Memo::new(move |_| {
        map.with(|map| {
            let value = |name: &str| map.get(name).unwrap_or_default();
            KycQuery {
                queue: value("queue"),
                risk: value("risk"),
                screened: value("screened"),
                after: value("after"),
            }
        })
    });
    let page = page_resource(move || query.get(), load_kyc_queue);
    view! {
        <Title text=td_string!(locale, kyc_review.title) />
        <header class="desk-head"><h1>{td_string!(locale, kyc_review.title)}</h1></header>
        {loaded(page, move |page| view! { <Queue page=page query=query.get_untracked() /> })}
    }
}

#[component]
fn Queue(page: KycPage, query: KycQuery) -> impl IntoView {
    let locale = use_locale();
    let risks = RiskClass::ALL.iter().map(|&risk| (risk.as_str(), risk_text(locale, risk))).collect();
    let screenings = Screened::ALL.iter().map(|&it| (it.as_str(), screened_text(locale, it))).collect();
    let with = |after: &str| {
        let fields = [
            ("queue", query.queue.as_str()),
            ("risk", &query.risk),
            ("screened", &query.screened),
            ("after", after),
        ];
        address(KYC_PATH, &fields)
    };
    let (first, next) = ((!query.after.is_empty()).then(|| with("")), page.next.as_deref().map(with));
    let due = query.queue == DUE;
    let all = td_string!(locale, activity.filter_all);
    view! {
        <ul class="counts">
            <li><a href=KYC_PATH><b>{counted(page.waiting, page.counted_max)}</b><span>{td_string!(locale, kyc_review.figure_waiting)}</span></a></li>
            <li><a href=format!("{KYC_PATH}?queue={DUE}")><b>{counted(page.due, page.counted_max)}</b><span>{td_string!(locale, kyc_review.figure_due)}</span></a></li>
        </ul>
        <div class="queue">
            <Filters page=KYC_PATH>
                <Pick name="queue" label=td_string!(locale, kyc_review.queue) all=td_string!(locale, kyc_review.waiting) value=query.queue options=vec![(DUE, td_string!(locale, kyc_review.due))] />
                <Pick name="risk" label=td_string!(locale, kyc_review.risk) all=all value=query.risk options=risks />
                <Pick name="screened" label=td_string!(locale, kyc_review.screening) all=all value=query.screened options=screenings />
            </Filters>
            <section class="queue-list stack">
                <Rows rows=page.rows due=due now=page.now />
                <Pager first=first next=next />
            </section>
        </div>
    }
}

fn counted(count: i64, max: i64) -> String {
    if count < max { count.to_string() } else { format!("{max}+") }
}

#[component]
fn Rows(rows: Vec<CaseLine>, due: bool, now: DateTime<Utc>) -> impl IntoView {
    let locale = use_locale();
    if rows.is_empty() {
        return view! { <NoLines title=td_string!(locale, kyc_review.none) text=td_string!(locale, kyc_review.none_text) /> }
            .into_any();
    }
    let when = if due {
        td_string!(locale, kyc_review.review_on)
    } else {
        td_string!(locale, kyc_review.submitted_at)
    };
    let heads = vec![
        (td_string!(locale, kyc_review.customer), ""),
        (when, ""),
        (td_string!(locale, kyc_review.risk), ""),
        (td_string!(locale, kyc_review.screening), ""),
        (td_string!(locale, kyc_review.remarks), ""),
    ];
    let lines = rows.into_iter().map(|row| line(locale, row, (when, due), now)).collect_view();
    view! { <Lines label=td_string!(locale, kyc_review.title) heads=heads>{lines}</Lines> }.into_any()
}

fn line(
    locale: Locale,
    row: CaseLine,
    (when, due): (&'static str, bool),
    now: DateTime<Utc>,
) -> impl IntoView {
    let moment = match row.review_on.filter(|_| due) {
        Some(day) => format::date(locale, day, oslo_date(now)),
        None => ago(row.submitted_at, now),
    };
    let second = row.second_account.then(|| {
        view! { <span class="tag bad">{td_string!(locale, kyc_review.second_account)}</span> }
    });
    let risk = match row.risk {
        Some(risk) => risk_tag(locale, risk).into_any(),
        None => {
            view! { <span class="tag wait">{td_string!(locale, kyc_review.not_assessed)}</span> }.into_any()
        }
    };
    view! {
        <tr role="row">
            <td role="cell" class="lead" data-label=td_string!(locale, kyc_review.customer)>
                <a href=case_path(row.id.as_str())>{row.name}</a>
            </td>
            <td role="cell" data-label=when>{moment}</td>
            <td role="cell" data-label=td_string!(locale, kyc_review.risk)>{risk}</td>
            <td role="cell" data-label=td_string!(locale, kyc_review.screening)>{row.screened.map(|it| screened_tag(locale, it))}</td>
            <td role="cell" data-label=td_string!(locale, kyc_review.remarks)>{second}</td>
        </tr>
    }
}
