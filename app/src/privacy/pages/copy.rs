//! A copy of one's data: asking for it, how far it is, and the page of the link at which it is fetched.
use chrono::{DateTime, Utc};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use crate::form::Flash;
use crate::i18n::{td_string, use_locale};
use crate::privacy::api::load_fetch_step;
use crate::privacy::model::{CopyState, FetchStep, LastCopy};
use crate::ui::{
    ErrorSummary, Icon, IconName, PostAction, PostForm, SubmitButton, form_state, format, loaded,
    page_resource,
};

#[component]
pub fn CopySection(copy: Option<LastCopy>, now: DateTime<Utc>, action: PostAction) -> impl IntoView {
    let locale = use_locale();
    let state = form_state("copy", action, Flash::default());
    let is_building = copy.is_some_and(|copy| matches!(copy.state, CopyState::Building { .. }));
    let button = (!is_building).then(|| {
        view! {
            <PostForm action=action>
                <ErrorSummary state=state />
                <SubmitButton state=state class="btn">{td_string!(locale, privacy.copy_ask)}</SubmitButton>
            </PostForm>
        }
    });
    view! {
        <section class="card stack">
            <h2>{td_string!(locale, privacy.copy)}</h2>
            <p>{td_string!(locale, privacy.copy_text)}</p>
            {copy.map(|copy| view! { <Progress state=copy.state now=now /> })}
            {button}
        </section>
    }
}

#[component]
fn Progress(state: CopyState, now: DateTime<Utc>) -> impl IntoView {
    let locale = use_locale();
    let when = |at| format::date_and_time(locale, at, now);
    match state {
        CopyState::Building { done, total } => view! {
            <div role="status">
                <p id="copy-progress">{td_string!(locale, privacy.copy_building)}</p>
                <progress class="progress" max=total value=done aria-labelledby="copy-progress"></progress>
            </div>
        }
        .into_any(),
        CopyState::Ready { until } => view! {
            <div class="notice good" role="status">
                <Icon name=IconName::Check />
                <p>{td_string!(locale, privacy.copy_ready, time = when(until))}</p>
            </div>
        }
        .into_any(),
        CopyState::Fetched { at } => {
            view! { <p class="quiet">{td_string!(locale, privacy.copy_fetched, time = when(at))}</p> }
                .into_any()
        }
        CopyState::Expired => {
            view! { <p class="quiet">{td_string!(locale, privacy.copy_expired)}</p> }.into_any()
        }
    }
}

/// The page of the link. Opening it fetches nothing: the button does.
#[component]
pub fn FetchPage() -> impl IntoView {
    let locale = use_locale();
    let query = use_query_map();
    let code = Memo::new(move |_| query.with(|query| query.get("code").unwrap_or_default()));
    let step = page_resource(move || code.get(), load_fetch_step);
    view! {
        <Title text=td_string!(locale, privacy.copy) />
        <h1>{td_string!(locale, privacy.copy)}</h1>
        {loaded(step, |step| view! { <FetchForm step=step /> })}
    }
}

/// An ordinary form, with JavaScript too: the answer is a file.
#[component]
fn FetchForm(step: FetchStep) -> impl IntoView {
    let locale = use_locale();
    let until = format::date_and_time(locale, step.until, step.now);
    view! {
        <section class="card stack">
            <p>{td_string!(locale, privacy.fetch_text, time = until)}</p>
            <form method="post" action="/me/privacy/copy.zip">
                <input type="hidden" name="code" value=step.code />
                <button class="btn" type="submit">{td_string!(locale, privacy.fetch)}</button>
            </form>
            <p class="quiet">{td_string!(locale, privacy.fetch_hint)}</p>
            <p><a href="/me/privacy">{td_string!(locale, common.back)}</a></p>
        </section>
    }
}
