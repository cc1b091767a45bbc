//! The linked banks: what Drop may read, how often it has, how long it may, and the way out.
use chrono::{DateTime, Utc};
use domain::calendar::oslo_date;
use domain::money::Currency;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use super::refresh::{RefreshForm, SilentBanks, age};
use crate::accounts::api::{ChoosePrimary, FinishLinking, LinkBank, RefreshBalances, UnlinkBank, load_links};
use crate::accounts::model::{AccountView, LinkState, LinkView, Links};
use crate::form::Flash;
use crate::i18n::{td_string, use_locale};
use crate::ui::{
    ErrorSummary, Icon, IconName, PostAction, PostForm, form_state, format, loaded, page_resource,
};

/// What can be changed here.
#[derive(Clone, Copy)]
struct Changes {
    unlink: PostAction,
    choose: PostAction,
    finish: PostAction,
    refresh: PostAction,
}

#[component]
pub fn LinksPage() -> impl IntoView {
    let locale = use_locale();
    let changes = Changes {
        unlink: PostAction::to::<UnlinkBank, _>(),
        choose: PostAction::to::<ChoosePrimary, _>(),
        finish: PostAction::to::<FinishLinking, _>(),
        refresh: PostAction::to::<RefreshBalances, _>(),
    };
    // What was changed is shown: the page leads to itself, which alone would load nothing anew.
    let changed = move || {
        let of = |action: PostAction| action.version().get();
        (of(changes.unlink), of(changes.choose), of(changes.finish), of(changes.refresh))
    };
    let links = page_resource(changed, |_| load_links());
    provide_context(changes);
    view! {
        <Title text=td_string!(locale, accounts.title) />
        <h1>{td_string!(locale, accounts.title)}</h1>
        <NotHeard />
        {loaded(links, |links| view! { <All links=links /> })}
    }
}

/// After coming back from a bank that then did not answer: what happened, and the way on.
#[component]
fn NotHeard() -> impl IntoView {
    let locale = use_locale();
    let query = use_query_map();
    move || {
        query.with(|query| query.get("bank").as_deref() == Some("silent")).then(|| {
            view! {
                <div class="notice wait" role="status">
                    <Icon name=IconName::Alert />
                    <div>
                        <p><b>{td_string!(locale, accounts.bank_down)}</b></p>
                        <p>{td_string!(locale, accounts.bank_down_return)}</p>
                    </div>
                </div>
            }
        })
    }
}

#[component]
fn All(links: Links) -> impl IntoView {
    let locale = use_locale();
    let now = links.now;
    if links.links.is_empty() {
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
    let refresh = expect_context::<Changes>().refresh;
    let accounts: Vec<AccountView> = links.links.iter().flat_map(|link| link.accounts.clone()).collect();
    let any_linked = accounts.iter().any(|account| account.linked);
    let cards = links.links.into_iter().map(|link| view! { <OneLink link=link now=now /> }).collect_view();
    view! {
        <SilentBanks accounts=accounts />
        {any_linked.then(|| view! { <RefreshForm action=refresh back="accounts" /> })}
        {cards}
        <a class="btn plain" href="/accounts/link">
            <Icon name=IconName::Plus />
            {td_string!(locale, accounts.link_another)}
        </a>
    }
    .into_any()
}

#[component]
fn OneLink(link: LinkView, now: DateTime<Utc>) -> impl IntoView {
    let locale = use_locale();
    let (kind, label) = match link.state {
        LinkState::Linked => ("tag good", td_string!(locale, accounts.state_linked)),
        LinkState::Waiting => ("tag wait", td_string!(locale, accounts.state_waiting)),
        LinkState::Expired => ("tag bad", td_string!(locale, accounts.state_expired)),
        LinkState::RevokedAtBank => ("tag bad", td_string!(locale, accounts.state_revoked)),
        LinkState::Unlinked => ("tag", td_string!(locale, accounts.state_unlinked)),
        LinkState::Rejected => ("tag bad", td_string!(locale, accounts.state_rejected)),
    };
    let accounts =
        link.accounts.clone().into_iter().map(|account| view! { <OneAccount account=account now=now /> });
    let accounts = accounts.collect_view();
    let sentence = sentence(&link);
    let linked = link.state == LinkState::Linked;
    view! {
        <section class="card stack">
            <div class="top">
                <h2>{link.bank_name.clone()}</h2>
                <span class=kind>{label}</span>
            </div>
            {sentence.map(|sentence| view! { <p>{sentence}</p> })}
            {(!link.accounts.is_empty()).then(|| view! { <ul class="rows">{accounts}</ul> })}
            {linked.then(|| view! { <WhatMayBeRead link=link.clone() now=now /> })}
            <LinkActions link=link />
        </section>
    }
}

/// What a state means for the customer, and what to do; a linked bank needs no words unless it shows nothing.
fn sentence(link: &LinkView) -> Option<&'static str> {
    let locale = use_locale();
    match link.state {
        LinkState::Linked => link.accounts.is_empty().then(|| td_string!(locale, accounts.no_accounts)),
        LinkState::Waiting => Some(td_string!(locale, accounts.waiting_text)),
        LinkState::Expired => Some(td_string!(locale, accounts.expired_text)),
        LinkState::RevokedAtBank => Some(td_string!(locale, accounts.revoked_text)),
        LinkState::Unlinked if link.ending_at_bank => Some(td_string!(locale, accounts.ending_text)),
        LinkState::Unlinked => Some(td_string!(locale, accounts.unlinked_text)),
        LinkState::Rejected => Some(td_string!(locale, accounts.rejected_text)),
    }
}

