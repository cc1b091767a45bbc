//! One rule: what is in force, what waits for a second officer, and every version there was.
use chrono::{DateTime, Utc};
use domain::compliance::finding::RuleName;
use leptos::prelude::*;
use leptos_meta::Title;

use super::decide::Decide;
use super::what_if::{Changes, WhatIf};
use super::words;
use crate::backoffice::rules::api::{DecideRule, load_rule};
use crate::backoffice::rules::model::{
    Parameter, PastVersion, Proposal, RULES, RulePage as Page, change_path,
};
use crate::backoffice::words::{rule_about, rule_name};
use crate::form::{Flash, is_second_look};
use crate::i18n::{td_string, use_locale};
use crate::ui::{PostAction, format, loaded, page_resource};

#[component]
pub fn RulePage(rule: String) -> impl IntoView {
    let again = is_second_look();
    let action = PostAction::to::<DecideRule, _>();
    let decided = action.accepted();
    let page = page_resource(move || (rule.clone(), decided.get()), move |(rule, _)| load_rule(rule, again));
    loaded(page, move |page| view! { <Rule page=page action=action /> })
}

#[component]
fn Rule(page: Page, action: PostAction) -> impl IntoView {
    let locale = use_locale();
    let name = rule_name(locale, page.name);
    let change = change_path(page.name.as_str(), "", &Default::default());
    let version = td_string!(locale, rules.version, version = page.version);
    let may_change = page.waiting.is_none();
    let (now, flash) = (page.now, page.flash);
    let waiting = page.waiting.map(|proposal| {
        view! { <Waiting rule=page.name proposal=proposal flash=flash.clone() action=action now=now /> }
    });
    let history = page.history.into_iter().map(|past| view! { <Past past=past now=now /> }).collect_view();
    view! {
        <Title text=name />
        <header class="desk-head">
            <div class="stack tight">
                <a class="quiet" href=RULES>{td_string!(locale, rules.to_rules)}</a>
                <h1>{name}</h1>
                <p class="cluster">{words::mode_tag(locale, page.mode)}<span class="quiet">{version}</span></p>
            </div>
            {may_change.then(|| view! { <a class="btn" href=change>{td_string!(locale, rules.change)}</a> })}
        </header>
        <p>{rule_about(locale, page.name)}</p>
        {waiting}
        <section class="panel">
            <h2>{td_string!(locale, rules.parameters)}</h2>
            <Parameters parameters=page.parameters />
        </section>
        <section class="panel">
            <h2>{td_string!(locale, rules.history)}</h2>
            <ol class="log">{history}</ol>
        </section>
    }
}

#[component]
fn Parameters(parameters: Vec<Parameter>) -> impl IntoView {
    let locale = use_locale();
    let lines = parameters.into_iter().map(|it| {
        let range = td_string!(locale, rules.range, least = it.least, most = it.most);
        view! {
            <div>
                <dt>{words::parameter(locale, &it.name)}" " <span class="quiet">{range}</span></dt>
                <dd class="num strong">{it.value}</dd>
            </div>
        }
    });
    view! { <dl class="facts">{lines.collect_view()}</dl> }
}

/// A proposal with what whoever decides has to see.
#[component]
fn Waiting(
    rule: RuleName,
    proposal: Proposal,
    flash: Flash,
    action: PostAction,
    now: DateTime<Utc>,
) -> impl IntoView {
    let locale = use_locale();
    let at = format::date_and_time(locale, proposal.at, now);
    let by = td_string!(locale, rules.proposed_by, name = proposal.by, at = at);
    let decide = if proposal.is_own {
        view! { <p class="strong">{td_string!(locale, rules.own_proposal)}</p> }.into_any()
    } else {
        view! { <Decide rule=rule proposal=proposal.id flash=flash action=action /> }.into_any()
    };
    let what_if = proposal.what_if.map(|it| view! { <WhatIf what_if=it now=now /> });
    view! {
        <section class="panel" id="proposal">
            <h2>{td_string!(locale, rules.proposal)}</h2>
            <p class="quiet">{by}</p>
            <p>{proposal.reason}</p>
            <Changes changes=proposal.changes />
            {what_if}
            {decide}
        </section>
    }
}

#[component]
fn Past(past: PastVersion, now: DateTime<Utc>) -> impl IntoView {
    let locale = use_locale();
    let at = format::date_and_time(locale, past.decided_at.unwrap_or(past.proposed_at), now);
    let (class, state) = match (past.current, past.approved) {
        (true, _) => ("tag good", td_string!(locale, rules.in_force)),
        (false, true) => ("tag", td_string!(locale, rules.was_in_force)),
        (false, false) => ("tag bad", td_string!(locale, rules.rejected)),
    };
    let title = td_string!(locale, rules.version, version = past.version);
    let said = match past.proposer {
        Some(proposer) => {
            let proposed = td_string!(locale, rules.past_proposed, name = proposer);
            let decider = past.decider.unwrap_or_default();
            let decided = if past.approved {
                td_string!(locale, rules.past_approved, name = decider)
            } else {
                td_string!(locale, rules.past_rejected, name = decider)
            };
            let reason = past.decision_reason.unwrap_or_default();
            view! {
                <p><b>{proposed}</b> " " {past.reason}</p>
                <p><b>{decided}</b> " " {reason}</p>
            }
            .into_any()
        }
        None => view! { <p>{td_string!(locale, rules.brought_along)}</p> }.into_any(),
    };
    let changes = (!past.changes.is_empty()).then(|| view! { <Changes changes=past.changes /> });
    view! {
        <li>
            <p class="when">{at}</p>
            <p class="cluster"><b>{title}</b><span class=class>{state}</span></p>
            {said}
            {changes}
        </li>
    }
}
