//! The panels of a customer's page: what the lists say, accounts, alerts, holds, complaints, shops, logins, consents.
use chrono::{DateTime, Utc};
use leptos::prelude::*;

use super::words::{alert_tag, complaint_tag, consent_text};
use crate::backoffice::customers::model::{Account, Alert, Complaint, Consent, Hit, Hold, Login, Shop};
use crate::backoffice::holds::pages::{cause_text, state_tag};
use crate::backoffice::merchants::pages::status_tag as shop_tag;
use crate::backoffice::parts::per_cent;
use crate::backoffice::words::{rule_text, severity_tag};
use crate::i18n::{td_string, use_locale};
use crate::ui::{ago, format};

/// A panel of lines, or what it says when there are none.
#[component]
fn Panel(title: &'static str, none: &'static str, lines: Vec<AnyView>) -> impl IntoView {
    let body = if lines.is_empty() {
        view! { <p class="quiet">{none}</p> }.into_any()
    } else {
        view! { <dl class="facts">{lines}</dl> }.into_any()
    };
    view! { <section class="panel"><h2>{title}</h2>{body}</section> }
}

#[component]
pub(super) fn Hits(hits: Vec<Hit>, screened_at: Option<DateTime<Utc>>, now: DateTime<Utc>) -> impl IntoView {
    let locale = use_locale();
    let lines = hits.into_iter().map(|hit| {
        let settled = match hit.settled_as.as_deref() {
            Some("false_match") => td_string!(locale, holds.hit_false),
            Some(_) => td_string!(locale, holds.hit_true),
            None => td_string!(locale, holds.hit_open),
        };
        let names = format!("{} – {}", hit.name, hit.listed_as);
        let about = format!("{} · {} · {settled} · {}", per_cent(hit.score), hit.source, ago(hit.at, now));
        view! { <div><dt><a href=format!("/admin/screening/{}", hit.id)>{names}</a></dt><dd>{about}</dd></div> }
            .into_any()
    });
    let lines = lines.collect();
    let none = match screened_at {
        Some(_) => td_string!(locale, customer.no_hits),
        None => td_string!(locale, customer.not_screened),
    };
    view! { <Panel title=td_string!(locale, customer.hits) none=none lines=lines /> }
}

#[component]
pub(super) fn Accounts(accounts: Vec<Account>, now: DateTime<Utc>) -> impl IntoView {
    let locale = use_locale();
    let lines = accounts.into_iter().map(|account| {
        let name = match account.name {
            Some(name) => format!("{} · {name}", account.bank),
            None => account.bank,
        };
        let primary = account.is_primary.then(|| {
            view! { " " <span class="tag info">{td_string!(locale, customer.primary)}</span> }
        });
        let unlinked = (!account.linked).then(|| {
            view! { " " <span class="tag wait">{td_string!(locale, customer.unlinked)}</span> }
        });
        let read = account.read_at.map(|at| td_string!(locale, customer.read_at, when = ago(at, now)));
        view! {
            <div>
                <dt>{name} {primary} {unlinked} <br /> <span class="ltr">{account.iban}</span></dt>
                <dd><format::Amount value=account.balance /> <br /> <span class="quiet">{read}</span></dd>
            </div>
        }
        .into_any()
    });
    let lines = lines.collect();
    view! { <Panel title=td_string!(locale, customer.accounts) none=td_string!(locale, customer.no_accounts) lines=lines /> }
}

#[component]
pub(super) fn Alerts(alerts: Vec<Alert>, now: DateTime<Utc>) -> impl IntoView {
    let locale = use_locale();
    let lines = alerts.into_iter().map(|alert| {
        let name = rule_text(locale, &alert.rule);
        view! {
            <div>
                <dt><a href=format!("/admin/alerts/{}", alert.id)>{name}</a> " " {severity_tag(locale, alert.severity)}</dt>
                <dd>{alert_tag(locale, alert.status)} " " {ago(alert.at, now)}</dd>
            </div>
        }
        .into_any()
    });
    let lines = lines.collect();
    view! { <Panel title=td_string!(locale, customer.alerts) none=td_string!(locale, customer.no_alerts) lines=lines /> }
}

