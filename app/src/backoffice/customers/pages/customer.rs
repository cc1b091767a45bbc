//! Everything that is known of one customer.
use domain::calendar::oslo_date;
use domain::ids::DataRequestId;
use leptos::prelude::*;
use leptos_meta::Title;

use super::money::{MonthsChart, PaymentLines};
use super::panels::{Accounts, Alerts, Complaints, Consents, Hits, Holds, Logins, Shops};
use super::recipients::Recipients;
use super::words::kyc_tag;
use crate::backoffice::customers::api::load_customer;
use crate::backoffice::customers::model::{CUSTOMERS_PATH, CustomerView, Identity, customer_path};
use crate::backoffice::kyc::api::RevealNationalId;
use crate::backoffice::kyc::model::case_path;
use crate::backoffice::kyc::pages::{Number, answers, risk_tag, screened_tag, status_tag};
use crate::backoffice::parts::done;
use crate::backoffice::requests::model::case_path as request_path;
use crate::i18n::{td_string, use_locale};
use crate::ui::{Icon, IconName, PostAction, format, loaded, page_resource};

#[component]
pub fn CustomerPage(id: String) -> impl IntoView {
    let locale = use_locale();
    let reveal = PostAction::to::<RevealNationalId, _>();
    let revealed = done(reveal);
    let customer = page_resource(move || (id.clone(), revealed.get()), |(id, _)| load_customer(id));
    view! {
        <Title text=td_string!(locale, customer.title) />
        {loaded(customer, move |customer: CustomerView| view! { <Customer customer=customer reveal=reveal /> })}
    }
}

#[component]
fn Customer(customer: CustomerView, reveal: PostAction) -> impl IntoView {
    let locale = use_locale();
    let (now, line) = (customer.now, customer.line.clone());
    let left = customer.left_at.map(|at| {
        let at = format::date(locale, oslo_date(at), oslo_date(now));
        view! { <span class="tag">{td_string!(locale, customer.left, day = at)}</span> }
    });
    let closing = customer.closing_on.filter(|_| left.is_none()).map(|day| {
        let day = format::date(locale, day, oslo_date(now));
        view! { <span class="tag wait">{td_string!(locale, customer.closing, day = day)}</span> }
    });
    view! {
        <header class="desk-head">
            <h1>{line.name.clone()}</h1>
            <div class="cluster">
                {kyc_tag(locale, line.kyc)}
                {left}
                {closing}
                <a class="btn plain small" href=CUSTOMERS_PATH>{td_string!(locale, customer.to_list)}</a>
            </div>
        </header>
        {customer.restricted_by.clone().map(|request| view! { <Restricted request=request /> })}
        <div class="case even">
            <div>
                <Person customer=customer.clone() reveal=reveal />
                <Hits hits=customer.hits.clone() screened_at=customer.screened_at now=now />
                <Accounts accounts=customer.accounts.clone() now=now />
            </div>
            <div>
                <Alerts alerts=customer.alerts.clone() now=now />
                <Holds holds=customer.holds.clone() now=now />
                <Complaints complaints=customer.complaints.clone() now=now />
                <Shops shops=customer.shops.clone() />
                <Logins logins=customer.logins.clone() now=now />
                <Consents consents=customer.consents.clone() now=now />
            </div>
        </div>
        <section class="panel">
            <h2>{td_string!(locale, customer.payments)}</h2>
            <MonthsChart months=customer.months />
            <PaymentLines rows=customer.payments now=now />
            <p><a class="btn plain small" href=format!("{}/payments", customer_path(&line.id))>{td_string!(locale, customer.all_payments)}</a></p>
        </section>
        <Recipients recipients=customer.recipients />
    }
}

/// Whoever works with the customer's data has to know that it is to be left alone (GDPR art. 18).
#[component]
fn Restricted(request: DataRequestId) -> impl IntoView {
    let locale = use_locale();
    view! {
        <div class="notice wait">
            <Icon name=IconName::Alert />
            <div>
                <p>{td_string!(locale, customer.restricted)}</p>
                <p><a href=request_path(request.as_str())>{td_string!(locale, customer.to_request)}</a></p>
            </div>
        </div>
    }
}

#[component]
fn Person(customer: CustomerView, reveal: PostAction) -> impl IntoView {
    let locale = use_locale();
    let (line, today) = (customer.line, oslo_date(customer.now));
    let own_page = line.id.to_string();
    let identity = customer.identity.map(|identity| {
        view! { <Told identity=identity customer=own_page reveal=reveal today=today /> }
    });
    let untold =
        identity.is_none().then(|| view! { <p class="quiet">{td_string!(locale, customer.no_identity)}</p> });
    view! {
        <section class="panel">
            <h2>{td_string!(locale, customer.identity)}</h2>
            <dl class="facts">
                <div><dt>{td_string!(locale, customer.email)}</dt><dd>{line.email}</dd></div>
                {line.phone.map(|phone| view! {
                    <div><dt>{td_string!(locale, customer.phone)}</dt><dd class="ltr">{phone}</dd></div>
                })}
                {line.born.map(|day| view! {
                    <div><dt>{td_string!(locale, customer.born)}</dt><dd>{format::date(locale, day, today)}</dd></div>
                })}
                <div><dt>{td_string!(locale, customer.since)}</dt><dd>{format::date(locale, oslo_date(line.since), today)}</dd></div>
                {customer.language.map(|language| view! {
                    <div><dt>{td_string!(locale, common.language)}</dt><dd>{language}</dd></div>
                })}
                {identity}
            </dl>
            {untold}
        </section>
    }
}

/// What the customer has told about who they are, and what is thought of it: more lines of facts.
#[component]
fn Told(identity: Identity, customer: String, reveal: PostAction, today: chrono::NaiveDate) -> impl IntoView {
    let locale = use_locale();
    let answers = answers(locale, &identity.answers).into_iter().map(|(question, answer)| {
        view! { <div><dt>{question}</dt><dd>{answer}</dd></div> }
    });
    view! {
        <div>
            <dt>{td_string!(locale, kyc.national_id)}</dt>
            <dd><Number case=identity.case.to_string() number=identity.national_id in_full=identity.in_full customer=customer action=reveal /></dd>
        </div>
        <div><dt>{td_string!(locale, kyc.nationality)}</dt><dd>{identity.nationality}</dd></div>
        <div><dt>{td_string!(locale, kyc.home)}</dt><dd>{identity.address}</dd></div>
        {answers.collect_view()}
        <div>
            <dt>{td_string!(locale, customer.review)}</dt>
            <dd>{status_tag(locale, identity.status)} " " <a href=case_path(identity.case.as_str())>{td_string!(locale, customer.to_case)}</a></dd>
        </div>
        {identity.risk.map(|risk| view! {
            <div><dt>{td_string!(locale, kyc_review.risk)}</dt><dd>{risk_tag(locale, risk)}</dd></div>
        })}
        {identity.screened.map(|screened| view! {
            <div><dt>{td_string!(locale, customer.screened_then)}</dt><dd>{screened_tag(locale, screened)}</dd></div>
        })}
        {identity.review_on.map(|day| view! {
            <div><dt>{td_string!(locale, kyc_review.review_on)}</dt><dd>{format::date(locale, day, today)}</dd></div>
        })}
    }
}
