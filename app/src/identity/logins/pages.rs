//! Where I am logged in.
use chrono::{DateTime, Utc};
use leptos::prelude::*;
use leptos_meta::Title;

use super::api::{EndLogin, EndOtherLogins, load_logins};
use super::model::{LoginView, Logins};
use crate::i18n::{td_string, use_locale};
use crate::ui::{
    ErrorSummary, PostAction, PostForm, SubmitButton, ago, form_state, format, loaded, page_resource,
};

#[component]
pub fn LoginsPage() -> impl IntoView {
    let locale = use_locale();
    let (end, end_others) = (PostAction::to::<EndLogin, _>(), PostAction::to::<EndOtherLogins, _>());
    let ended = move || (end.accepted().get(), end_others.accepted().get());
    let logins = page_resource(ended, |_| load_logins());
    view! {
        <Title text=td_string!(locale, security.logins_title) />
        <h1>{td_string!(locale, security.logins_title)}</h1>
        <p class="lead">{td_string!(locale, security.logins_lead)}</p>
        {loaded(logins, move |logins| view! { <List logins=logins end=end end_others=end_others /> })}
    }
}

#[component]
fn List(logins: Logins, end: PostAction, end_others: PostAction) -> impl IntoView {
    let locale = use_locale();
    let now = logins.now;
    let has_others = logins.logins.len() > 1;
    let one = form_state("end", end, Default::default());
    let all = form_state("end-others", end_others, Default::default());
    let cards =
        logins.logins.into_iter().map(|login| view! { <Login login=login now=now end=end /> }).collect_view();
    let others = if has_others {
        view! {
            <PostForm action=end_others attr:class="form">
                <ErrorSummary state=all />
                <div class="form-actions">
                    <SubmitButton state=all class="btn danger">{td_string!(locale, security.end_others)}</SubmitButton>
                </div>
            </PostForm>
        }
        .into_any()
    } else {
        view! { <p class="quiet">{td_string!(locale, security.no_others)}</p> }.into_any()
    };
    view! {
        <ErrorSummary state=one />
        {cards}
        {others}
        <p class="quiet">{td_string!(locale, security.unknown_login)} " " <a href="/me/password">{td_string!(locale, security.change_password)}</a></p>
    }
}

/// "Chrome, Windows", or what is known of it.
fn name_of(login: &LoginView) -> String {
    let locale = use_locale();
    let device = Some(login.device.as_str()).filter(|device| device.chars().any(char::is_alphabetic));
    match (login.browser.as_deref(), device) {
        (Some(browser), Some(device)) => format!("{browser}, {device}"),
        (Some(known), None) | (None, Some(known)) => known.to_owned(),
        (None, None) => td_string!(locale, security.unknown_browser).to_owned(),
    }
}

#[component]
fn Login(login: LoginView, now: DateTime<Utc>, end: PostAction) -> impl IntoView {
    let locale = use_locale();
    let name = name_of(&login);
    let whose = name.clone();
    let state = form_state("end", end, Default::default());
    let last = if login.is_this {
        view! { <span class="tag good">{td_string!(locale, security.this_one)}</span> }.into_any()
    } else {
        view! { <span class="quiet">{ago(login.last_seen, now)}</span> }.into_any()
    };
    view! {
        <section class="card stack">
            <div class="top"><h2>{name}</h2> {last}</div>
            <dl class="sum bare">
                <div>
                    <dt>{td_string!(locale, security.begun)}</dt>
                    <dd>{format::date_and_time(locale, login.begun, now)}</dd>
                </div>
                <div>
                    <dt>{td_string!(locale, security.last_seen)}</dt>
                    <dd>{format::date_and_time(locale, login.last_seen, now)}</dd>
                </div>
                <div><dt>{td_string!(locale, security.ip)}</dt><dd class="ltr">{login.ip}</dd></div>
            </dl>
            {(!login.is_this).then(|| view! {
                <PostForm action=end>
                    <input type="hidden" name="id" value=login.id.to_string() />
                    <SubmitButton state=state class="btn plain small">
                        {td_string!(locale, security.end)} <span class="visually-hidden">{whose}</span>
                    </SubmitButton>
                </PostForm>
            })}
        </section>
    }
}
