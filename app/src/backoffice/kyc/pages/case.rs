//! One submission: what the customer has told, what is thought of it, what officers decided, and the form of a decision.
use chrono::{DateTime, Utc};
use domain::calendar::oslo_date;
use leptos::prelude::*;
use leptos_meta::Title;

use super::verdict::Verdict;
use super::words::{answers, done_text, obstacle_text, reason_text, risk_tag, screened_tag, status_tag};
use crate::backoffice::kyc::api::{DecideKycCase, RevealNationalId, load_kyc_case};
use crate::backoffice::kyc::model::{Assessed, CaseView, Decided, KYC_PATH, ListHit, case_path};
use crate::backoffice::parts::{Event, Timeline, done, per_cent};
use crate::i18n::{td_string, use_locale};
use crate::kyc::pages::words;
use crate::ui::{Icon, IconName, PostAction, PostForm, ago, format, loaded, page_resource};

#[component]
pub fn CasePage(id: String) -> impl IntoView {
    let locale = use_locale();
    let (decide, reveal) = (PostAction::to::<DecideKycCase, _>(), PostAction::to::<RevealNationalId, _>());
    let (decided, revealed) = (done(decide), done(reveal));
    let case =
        page_resource(move || (id.clone(), decided.get(), revealed.get()), |(id, _, _)| load_kyc_case(id));
    view! {
        <Title text=td_string!(locale, kyc_review.one) />
        {loaded(case, move |case: CaseView| view! { <Case case=case decide=decide reveal=reveal /> })}
    }
}

#[component]
fn Case(case: CaseView, decide: PostAction, reveal: PostAction) -> impl IntoView {
    let locale = use_locale();
    let (assessed, hits, now) = (case.assessed.clone(), case.hits.clone(), case.now);
    let events = events(case.decided.clone());
    let next = case.next.clone();
    view! {
        <header class="desk-head">
            <h1>{case.name.clone()}</h1>
            <div class="cluster">
                {status_tag(locale, case.status)}
                <a class="btn plain small" href=format!("/admin/customers/{}", case.user)>{td_string!(locale, kyc_review.to_customer)}</a>
                <a class="btn plain small" href=KYC_PATH>{td_string!(locale, kyc_review.to_queue)}</a>
                {next.map(|next| view! {
                    <a class="btn plain small" rel="next" href=case_path(next.as_str())>{td_string!(locale, kyc_review.next)}</a>
                })}
            </div>
        </header>
        <div class="case">
            <div>
                <Told case=case.clone() reveal=reveal />
                <Thought assessed=assessed now=now />
                <Hits hits=hits />
            </div>
            <aside>
                <Verdict case=case action=decide />
                <Timeline title=td_string!(locale, kyc_review.history) events=events now=now />
            </aside>
        </div>
    }
}

fn events(decided: Vec<Decided>) -> Vec<Event> {
    let locale = use_locale();
    let event = |one: Decided| Event {
        at: one.at,
        by: one.by.unwrap_or_else(|| td_string!(locale, kyc_review.by_rule).to_owned()),
        what: done_text(locale, &one.decision).to_owned(),
        why: one.reason,
    };
    decided.into_iter().map(event).collect()
}

/// What the customer has told.
#[component]
fn Told(case: CaseView, reveal: PostAction) -> impl IntoView {
    let locale = use_locale();
    let today = oslo_date(case.now);
    let sent = format!(
        "{} · {}",
        format::date_and_time(locale, case.submitted_at, case.now),
        ago(case.submitted_at, case.now)
    );
    let answers = answers(locale, &case.answers).into_iter().map(|(question, answer)| {
        view! { <div><dt>{question}</dt><dd>{answer}</dd></div> }
    });
    let asked = case.asked.iter().map(|&topic| words::topic(topic)).collect::<Vec<_>>().join(", ");
    view! {
        <section class="panel">
            <h2>{td_string!(locale, kyc_review.told)}</h2>
            <dl class="facts">
                <div><dt>{td_string!(locale, kyc_review.submitted_at)}</dt><dd>{sent}</dd></div>
                <div>
                    <dt>{td_string!(locale, kyc.national_id)}</dt>
                    <dd><Number case=case.id.to_string() number=case.national_id in_full=case.in_full customer=String::new() action=reveal /></dd>
                </div>
                {case.date_of_birth.map(|day| view! {
                    <div><dt>{td_string!(locale, kyc_review.born)}</dt><dd>{format::date(locale, day, today)}</dd></div>
                })}
                <div><dt>{td_string!(locale, kyc.nationality)}</dt><dd>{case.nationality}</dd></div>
                <div><dt>{td_string!(locale, kyc.home)}</dt><dd>{case.address}</dd></div>
                {answers.collect_view()}
                {(!asked.is_empty()).then(|| view! {
                    <div><dt>{td_string!(locale, kyc_review.asked)}</dt><dd>{asked}</dd></div>
                })}
            </dl>
        </section>
    }
}

