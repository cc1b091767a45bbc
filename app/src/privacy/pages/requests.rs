//! What one has asked about one's data, and what became of it.
use chrono::NaiveDate;
use domain::calendar::oslo_date;
use domain::compliance::privacy::{DataKind, KeepGround, RequestStatus};
use leptos::prelude::*;

use crate::i18n::{Locale, td_string, use_locale};
use crate::privacy::model::{Overview, RequestLine};
use crate::privacy::words::{data_text, ground_text, kept_text, kind_text, status_text};
use crate::ui::format;

#[component]
pub fn Requests(page: Overview) -> impl IntoView {
    let locale = use_locale();
    let (today, until) = (oslo_date(page.now), page.payments_until);
    let rows = page.requests.into_iter().map(|line| view! { <One line=line today=today until=until /> });
    let rows = rows.collect_view();
    (!rows.is_empty()).then(|| {
        view! {
            <section class="card">
                <h2>{td_string!(locale, privacy.requests)}</h2>
                <ul class="rows">{rows}</ul>
            </section>
        }
    })
}

#[component]
fn One(line: RequestLine, today: NaiveDate, until: Option<NaiveDate>) -> impl IntoView {
    let locale = use_locale();
    let (class, status) = status_text(locale, line.kind, line.status);
    let asked = format::date(locale, oslo_date(line.requested_at), today);
    let due = (line.status == RequestStatus::Pending).then(|| {
        let day = format::weekday_and_date(locale, line.due_on, today);
        view! { <p>{td_string!(locale, privacy.answer_by, day = day)}</p> }
    });
    let ground = line.ground.map(|ground| view! { <p>{ground_text(locale, ground)}</p> });
    let kinds = line.lines.into_iter().map(|(kind, kept)| {
        let said = match kept {
            None => td_string!(locale, privacy.erased).to_owned(),
            Some(kept) => kept_until(locale, (kind, kept), until, today),
        };
        view! { <div><dt>{data_text(locale, kind)}</dt><dd>{said}</dd></div> }
    });
    let kinds = kinds.collect_view();
    let kinds = (!kinds.is_empty()).then(|| view! { <dl class="sum">{kinds}</dl> });
    view! {
        <li class="stack request">
            <p>
                <b>{kind_text(locale, line.kind)}</b> " "
                <span class=class>{status}</span> " "
                <span class="quiet">{td_string!(locale, privacy.asked_on, day = asked)}</span>
            </p>
            {due}
            {line.told.map(|told| view! { <p class="letter-body">{told}</p> })}
            {line.answer.map(|answer| view! { <p class="letter-body">{answer}</p> })}
            {ground}
            {kinds}
        </li>
    }
}

/// Why something is kept and until when. Counted as for everybody: nobody learns here whether a payment was looked into.
fn kept_until(
    locale: Locale,
    (kind, kept): (DataKind, KeepGround),
    payments_until: Option<NaiveDate>,
    today: NaiveDate,
) -> String {
    let until = match kind {
        DataKind::Payments | DataKind::Accounting => payments_until.map(|day| {
            let day = format::date(locale, day, today);
            td_string!(locale, privacy.kept_until, day = day)
        }),
        DataKind::Identity => Some(td_string!(locale, privacy.kept_identity).to_owned()),
        DataKind::Complaints => Some(td_string!(locale, privacy.kept_complaints).to_owned()),
        _ => None,
    };
    match until {
        Some(until) => format!("{} {until}", kept_text(locale, kept)),
        None => kept_text(locale, kept).to_owned(),
    }
}
