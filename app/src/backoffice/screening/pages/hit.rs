//! One match: what is known of both sides, how the names compare, and what officers say.
use domain::compliance::watchlist::Settlement;
use leptos::prelude::*;
use leptos_meta::Title;

use super::comparison::PartByPart;
use super::decide::Decide;
use super::sides::Sides;
use super::words;
use crate::backoffice::screening::api::{AnswerHit, load_hit};
use crate::backoffice::screening::model::{HitCase, OtherHit, Word, hit_path};
use crate::backoffice::screening::query::QUEUE;
use crate::form::is_second_look;
use crate::i18n::{td_string, use_locale};
use crate::ui::{Icon, IconName, PostAction, format, loaded, page_resource};

#[component]
pub fn HitPage(id: String) -> impl IntoView {
    let again = is_second_look();
    let action = PostAction::to::<AnswerHit, _>();
    let answered = action.accepted();
    let case = page_resource(move || (id.clone(), answered.get()), move |(id, _)| load_hit(id, again));
    loaded(case, move |case| view! { <Case case=case action=action /> })
}

#[component]
fn Case(case: HitCase, action: PostAction) -> impl IntoView {
    let locale = use_locale();
    let name = case.subject.names.first().cloned().unwrap_or_default();
    let title = td_string!(locale, hits.case_title, name = name.clone());
    let state = match case.settled_as {
        Some(settled) => words::settlement_tag(locale, settled).into_any(),
        None => words::result_tag(locale, case.result).into_any(),
    };
    let score = case.score.map(|score| view! { <b class="num">{words::percent(locale, score)}</b> });
    let found = format::date_and_time(locale, case.found_at, case.now);
    let next = case.next.clone().map(|next| {
        view! { <a class="btn plain small" rel="next" href=hit_path(&next)>{td_string!(locale, hits.next_hit)}</a> }
    });
    view! {
        <Title text=title.clone() />
        <header class="desk-head">
            <div class="stack tight">
                <a class="quiet" href=QUEUE>{td_string!(locale, hits.to_queue)}</a>
                <h1>{title}</h1>
                <p class="cluster">{state}{score}<span class="quiet">{td_string!(locale, hits.found_at, at = found)}</span></p>
            </div>
            <div class="cluster">{next}</div>
        </header>
        <Notices case=case.clone() />
        <div class="desk-case">
            <div class="stack loose">
                <Sides subject=case.subject.clone() entry=case.entry.clone() comparison=case.comparison.clone() now=case.now />
                <section class="panel">
                    <h2>{td_string!(locale, hits.parts_title)}</h2>
                    {case.comparison.clone().map(|it| view! { <PartByPart comparison=it caption="parts-caption" /> })}
                    {case.comparison.is_none().then(|| view! { <p>{td_string!(locale, hits.parts_unknown)}</p> })}
                    {case.comparison.is_none().then(|| case.explanation.clone().map(|text| view! { <p class="quiet">{text}</p> }))}
                </section>
            </div>
            <div class="stack loose">
                <Decide id=case.id.clone() may=case.may flash=case.flash.clone() action=action />
                <Words words=case.words.clone() now=case.now />
                <Others others=case.others.clone() />
            </div>
        </div>
    }
}

/// What whoever decides has to know first.
#[component]
fn Notices(case: HitCase) -> impl IntoView {
    let locale = use_locale();
    let entry_changed = case.entry.as_ref().is_some_and(|entry| entry.has_changed);
    let removed = case.entry.as_ref().is_some_and(|entry| entry.is_removed);
    let about = [
        (case.superseded_at.is_some(), td_string!(locale, hits.notice_superseded)),
        (case.subject.has_changed, td_string!(locale, hits.notice_subject_changed)),
        (entry_changed, td_string!(locale, hits.notice_entry_changed)),
        (removed, td_string!(locale, hits.notice_removed)),
        (case.settled_as == Some(Settlement::TrueMatch), td_string!(locale, hits.notice_true)),
        (case.settled_as == Some(Settlement::FalseMatch), td_string!(locale, hits.notice_false)),
    ];
    let about = about.into_iter().filter(|(holds, _)| *holds).map(|(_, text)| {
        view! { <div class="notice info"><Icon name=IconName::Info /><div><p>{text}</p></div></div> }
    });
    let holds = case.holds.into_iter().map(|hold| {
        let href = format!("/admin/holds/{hold}");
        view! { <li><a href=href>{hold}</a></li> }
    });
    let holds = holds.collect::<Vec<_>>();
    let waiting = (!holds.is_empty()).then(|| {
        view! {
            <div class="notice wait">
                <Icon name=IconName::Clock />
                <div><p>{td_string!(locale, hits.notice_holds)}</p><ul class="cluster">{holds}</ul></div>
            </div>
        }
    });
    view! { {about.collect_view()} {waiting} }
}

/// What officers have said, the newest first.
#[component]
fn Words(words: Vec<Word>, now: chrono::DateTime<chrono::Utc>) -> impl IntoView {
    let locale = use_locale();
    let at = move |at| format::date_and_time(locale, at, now);
    let lines = words.into_iter().map(move |word| {
        let returned = word.returned.map(|it| {
            let text = td_string!(locale, hits.word_returned, name = it.by);
            view! { <li><p class="when">{at(it.at)}</p><p><b>{text}</b></p><p>{it.reason}</p></li> }
        });
        let confirmed = word.confirmed.map(|(name, when)| {
            let text = td_string!(locale, hits.word_confirmed, name = name);
            view! { <li><p class="when">{at(when)}</p><p><b>{text}</b></p></li> }
        });
        let said = match word.outcome {
            Settlement::TrueMatch => td_string!(locale, hits.word_true, name = word.by),
            Settlement::FalseMatch => td_string!(locale, hits.word_false, name = word.by),
        };
        view! {
            {returned}
            {confirmed}
            <li><p class="when">{at(word.at)}</p><p><b>{said}</b></p><p>{word.reason}</p></li>
        }
    });
    let lines = lines.collect::<Vec<_>>();
    let none = lines.is_empty();
    view! {
        <section class="panel">
            <h2>{td_string!(locale, hits.words_title)}</h2>
            {none.then(|| view! { <p class="quiet">{td_string!(locale, hits.words_none)}</p> })}
            {(!none).then(|| view! { <ol class="log">{lines}</ol> })}
        </section>
    }
}

#[component]
fn Others(others: Vec<OtherHit>) -> impl IntoView {
    let locale = use_locale();
    (!others.is_empty()).then(|| {
        let lines = others.into_iter().map(|other| {
            view! {
                <li class="cluster">
                    <a href=hit_path(&other.id)>{other.listed_as}</a>
                    {other.score.map(|score| view! { <span class="num quiet">{words::percent(locale, score)}</span> })}
                    {other.settled_as.map(|settled| words::settlement_tag(locale, settled))}
                </li>
            }
        });
        view! {
            <section class="panel">
                <h2>{td_string!(locale, hits.others_title)}</h2>
                <ul class="stack tight">{lines.collect_view()}</ul>
            </section>
        }
    })
}
