//! What the rule has found, figure by figure, with the payments behind each finding.
use chrono::{DateTime, Utc};
use domain::bank::payment_state::TransactionState;
use domain::calendar::oslo_date;
use domain::ids::UserId;
use domain::remittance::corridor::Country;
use leptos::prelude::*;

use super::figures::figures_text;
use crate::backoffice::alerts::model::{FindingView, PaymentLine};
use crate::backoffice::words::{rule_text, severity_tag};
use crate::i18n::{Locale, td_string, use_locale};
use crate::ui::{country_name_in, format, status_tag};

#[component]
pub fn EvidenceView(
    rule: String,
    findings: Vec<FindingView>,
    /// How many older ones there are.
    more: i64,
    /// Whom the alert is about.
    about: UserId,
    now: DateTime<Utc>,
) -> impl IntoView {
    let locale = use_locale();
    let none = findings.is_empty();
    let findings = findings.into_iter().enumerate().map(move |(index, one)| {
        view! { <Finding finding=one about=about.clone() first={index == 0} now=now /> }
    });
    view! {
        <section class="panel">
            <h2>{td_string!(locale, alerts.evidence)} ": " {rule_text(locale, &rule)}</h2>
            {none.then(|| view! { <p class="quiet">{td_string!(locale, alerts.no_evidence)}</p> })}
            {findings.collect_view()}
            {(more > 0).then(|| view! {
                <p class="quiet">{td_string!(locale, alerts.more_findings, count = more)}</p>
            })}
        </section>
    }
}

#[component]
fn Finding(finding: FindingView, about: UserId, first: bool, now: DateTime<Utc>) -> impl IntoView {
    let locale = use_locale();
    let date = format::date_and_time(locale, finding.created_at, now);
    let head = td_string!(locale, alerts.finding, date = date, score = finding.score);
    let figures = finding.figures.map_or_else(
        || td_string!(locale, alerts.unread).to_owned(),
        |figures| figures_text(locale, &figures, oslo_date(now)),
    );
    let lines = finding.payments.into_iter().map(move |one| payment(locale, one, &about, now));
    let heads = [
        td_string!(locale, alerts.when),
        td_string!(locale, alerts.reference),
        td_string!(locale, alerts.kind),
        td_string!(locale, alerts.to),
        td_string!(locale, alerts.status),
    ];
    let heads = heads.map(|head| view! { <th scope="col" role="columnheader">{head}</th> });
    view! {
        <details class="finding" open=first>
            <summary>{severity_tag(locale, finding.severity)} " " {head}</summary>
            <p>{figures}</p>
            <div class="table-wrap" role="region" aria-label=td_string!(locale, alerts.payments) tabindex="0">
                <table class="table dense" role="table">
                    <thead role="rowgroup">
                        <tr role="row">
                            {heads.collect_view()}
                            <th scope="col" role="columnheader" class="end">{td_string!(locale, alerts.amount)}</th>
                        </tr>
                    </thead>
                    <tbody role="rowgroup">{lines.collect_view()}</tbody>
                </table>
            </div>
        </details>
    }
}

fn payment(locale: Locale, one: PaymentLine, about: &UserId, now: DateTime<Utc>) -> impl IntoView + use<> {
    let kind = match one.kind.as_str() {
        "remittance" => td_string!(locale, activity.remittance),
        "refund" => td_string!(locale, activity.refund),
        _ => td_string!(locale, activity.qr_payment),
    };
    let country = one.country.map(|code| {
        let name = code.parse::<Country>().map(|country| country_name_in(locale, country).to_owned());
        format!(", {}", name.unwrap_or(code))
    });
    // Several customers who pay to one account are the evidence of some rules.
    let other = (one.user != *about).then(|| {
        view! { " · " <a href=format!("/admin/customers/{}", one.user)>{td_string!(locale, alerts.other_customer)}</a> }
    });
    let status = one.status.parse::<TransactionState>().ok().map(|state| status_tag(locale, state));
    view! {
        <tr role="row">
            <td role="cell" data-label=td_string!(locale, alerts.when)>{format::date_and_time(locale, one.created_at, now)}</td>
            <td role="cell" class="num" data-label=td_string!(locale, alerts.reference)>{one.id.reference()}</td>
            <td role="cell" data-label=td_string!(locale, alerts.kind)>{kind}</td>
            <td role="cell" data-label=td_string!(locale, alerts.to)><span>{one.counterpart}{country}{other}</span></td>
            <td role="cell" data-label=td_string!(locale, alerts.status)>{status}</td>
            <td role="cell" class="end" data-label=td_string!(locale, alerts.amount)>{format::money(locale, one.amount)}</td>
        </tr>
    }
}
