//! The linked banks: what Drop may read, how often it has, how long it may, and the way out.
use chrono::{DateTime, Utc};
use domain::calendar::oslo_date;
use leptos::prelude::*;
use leptos_meta::Title;

use crate::accounts::api::{ChoosePrimary, FinishLinking, LinkBank, UnlinkBank, load_links};
use crate::accounts::model::{AccountView, LinkState, LinkView, Links};
use crate::i18n::{tu_string, use_i18n};
use crate::ui::{Icon, IconName, PostAction, PostForm, format, loaded, page_resource};

/// What can be changed here.
#[derive(Clone, Copy)]
struct Changes {
    unlink: PostAction,
    choose: PostAction,
    finish: PostAction,
}

#[component]
pub fn LinksPage() -> impl IntoView {
    let i18n = use_i18n();
    let changes = Changes {
        unlink: PostAction::to::<UnlinkBank, _>(),
        choose: PostAction::to::<ChoosePrimary, _>(),
        finish: PostAction::to::<FinishLinking, _>(),
    };
    // What was changed is shown: the page leads to itself, which alone would load nothing anew.
    let changed = move || {
        (changes.unlink.version().get(), changes.choose.version().get(), changes.finish.version().get())
    };
    let links = page_resource(changed, |_| load_links());
    provide_context(changes);
    view! {
        <Title text=tu_string!(i18n, accounts.title) />
        <h1>{tu_string!(i18n, accounts.title)}</h1>
        {loaded(links, |links| view! { <All links=links /> })}
    }
}

#[component]
fn All(links: Links) -> impl IntoView {
    let i18n = use_i18n();
    let now = links.now;
    if links.links.is_empty() {
        return view! {
            <div class="empty">
                <span class="icon-disc big"><Icon name=IconName::Bank class="icon big" /></span>
                <h2>{tu_string!(i18n, accounts.none)}</h2>
                <p>{tu_string!(i18n, accounts.none_text)}</p>
                <a class="btn" href="/accounts/link">{tu_string!(i18n, accounts.link)}</a>
            </div>
        }
        .into_any();
    }
    let cards = links.links.into_iter().map(|link| view! { <OneLink link=link now=now /> }).collect_view();
    view! {
        {cards}
        <a class="btn plain" href="/accounts/link">
            <Icon name=IconName::Plus />
            {tu_string!(i18n, accounts.link_another)}
        </a>
    }
    .into_any()
}

#[component]
fn OneLink(link: LinkView, now: DateTime<Utc>) -> impl IntoView {
    let i18n = use_i18n();
    let (kind, label) = match link.state {
        LinkState::Linked => ("tag good", tu_string!(i18n, accounts.state_linked)),
        LinkState::Waiting => ("tag wait", tu_string!(i18n, accounts.state_waiting)),
        LinkState::Expired => ("tag bad", tu_string!(i18n, accounts.state_expired)),
        LinkState::RevokedAtBank => ("tag bad", tu_string!(i18n, accounts.state_revoked)),
        LinkState::Unlinked => ("tag", tu_string!(i18n, accounts.state_unlinked)),
        LinkState::Rejected => ("tag bad", tu_string!(i18n, accounts.state_rejected)),
    };
    let accounts = link.accounts.clone().into_iter().map(|account| view! { <OneAccount account=account /> });
    let accounts = accounts.collect_view();
    let linked = link.state == LinkState::Linked;
    view! {
        <section class="card stack">
            <div class="top">
                <h2>{link.bank_name.clone()}</h2>
                <span class=kind>{label}</span>
            </div>
            {(!link.accounts.is_empty()).then(|| view! { <ul class="rows">{accounts}</ul> })}
            {linked.then(|| view! { <WhatMayBeRead link=link.clone() now=now /> })}
            <LinkActions link=link />
        </section>
    }
}

#[component]
fn WhatMayBeRead(link: LinkView, now: DateTime<Utc>) -> impl IntoView {
    let i18n = use_i18n();
    let until = format::date(i18n.get_locale_untracked(), link.valid_until, oslo_date(now));
    view! {
        <dl class="sum">
            <div><dt>{tu_string!(i18n, accounts.may_read)}</dt><dd>{tu_string!(i18n, accounts.may_read_what)}</dd></div>
            <div>
                <dt>{tu_string!(i18n, accounts.reads_today)}</dt>
                <dd>{tu_string!(i18n, accounts.reads_of, used = link.reads_today, all = link.reads_allowed).to_string()}</dd>
            </div>
            <div>
                <dt>{tu_string!(i18n, accounts.days_left)}</dt>
                <dd>{tu_string!(i18n, accounts.days_until, days = link.days_left, date = until).to_string()}</dd>
            </div>
        </dl>
    }
}

#[component]
fn LinkActions(link: LinkView) -> impl IntoView {
    let i18n = use_i18n();
    let unlink = expect_context::<Changes>().unlink;
    let finish = expect_context::<Changes>().finish;
    let renew = PostAction::to::<LinkBank, _>();
    let may_end = matches!(link.state, LinkState::Linked | LinkState::Waiting);
    let waiting = link.state == LinkState::Waiting;
    let may_renew = !waiting;
    // Several banks have the same buttons: each says whose it is.
    let (name, name_too) = (format!(" {}", link.bank_name), format!(" {}", link.bank_name));
    let (id, bank) = (StoredValue::new(link.id.to_string()), link.bank_id);
    view! {
        <div class="cluster">
            {link.approval_link.map(|href| {
                view! { <a class="btn small" href=href rel="external">{tu_string!(i18n, accounts.approve_now)}</a> }
            })}
            {waiting.then(|| {
                view! {
                    <PostForm action=finish>
                        <input type="hidden" name="id" value=id.get_value() />
                        <button class="btn plain small" type="submit">{tu_string!(i18n, accounts.have_approved)}</button>
                    </PostForm>
                }
            })}
            {may_renew.then(|| {
                view! {
                    <PostForm action=renew>
                        <input type="hidden" name="bank" value=bank />
                        <button class="btn plain small" type="submit">{tu_string!(i18n, accounts.renew)} <span class="visually-hidden">{name}</span></button>
                    </PostForm>
                }
            })}
            {may_end.then(|| {
                view! {
                    <PostForm action=unlink>
                        <input type="hidden" name="id" value=id.get_value() />
                        <button class="btn plain small" type="submit">{tu_string!(i18n, accounts.unlink)} <span class="visually-hidden">{name_too}</span></button>
                    </PostForm>
                }
            })}
        </div>
    }
}

#[component]
fn OneAccount(account: AccountView) -> impl IntoView {
    let i18n = use_i18n();
    let choose = expect_context::<Changes>().choose;
    let name = account.account_name.unwrap_or(account.bank_name);
    let primary = if account.is_primary {
        view! { <span class="tag info">{tu_string!(i18n, accounts.primary)}</span> }.into_any()
    } else if account.linked {
        view! {
            <PostForm action=choose>
                <input type="hidden" name="account" value=account.id.to_string() />
                <button class="btn link small" type="submit">{tu_string!(i18n, accounts.make_primary)}</button>
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
                    {primary}
                </span>
                <span class="amount"><format::Amount value=account.balance /></span>
            </div>
        </li>
    }
}