#[component]
fn WhatMayBeRead(link: LinkView, now: DateTime<Utc>) -> impl IntoView {
    let locale = use_locale();
    let until = format::date(locale, link.valid_until, oslo_date(now));
    view! {
        <dl class="sum">
            <div><dt>{td_string!(locale, accounts.may_read)}</dt><dd>{td_string!(locale, accounts.may_read_what)}</dd></div>
            <div>
                <dt>{td_string!(locale, accounts.reads_today)}</dt>
                <dd>{td_string!(locale, accounts.reads_of, used = link.reads_today, all = link.reads_allowed)}</dd>
            </div>
            <div>
                <dt>{td_string!(locale, accounts.days_left)}</dt>
                <dd>{td_string!(locale, accounts.days_until, days = link.days_left, date = until)}</dd>
            </div>
        </dl>
    }
}

#[component]
fn LinkActions(link: LinkView) -> impl IntoView {
    let locale = use_locale();
    let unlink = expect_context::<Changes>().unlink;
    let finish = expect_context::<Changes>().finish;
    let renew = PostAction::to::<LinkBank, _>();
    let may_end = matches!(link.state, LinkState::Linked | LinkState::Waiting);
    let waiting = link.state == LinkState::Waiting;
    let may_renew = !waiting;
    // Several banks have the same buttons: each says whose it is.
    let (name, name_too) = (format!(" {}", link.bank_name), format!(" {}", link.bank_name));
    let renewing = form_state("renew", renew, Flash::default());
    let (id, bank) = (StoredValue::new(link.id.to_string()), link.bank_id);
    view! {
        <ErrorSummary state=renewing />
        <div class="cluster">
            {link.approval_link.map(|href| {
                view! { <a class="btn small" href=href rel="external">{td_string!(locale, accounts.approve_now)}</a> }
            })}
            {waiting.then(|| {
                view! {
                    <PostForm action=finish>
                        <input type="hidden" name="id" value=id.get_value() />
                        <button class="btn plain small" type="submit">{td_string!(locale, accounts.have_approved)}</button>
                    </PostForm>
                }
            })}
            {may_renew.then(|| {
                view! {
                    <PostForm action=renew>
                        <input type="hidden" name="bank" value=bank />
                        <button class="btn plain small" type="submit">{td_string!(locale, accounts.renew)} <span class="visually-hidden">{name}</span></button>
                    </PostForm>
                }
            })}
            {may_end.then(|| {
                view! {
                    <PostForm action=unlink>
                        <input type="hidden" name="id" value=id.get_value() />
                        <button class="btn plain small" type="submit">{td_string!(locale, accounts.unlink)} <span class="visually-hidden">{name_too}</span></button>
                    </PostForm>
                }
            })}
        </div>
    }
}

#[component]
fn OneAccount(account: AccountView, now: DateTime<Utc>) -> impl IntoView {
    let locale = use_locale();
    let choose = expect_context::<Changes>().choose;
    let name = account.account_name.unwrap_or(account.bank_name);
    let foreign = account.balance.currency() != Currency::Nok;
    let read = account.read_at.is_some();
    let primary = if account.is_primary {
        view! { <span class="tag info">{td_string!(locale, accounts.primary)}</span> }.into_any()
    } else if account.linked && !foreign {
        view! {
            <PostForm action=choose>
                <input type="hidden" name="account" value=account.id.to_string() />
                <button class="btn link small" type="submit">{td_string!(locale, accounts.make_primary)}</button>
            </PostForm>
        }
        .into_any()
    } else {
        ().into_any()
    };
    view! {
        <li>
            <div class="row">
                <span class="text">
                    <b>{name}</b>
                    <span class="quiet iban">{account.account_number}</span>
                    <span class="quiet">{age(account.read_at, now)}</span>
                    {foreign.then(|| view! { <span class="quiet">{td_string!(locale, accounts.cannot_pay_from)}</span> })}
                    {primary}
                </span>
                <span class="amount">
                    {if read {
                        view! { <format::Amount value=account.balance /> }.into_any()
                    } else {
                        view! { <span class="quiet" aria-hidden="true">"–"</span> }.into_any()
                    }}
                </span>
            </div>
        </li>
    }
}