#[component]
pub(super) fn Holds(holds: Vec<Hold>, now: DateTime<Utc>) -> impl IntoView {
    let locale = use_locale();
    let lines = holds.into_iter().map(|hold| {
        view! {
            <div>
                <dt><a href=format!("/admin/holds/{}", hold.id)>{format::money(locale, hold.amount)}</a> " · " {cause_text(locale, hold.cause)}</dt>
                <dd>{state_tag(locale, hold.state)} " " {ago(hold.at, now)}</dd>
            </div>
        }
        .into_any()
    });
    let lines = lines.collect();
    view! { <Panel title=td_string!(locale, customer.holds) none=td_string!(locale, customer.no_holds) lines=lines /> }
}

#[component]
pub(super) fn Complaints(complaints: Vec<Complaint>, now: DateTime<Utc>) -> impl IntoView {
    let locale = use_locale();
    let lines = complaints.into_iter().map(|one| {
        view! {
            <div>
                <dt><a href=format!("/admin/complaints/{}", one.id)>{one.subject}</a></dt>
                <dd>{complaint_tag(locale, &one.status)} " " {ago(one.at, now)}</dd>
            </div>
        }
        .into_any()
    });
    let lines = lines.collect();
    view! { <Panel title=td_string!(locale, customer.complaints) none=td_string!(locale, customer.no_complaints) lines=lines /> }
}

#[component]
pub(super) fn Shops(shops: Vec<Shop>) -> impl IntoView {
    let locale = use_locale();
    (!shops.is_empty()).then(|| {
        let lines = shops.into_iter().map(|shop| {
            view! {
                <div>
                    <dt><a href=format!("/admin/merchants/{}", shop.id)>{shop.name}</a></dt>
                    <dd>{shop_tag(locale, shop.status)}</dd>
                </div>
            }
            .into_any()
        });
        let lines = lines.collect();
        view! { <Panel title=td_string!(locale, customer.shops) none="" lines=lines /> }
    })
}

#[component]
pub(super) fn Logins(logins: Vec<Login>, now: DateTime<Utc>) -> impl IntoView {
    let locale = use_locale();
    let lines = logins.into_iter().map(|login| {
        let open = login.open.then(|| {
            view! { <span class="tag good">{td_string!(locale, customer.logged_in)}</span> " " }
        });
        let seen = td_string!(locale, customer.seen_at, when = ago(login.seen_at, now));
        let since = td_string!(locale, customer.login_at, when = format::date_and_time(locale, login.since, now));
        view! {
            <div>
                <dt>{login.device} " · " <span class="ltr">{login.ip}</span> <br /> <span class="quiet">{since}</span></dt>
                <dd>{open} {seen}</dd>
            </div>
        }
        .into_any()
    });
    let lines = lines.collect();
    view! { <Panel title=td_string!(locale, customer.logins) none=td_string!(locale, customer.no_logins) lines=lines /> }
}

#[component]
pub(super) fn Consents(consents: Vec<Consent>, now: DateTime<Utc>) -> impl IntoView {
    let locale = use_locale();
    let moment = |at| format::date_and_time(locale, at, now);
    let lines = consents.into_iter().map(|consent| {
        let withdrawn = consent.withdrawn_at.map(|at| {
            view! { <br /> <span class="tag wait">{td_string!(locale, customer.withdrawn, when = moment(at))}</span> }
        });
        view! {
            <div>
                <dt>{consent_text(locale, &consent.kind)}</dt>
                <dd>{moment(consent.granted_at)} " · " <span class="ltr">{consent.ip}</span> {withdrawn}</dd>
            </div>
        }
        .into_any()
    });
    let lines = lines.collect();
    view! { <Panel title=td_string!(locale, customer.consents) none=td_string!(locale, customer.no_consents) lines=lines /> }
}
