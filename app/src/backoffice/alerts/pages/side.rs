//! What stands beside the evidence: the customer in a few lines, held payments, reports, other alerts.
use chrono::{DateTime, Utc};
use domain::access::KycStatus;
use leptos::prelude::*;

use super::parts::moment;
use super::words::{hold_text, report_text};
use crate::backoffice::alerts::model::{
    CustomerSummary, HoldLink, RelatedAlert, Relation, ReportLink, alert_path,
};
use crate::backoffice::words::{alert_text, rule_text, severity_tag};
use crate::i18n::{td_string, use_locale};
use crate::ui::format;

#[component]
pub fn CustomerView(customer: CustomerSummary, now: DateTime<Utc>) -> impl IntoView {
    let locale = use_locale();
    let kyc = match customer.kyc {
        KycStatus::Pending => td_string!(locale, alerts.kyc_pending),
        KycStatus::Approved => td_string!(locale, alerts.kyc_approved),
        KycStatus::Rejected => td_string!(locale, alerts.kyc_rejected),
    };
    let sum = format::money(locale, customer.sum);
    let last = td_string!(locale, alerts.last_days_value, count = customer.payments, sum = sum);
    view! {
        <section class="panel tight">
            <h2>{td_string!(locale, alerts.about_customer)} ": " {customer.name}</h2>
            <dl class="facts">
                <div><dt>{td_string!(locale, alerts.since)}</dt><dd>{moment(locale, customer.since, now)}</dd></div>
                <div><dt>{td_string!(locale, alerts.kyc)}</dt><dd>{kyc}</dd></div>
                <div><dt>{td_string!(locale, alerts.last_days)}</dt><dd>{last}</dd></div>
                <div><dt>{td_string!(locale, alerts.open_alerts)}</dt><dd>{customer.open_alerts}</dd></div>
                <div><dt>{td_string!(locale, alerts.shops)}</dt><dd>{customer.shops}</dd></div>
            </dl>
            <a href=format!("/admin/customers/{}", customer.id)>{td_string!(locale, alerts.customer_page)}</a>
        </section>
    }
}

/// Where decisions about its payments, and its reports, are made.
#[component]
pub fn Links(holds: Vec<HoldLink>, reports: Vec<ReportLink>, now: DateTime<Utc>) -> impl IntoView {
    let locale = use_locale();
    let (has_holds, has_reports) = (!holds.is_empty(), !reports.is_empty());
    let holds = holds.into_iter().map(move |one| {
        let amount = format::money(locale, one.amount);
        view! {
            <li>
                <a href=format!("/admin/holds/{}", one.id)>{one.transaction.reference()} " · " {amount}</a>
                <span class="quiet">{hold_text(locale, one.state)} " · " {moment(locale, one.since, now)}</span>
            </li>
        }
    });
    let reports = reports.into_iter().map(move |one| {
        let reference = one.reference.unwrap_or_else(|| td_string!(locale, alerts.report_without).to_owned());
        view! {
            <li>
                <a href=format!("/admin/reports/{}", one.id)>{reference}</a>
                <span class="quiet">{report_text(locale, &one.status)}</span>
            </li>
        }
    });
    view! {
        {has_holds.then(|| view! {
            <section class="panel tight"><h2>{td_string!(locale, alerts.holds)}</h2><ul class="links">{holds.collect_view()}</ul></section>
        })}
        {has_reports.then(|| view! {
            <section class="panel tight"><h2>{td_string!(locale, alerts.reports)}</h2><ul class="links">{reports.collect_view()}</ul></section>
        })}
    }
}

#[component]
pub fn Related(related: Vec<RelatedAlert>, now: DateTime<Utc>) -> impl IntoView {
    let locale = use_locale();
    let none = related.is_empty();
    let related = related.into_iter().map(move |one| {
        let why = match one.relation {
            Relation::Customer => td_string!(locale, alerts.same_customer).to_owned(),
            Relation::Account => {
                format!("{}, {}", td_string!(locale, alerts.same_account), one.alert.customer)
            }
        };
        view! {
            <li>
                <a href=alert_path(&one.alert.id)>{rule_text(locale, &one.alert.rule)}</a>
                " "
                {severity_tag(locale, one.alert.severity)}
                <span class="quiet">
                    {why} " · " {alert_text(locale, one.alert.status)} " · " {moment(locale, one.alert.created_at, now)}
                </span>
            </li>
        }
    });
    view! {
        <section class="panel tight">
            <h2>{td_string!(locale, alerts.related)}</h2>
            {none.then(|| view! { <p class="quiet">{td_string!(locale, alerts.no_related)}</p> })}
            {(!none).then(|| view! { <ul class="links">{related.collect_view()}</ul> })}
        </section>
    }
}