/// A national identity number, and the button that shows all of it. `customer` is whose page this is, if it is one.
#[component]
pub(in crate::backoffice) fn Number(
    case: String,
    number: String,
    in_full: bool,
    customer: String,
    action: PostAction,
) -> impl IntoView {
    let locale = use_locale();
    view! {
        <span class="ltr money">{number}</span>
        {(!in_full).then(|| view! {
            <PostForm action=action>
                <input type="hidden" name="form[case]" value=case />
                <input type="hidden" name="form[customer]" value=customer />
                <button class="btn link small" type="submit">{td_string!(locale, kyc_review.reveal)}</button>
            </PostForm>
        })}
        <span class="quiet">{td_string!(locale, kyc_review.reveal_text)}</span>
    }
}

/// What is thought of it: risk, screening, second accounts.
#[component]
fn Thought(assessed: Option<Assessed>, now: DateTime<Utc>) -> impl IntoView {
    let locale = use_locale();
    let Some(found) = assessed else {
        return view! {
            <div class="notice wait" role="status"><Icon name=IconName::Clock /><div><p>{td_string!(locale, kyc_review.not_assessed_text)}</p></div></div>
        }
        .into_any();
    };
    let reasons =
        found.reasons.iter().map(|&reason| view! { <li>{reason_text(locale, reason)}</li> }).collect_view();
    let obstacles =
        found.obstacles.iter().map(|&it| obstacle_text(locale, it)).collect::<Vec<_>>().join(" · ");
    let others = found.second_accounts.into_iter().map(|other| {
        view! { <li><a href=format!("/admin/customers/{}", other.id)>{other.name}</a></li> }
    });
    let others: Vec<_> = others.collect();
    view! {
        <section class="panel">
            <h2>{td_string!(locale, kyc_review.assessment)}</h2>
            {(!others.is_empty()).then(|| view! {
                <div class="notice bad" role="status">
                    <Icon name=IconName::Alert />
                    <div><p>{td_string!(locale, kyc_review.second_account_text)}</p><ul>{others}</ul></div>
                </div>
            })}
            <dl class="facts">
                <div><dt>{td_string!(locale, kyc_review.risk)}</dt><dd>{risk_tag(locale, found.risk)}<ul>{reasons}</ul></dd></div>
                <div><dt>{td_string!(locale, kyc_review.screening)}</dt><dd>{screened_tag(locale, found.screened)}</dd></div>
                {(!obstacles.is_empty()).then(|| view! {
                    <div><dt>{td_string!(locale, kyc_review.obstacles)}</dt><dd>{obstacles}</dd></div>
                })}
                {found.review_on.map(|day| view! {
                    <div><dt>{td_string!(locale, kyc_review.review_on)}</dt><dd>{format::date(locale, day, oslo_date(now))}</dd></div>
                })}
            </dl>
        </section>
    }
    .into_any()
}

#[component]
fn Hits(hits: Vec<ListHit>) -> impl IntoView {
    let locale = use_locale();
    (!hits.is_empty()).then(|| {
        let lines = hits.into_iter().map(|hit| {
            let settled = match hit.settled_as.as_deref() {
                Some("false_match") => td_string!(locale, holds.hit_false),
                Some(_) => td_string!(locale, holds.hit_true),
                None => td_string!(locale, holds.hit_open),
            };
            let about = format!("{} · {settled}", per_cent(hit.score));
            view! { <div><dt><a href=format!("/admin/screening/{}", hit.id)>{hit.listed_as}</a></dt><dd>{about}</dd></div> }
        });
        view! {
            <section class="panel">
                <h2>{td_string!(locale, kyc_review.hits)}</h2>
                <p class="hint">{td_string!(locale, kyc_review.hits_text)}</p>
                <dl class="facts">{lines.collect_view()}</dl>
            </section>
        }
    })
}
