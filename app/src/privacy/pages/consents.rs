//! What one has agreed to: what can be changed with one button, and every fact with its time and address.
use chrono::{DateTime, Utc};
use leptos::prelude::*;

use crate::i18n::{td_string, use_locale};
use crate::privacy::model::{Choice, ConsentKind, ConsentLine, Overview};
use crate::privacy::words::consent_text;
use crate::ui::{Icon, IconName, PostAction, PostForm, format};

/// Withdrawing is as easy as giving (art. 7(3)): the same button in the same place.
#[component]
pub fn Choices(page: Overview, action: PostAction) -> impl IntoView {
    let locale = use_locale();
    let marketing = page.holds(ConsentKind::Marketing);
    let statistics = page.holds(ConsentKind::Statistics);
    let mut banks: Vec<String> = page
        .consents
        .into_iter()
        .filter(|line| line.kind == ConsentKind::Bank && line.withdrawn_at.is_none())
        .filter_map(|line| line.bank)
        .collect();
    banks.sort();
    banks.dedup();
    let banks =
        if banks.is_empty() { td_string!(locale, privacy.no_banks).to_owned() } else { banks.join(", ") };
    view! {
        <section class="card stack">
            <h2>{td_string!(locale, privacy.consents)}</h2>
            <OneChoice choice=Choice::Marketing holds=marketing text=td_string!(locale, privacy.marketing_text) action=action />
            <OneChoice choice=Choice::Statistics holds=statistics text=td_string!(locale, privacy.statistics_text) action=action />
            <a class="row" href="/accounts">
                <span class="text">
                    <b>{td_string!(locale, privacy.consent_bank)}</b>
                    <span class="quiet">{banks}</span>
                </span>
                <Icon name=IconName::Chevron class="icon flip" />
            </a>
        </section>
    }
}

#[component]
fn OneChoice(choice: Choice, holds: bool, text: &'static str, action: PostAction) -> impl IntoView {
    let locale = use_locale();
    let kind = match choice {
        Choice::Marketing => ConsentKind::Marketing,
        Choice::Statistics => ConsentKind::Statistics,
    };
    let name = consent_text(locale, kind);
    let (tag, state) = if holds {
        ("tag good", td_string!(locale, privacy.given))
    } else {
        ("tag", td_string!(locale, privacy.not_given))
    };
    let button = if holds { td_string!(locale, privacy.withdraw) } else { td_string!(locale, privacy.give) };
    view! {
        <div class="row">
            <span class="text">
                <b>{name}</b>
                <span class="quiet">{text}</span>
            </span>
            <span class=tag>{state}</span>
            <PostForm action=action>
                <input type="hidden" name="choice" value=choice.as_str() />
                <input type="hidden" name="given" value=(!holds).to_string() />
                <button class="btn plain small" type="submit">
                    {button}
                    <span class="visually-hidden">": " {name}</span>
                </button>
            </PostForm>
        </div>
    }
}

/// Every fact, the latest first.
#[component]
pub fn History(lines: Vec<ConsentLine>, now: DateTime<Utc>) -> impl IntoView {
    let locale = use_locale();
    let rows = lines.into_iter().map(|line| view! { <Fact line=line now=now /> }).collect_view();
    view! {
        <section class="card">
            <h2>{td_string!(locale, privacy.history)}</h2>
            <ul class="rows">{rows}</ul>
        </section>
    }
}

#[component]
fn Fact(line: ConsentLine, now: DateTime<Utc>) -> impl IntoView {
    let locale = use_locale();
    let name = match line.bank {
        Some(bank) => format!("{} · {bank}", consent_text(locale, line.kind)),
        None => consent_text(locale, line.kind).to_owned(),
    };
    let when = move |at| format::date_and_time(locale, at, now);
    let from = |ip: Option<String>| ip.map(|ip| view! { " · " <bdi class="ltr">{ip}</bdi> });
    let withdrawn = line.withdrawn_at.map(|at| {
        view! {
            <span class="quiet">
                {td_string!(locale, privacy.withdrawn_at, time = when(at))}
                {from(line.withdrawn_from)}
            </span>
        }
    });
    view! {
        <li class="row">
            <span class="text">
                <b>{name}</b>
                <span class="quiet">
                    {td_string!(locale, privacy.given_at, time = when(line.given_at))}
                    {from(line.given_from)}
                </span>
                {withdrawn}
            </span>
        </li>
    }
}
