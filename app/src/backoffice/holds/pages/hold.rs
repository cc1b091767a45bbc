//! One held payment: what it is, what was found, what officers did, and the form of a decision.
use domain::bank::payment_state::OrderState;
use domain::compliance::hold::HoldState;
use leptos::prelude::*;
use leptos_meta::Title;

use super::words::{cause_text, choice, done_text, kind_text, state_tag};
use crate::backoffice::holds::api::{DecideHold, HOLD_FORM, load_hold};
use crate::backoffice::holds::model::{Decided, FoundByRule, FoundOnList, HOLDS_PATH, HoldView};
use crate::backoffice::parts::{Event, Timeline, done, per_cent};
use crate::backoffice::words::{rule_text, severity_tag};
use crate::i18n::{td_string, use_locale};
use crate::ui::{
    ErrorSummary, Icon, IconName, PostAction, PostForm, RadioField, StatusTag, SubmitButton, TextArea, ago,
    country_name, form_state, format, loaded, page_resource,
};

#[component]
pub fn HoldPage(id: String) -> impl IntoView {
    let locale = use_locale();
    let action = PostAction::to::<DecideHold, _>();
    let decided = done(action);
    let hold = page_resource(move || (id.clone(), decided.get()), |(id, _)| load_hold(id));
    view! {
        <Title text=td_string!(locale, holds.one) />
        {loaded(hold, move |hold: HoldView| view! { <Hold hold=hold action=action /> })}
    }
}

#[component]
fn Hold(hold: HoldView, action: PostAction) -> impl IntoView {
    let locale = use_locale();
    let title = td_string!(locale, holds.heading, name = hold.customer_name.clone());
    let (findings, hits, now) = (hold.findings.clone(), hold.hits.clone(), hold.now);
    let events = events(hold.decided.clone());
    view! {
        <header class="desk-head">
            <h1>{title}</h1>
            <div class="cluster">
                {state_tag(locale, hold.state)}
                <a class="btn plain small" href=HOLDS_PATH>{td_string!(locale, holds.to_queue)}</a>
            </div>
        </header>
        <div class="case">
            <div>
                <Payment hold=hold.clone() />
                <Findings findings=findings />
                <Hits hits=hits />
            </div>
            <aside>
                <Verdict hold=hold action=action />
                <Timeline title=td_string!(locale, holds.history) events=events now=now />
            </aside>
        </div>
    }
}

fn events(decided: Vec<Decided>) -> Vec<Event> {
    let locale = use_locale();
    let event = |one: Decided| Event {
        at: one.at,
        by: one.by,
        what: done_text(locale, one.step).to_owned(),
        why: one.reason,
    };
    decided.into_iter().map(event).collect()
}

#[component]
fn Payment(hold: HoldView) -> impl IntoView {
    let locale = use_locale();
    let payee = hold.payee;
    let owner = payee.owner.map(|owner| {
        view! { " " <a href=format!("/admin/customers/{owner}")>{td_string!(locale, holds.owner)}</a> }
    });
    let name = match payee.shop {
        Some(shop) => {
            view! { <a href=format!("/admin/merchants/{shop}")>{payee.name}</a> {owner} }.into_any()
        }
        None => view! { {payee.name} }.into_any(),
    };
    let too_late = hold.state == HoldState::Released && hold.order == Some(OrderState::Expired);
    let moment = |at| format::date_and_time(locale, at, hold.now);
    let since = format!("{} · {}", moment(hold.since), ago(hold.since, hold.now));
    let account = payee.account.map(|account| match payee.bank {
        Some(bank) => format!("{account} · {bank}"),
        None => account,
    });
    view! {
        <section class="panel">
            <h2>{kind_text(locale, hold.kind)}</h2>
            <p class="big-money"><format::Amount value=hold.amount /></p>
            {too_late.then(|| view! {
                <div class="notice wait" role="status"><Icon name=IconName::Clock /><div><p>{td_string!(locale, holds.too_late)}</p></div></div>
            })}
            <dl class="facts">
                <div><dt>{td_string!(locale, holds.cause)}</dt><dd>{cause_text(locale, hold.cause)}</dd></div>
                <div>
                    <dt>{td_string!(locale, holds.customer)}</dt>
                    <dd><a href=format!("/admin/customers/{}", hold.customer)>{hold.customer_name}</a></dd>
                </div>
                <div><dt>{td_string!(locale, holds.payee)}</dt><dd>{name}</dd></div>
                {payee.country.map(|country| view! {
                    <div><dt>{td_string!(locale, holds.country)}</dt><dd>{country_name(country)}</dd></div>
                })}
                {account.map(|account| view! {
                    <div><dt>{td_string!(locale, holds.account)}</dt><dd class="ltr">{account}</dd></div>
                })}
                <div><dt>{td_string!(locale, holds.since)}</dt><dd>{since}</dd></div>
                {hold.approve_by.map(|at| view! {
                    <div><dt>{td_string!(locale, holds.price_until)}</dt><dd>{moment(at)}</dd></div>
                })}
                {hold.closed_at.map(|at| view! {
                    <div><dt>{td_string!(locale, holds.decided_at)}</dt><dd>{moment(at)}</dd></div>
                })}
                <div><dt>{td_string!(locale, holds.customer_sees)}</dt><dd><StatusTag status=hold.status /></dd></div>
                <div><dt>{td_string!(locale, activity.reference)}</dt><dd class="ltr">{hold.transaction.reference()}</dd></div>
            </dl>
        </section>
    }
}

