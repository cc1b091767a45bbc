//! Closing the account: what happens, what stands in the way, and the way back.
use leptos::prelude::*;
use leptos_meta::Title;

use crate::form::Flash;
use crate::i18n::{Locale, td_string, use_locale};
use crate::privacy::api::{CloseAccount, KeepAccount, load_closing};
use crate::privacy::model::{Closing, Obstacle};
use crate::privacy::words::obstacle_text;
use crate::ui::{
    ErrorSummary, Icon, IconName, PostAction, PostForm, SubmitButton, form_state, format, loaded,
    page_resource,
};

#[component]
pub fn ClosePage() -> impl IntoView {
    let locale = use_locale();
    let (close, keep) = (PostAction::to::<CloseAccount, _>(), PostAction::to::<KeepAccount, _>());
    let (closed, kept) = (close.accepted(), keep.accepted());
    let step = page_resource(move || (closed.get(), kept.get()), |_| load_closing());
    view! {
        <Title text=td_string!(locale, privacy.close) />
        <h1>{td_string!(locale, privacy.close)}</h1>
        {loaded(step, move |step: Closing| match step.closing_on {
            Some(_) => view! { <Waiting step=step action=keep /> }.into_any(),
            None if step.obstacles.is_empty() => view! { <Ask step=step action=close /> }.into_any(),
            None => view! { <InTheWay obstacles=step.obstacles /> }.into_any(),
        })}
    }
}

/// It waits to be closed.
#[component]
fn Waiting(step: Closing, action: PostAction) -> impl IntoView {
    let locale = use_locale();
    let state = form_state("keep", action, Flash::default());
    view! {
        <section class="card stack">
            <p role="status">{td_string!(locale, privacy.closes_on, day = day(locale, &step))}</p>
            <p>{td_string!(locale, privacy.closes_undo)}</p>
            <PostForm action=action>
                <ErrorSummary state=state />
                <SubmitButton state=state class="btn">{td_string!(locale, privacy.keep)}</SubmitButton>
            </PostForm>
        </section>
    }
}

#[component]
fn InTheWay(obstacles: Vec<Obstacle>) -> impl IntoView {
    let locale = use_locale();
    let rows = obstacles.into_iter().map(|obstacle| {
        let (href, text) = obstacle_text(locale, obstacle);
        view! {
            <li>
                <a class="row" href=href>
                    <span class="text">{text}</span>
                    <Icon name=IconName::Chevron class="icon flip" />
                </a>
            </li>
        }
    });
    view! {
        <section class="card stack">
            <p>{td_string!(locale, privacy.not_yet)}</p>
            <ul class="rows">{rows.collect_view()}</ul>
        </section>
    }
}

#[component]
fn Ask(step: Closing, action: PostAction) -> impl IntoView {
    let locale = use_locale();
    let state = form_state("close", action, Flash::default());
    let facts = [
        td_string!(locale, privacy.close_now).to_owned(),
        td_string!(locale, privacy.close_later, day = day(locale, &step)),
        td_string!(locale, privacy.close_gone).to_owned(),
        td_string!(locale, privacy.close_kept).to_owned(),
    ];
    let facts = facts.into_iter().map(|fact| view! { <li>{fact}</li> }).collect_view();
    view! {
        <section class="card stack">
            <h2>{td_string!(locale, privacy.what_happens)}</h2>
            <ul class="facts">{facts}</ul>
            <p><a href="/me/privacy">{td_string!(locale, privacy.copy_first)}</a></p>
            <PostForm action=action>
                <ErrorSummary state=state />
                <div class="form-actions">
                    <SubmitButton state=state class="btn danger">{td_string!(locale, privacy.close_do)}</SubmitButton>
                    <a class="btn plain" href="/me">{td_string!(locale, common.back)}</a>
                </div>
            </PostForm>
        </section>
    }
}

/// It is two weeks from now, or less.
fn day(locale: Locale, step: &Closing) -> String {
    let day = step.closing_on.unwrap_or(step.would_close_on);
    format::weekday_and_date(locale, day, step.would_close_on)
}
