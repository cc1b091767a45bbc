//! The dashboard: what is there, what can be done, what happened.
use chrono::{DateTime, Utc};
use domain::calendar::oslo_date;
use leptos::prelude::*;
use leptos_meta::Title;

use super::rows::Days;
use crate::accounts::api::RefreshBalances;
use crate::accounts::model::AccountView;
use crate::accounts::pages::{RefreshForm, SilentBanks, age};
use crate::activity::api::load_home;
use crate::activity::model::{Home, WaitingPayment};
use crate::i18n::{td_string, use_locale};
use crate::kyc::pages::IdentityNotice;
use crate::me::beside::BesideNote;
use crate::ui::{Icon, IconName, PostAction, ago, format, loaded, page_resource};

#[component]
pub fn HomePage() -> impl IntoView {
    let locale = use_locale();
    let refresh = PostAction::to::<RefreshBalances, _>();
    let home = page_resource(move || refresh.version().get(), |_| load_home());
    view! {
        <Title text=td_string!(locale, common.home) />
        {loaded(home, move |home| view! { <Dashboard home=home refresh=refresh /> })}
    }
}

#[component]
fn Dashboard(home: Home, refresh: PostAction) -> impl IntoView {
    let locale = use_locale();
    let now = home.now;
    let nothing_yet = home.latest.is_empty();
    // Without a balance nothing above has said by which rate amounts are shown.
    let alone = home.beside.filter(|_| home.total.is_none());
    view! {
        <h1>{td_string!(locale, common.greeting, name = home.first_name.clone())}</h1>
        <Waiting payments=home.waiting.clone() />
        <IdentityNotice step=home.identity />
        <Total home=home.clone() />
        <div class="two">
            <a class="btn" href="/send"><Icon name=IconName::Send />{td_string!(locale, common.send)}</a>
            <a class="btn plain" href="/pay"><Icon name=IconName::Qr />{td_string!(locale, pay.title)}</a>
        </div>
        <Accounts accounts=home.accounts refresh=refresh now=now />
        {if nothing_yet {
            view! {
                <div class="empty">
                    <span class="icon-disc big"><Icon name=IconName::Send class="icon big" /></span>
                    <h2>{td_string!(locale, activity.empty)}</h2>
                    <p>{td_string!(locale, activity.empty_text)}</p>
                </div>
            }
                .into_any()
        } else {
            view! {
                <Days rows=home.latest now=now beside=home.beside />
                {alone.map(|beside| view! { <BesideNote beside=beside today=oslo_date(now) /> })}
                <p><a href="/activity">{td_string!(locale, activity.see_all)}</a></p>
            }
                .into_any()
        }}
    }
}

/// Payments that were left at the bank: the way back there, and to their own pages.
#[component]
fn Waiting(payments: Vec<WaitingPayment>) -> impl IntoView {
    let locale = use_locale();
    payments
        .into_iter()
        .map(|payment| {
            view! {
                <div class="notice wait waiting">
                    <Icon name=IconName::Clock />
                    <div>
                        <h2>
                            <a href=format!("/activity/{}", payment.id)>
                                {td_string!(locale, activity.waiting_title, name = payment.recipient)}
                            </a>
                        </h2>
                        <p><format::Amount value=payment.amount /> " · " {td_string!(locale, activity.waits_text)}</p>
                    </div>
                    <a class="btn small" href=payment.approval_link rel="external">{td_string!(locale, activity.approve_now)}</a>
                </div>
            }
        })
        .collect_view()
}

#[component]
fn Total(home: Home) -> impl IntoView {
    let locale = use_locale();
    let oldest =
        home.accounts.iter().filter(|account| account.linked).filter_map(|account| account.read_at).min();
    let mut banks: Vec<String> = home
        .accounts
        .iter()
        .filter(|account| account.linked)
        .map(|account| account.bank_name.clone())
        .collect();
    banks.sort();
    banks.dedup();
    let banks = banks.join(", ");
    home.total.map(|total| {
        let beside = home.beside.map(|beside| {
            let about = beside.text(locale, total);
            view! {
                <p><span class="money">{about}</span></p>
                <BesideNote beside=beside today=oslo_date(home.now) />
            }
        });
        view! {
            <section class="hero">
                <h2>{td_string!(locale, accounts.total)}</h2>
                <p class="big-money"><format::Amount value=total /></p>
                {beside}
                <p class="quiet">
                    {oldest.map(|at| td_string!(locale, accounts.read_from, banks = banks, ago = ago(at, home.now)))}
                </p>
            </section>
        }
    })
}

#[component]
fn Accounts(accounts: Vec<AccountView>, refresh: PostAction, now: DateTime<Utc>) -> impl IntoView {
    let locale = use_locale();
    if accounts.is_empty() {
        return view! {
            <div class="empty">
                <span class="icon-disc big"><Icon name=IconName::Bank class="icon big" /></span>
                <h2>{td_string!(locale, accounts.none)}</h2>
                <p>{td_string!(locale, accounts.none_text)}</p>
                <a class="btn" href="/accounts/link">{td_string!(locale, accounts.link)}</a>
            </div>
        }
        .into_any();
    }
    let any_linked = accounts.iter().any(|account| account.linked);
    let silent = accounts.clone();
    let cards = accounts
        .into_iter()
        .map(|account| {
            let name = match account.account_name {
                Some(name) => format!("{} · {name}", account.bank_name),
                None => account.bank_name,
            };
            view! {
                <li class=if account.linked { "card account" } else { "card account off" }>
                    <h3><a href="/accounts">{name}</a></h3>
                    {account.read_at.is_some().then(|| view! { <p class="big"><format::Amount value=account.balance /></p> })}
                    <p class="quiet iban">{account.account_number}</p>
                    <p class="quiet">
                        {(!account.linked).then(|| view! { <span class="tag bad">{td_string!(locale, accounts.not_linked)}</span> " " })}
                        {age(account.read_at, now)}
                    </p>
                </li>
            }
        })
        .collect_view();
    view! {
        <SilentBanks accounts=silent />
        <ul class="accounts" aria-label=td_string!(locale, accounts.title)>{cards}</ul>
        <div class="cluster">
            {any_linked.then(|| view! { <RefreshForm action=refresh back="home" /> })}
            <a href="/accounts">{td_string!(locale, accounts.manage)}</a>
        </div>
    }
    .into_any()
}