#[component]
fn Findings(findings: Vec<FoundByRule>) -> impl IntoView {
    let locale = use_locale();
    (!findings.is_empty()).then(|| {
        let lines = findings.into_iter().map(|found| {
            let text = rule_text(locale, &found.rule);
            let name = match found.alert {
                Some(alert) => view! { <a href=format!("/admin/alerts/{alert}")>{text}</a> }.into_any(),
                None => view! { {text} }.into_any(),
            };
            let score = td_string!(locale, holds.points, score = found.score);
            view! { <div><dt>{name} " " {severity_tag(locale, found.severity)}</dt><dd>{score}</dd></div> }
        });
        view! {
            <section class="panel">
                <h2>{td_string!(locale, holds.found_by_rules)}</h2>
                <dl class="facts">{lines.collect_view()}</dl>
            </section>
        }
    })
}

#[component]
fn Hits(hits: Vec<FoundOnList>) -> impl IntoView {
    let locale = use_locale();
    (!hits.is_empty()).then(|| {
        let lines = hits.into_iter().map(|hit| {
            let settled = match hit.settled_as.as_deref() {
                Some("false_match") => td_string!(locale, holds.hit_false),
                Some(_) => td_string!(locale, holds.hit_true),
                None => td_string!(locale, holds.hit_open),
            };
            let about = format!("{} · {} · {settled}", per_cent(hit.score), hit.source);
            let names = format!("{} – {}", hit.name, hit.listed_as);
            view! { <div><dt><a href=format!("/admin/screening/{}", hit.id)>{names}</a></dt><dd>{about}</dd></div> }
        });
        view! {
            <section class="panel">
                <h2>{td_string!(locale, holds.found_on_lists)}</h2>
                <dl class="facts">{lines.collect_view()}</dl>
            </section>
        }
    })
}

/// What whoever looks may decide; nothing once somebody has.
#[component]
fn Verdict(hold: HoldView, action: PostAction) -> impl IntoView {
    let locale = use_locale();
    let state = form_state(HOLD_FORM, action, hold.flash);
    if hold.steps.is_empty() {
        return ().into_any();
    }
    let options = hold.steps.into_iter().map(|step| choice(locale, step)).collect();
    view! {
        <section class="panel">
            <h2>{td_string!(locale, holds.decide)}</h2>
            {hold.own_proposal.then(|| view! {
                <div class="notice wait" role="status"><Icon name=IconName::Person /><div><p>{td_string!(locale, holds.own_proposal)}</p></div></div>
            })}
            <PostForm action=action attr:class="form">
                <ErrorSummary state=state />
                <input type="hidden" name="form[hold]" value=hold.id.to_string() />
                <RadioField state=state name="step" legend=td_string!(locale, holds.what) options=options>
                    <p class="hint">{td_string!(locale, holds.what_hint)}</p>
                </RadioField>
                <TextArea state=state name="reason" label=td_string!(locale, holds.reason) hint=td_string!(locale, holds.reason_hint) />
                <div class="form-actions"><SubmitButton state=state>{td_string!(locale, holds.decide_button)}</SubmitButton></div>
            </PostForm>
        </section>
    }
    .into_any()
}
