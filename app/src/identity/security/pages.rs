//! What opens my account: the password, a second factor, passkeys, and where I am logged in.
use chrono::{DateTime, Utc};
use leptos::prelude::*;
use leptos_meta::Title;

use super::api::{AddApp, RemoveApp, RenewCodes, load_app_step, load_security};
use super::model::{FactorView, Security};
use crate::error::AppError;
use crate::form::is_second_look;
use crate::i18n::{td_string, use_locale};
use crate::identity::passkeys::model::PasskeyView;
use crate::identity::passkeys::pages::{NewPasskeyPage, PasskeyPage, RemovePasskeyPage};
use crate::identity::second_factor::model::EnrolStep;
use crate::identity::second_factor::pages::Secret;
use crate::identity::step_up::api::load_gate;
use crate::ui::{
    ErrorSummary, ErrorView, Icon, IconName, PostAction, PostForm, SubmitButton, TextField, form_state,
    format, loaded, page_resource,
};

/// The pages below `/me/security`.
#[must_use]
pub fn page_at(segments: &[&str]) -> AnyView {
    match segments {
        [] => view! { <SecurityPage /> }.into_any(),
        ["app"] => view! { <AppPage /> }.into_any(),
        ["app", "remove"] => view! { <RemoveAppPage /> }.into_any(),
        ["passkeys", "new"] => view! { <NewPasskeyPage /> }.into_any(),
        ["passkeys", id] => view! { <PasskeyPage id=(*id).to_owned() /> }.into_any(),
        ["passkeys", id, "remove"] => view! { <RemovePasskeyPage id=(*id).to_owned() /> }.into_any(),
        _ => view! { <ErrorView error=AppError::NotFound /> }.into_any(),
    }
}

#[component]
fn SecurityPage() -> impl IntoView {
    let locale = use_locale();
    let security = page_resource(|| (), |()| load_security());
    view! {
        <Title text=td_string!(locale, security.title) />
        <h1>{td_string!(locale, security.title)}</h1>
        <p class="lead">{td_string!(locale, security.lead)}</p>
        {loaded(security, |security| view! { <All security=security /> })}
    }
}

#[component]
fn All(security: Security) -> impl IntoView {
    let locale = use_locale();
    let now = security.now;
    view! {
        <section class="card">
            <ul class="rows">
                <Way href="/me/password" icon=IconName::Edit text=td_string!(locale, identity.password)
                    more=td_string!(locale, security.change_password) />
                <Way href="/me/logins" icon=IconName::Person text=td_string!(locale, security.logins_title)
                    more=td_string!(locale, security.logins_text) />
            </ul>
        </section>
        {match security.factor {
            Some(factor) => view! { <Factor factor=factor now=now /> }.into_any(),
            None => view! { <NoFactor /> }.into_any(),
        }}
        <Passkeys passkeys=security.passkeys are_possible=security.passkeys_possible now=now />
    }
}

#[component]
fn Way(href: &'static str, icon: IconName, text: &'static str, more: &'static str) -> impl IntoView {
    view! {
        <li>
            <a class="row" href=href>
                <span class="avatar" aria-hidden="true"><Icon name=icon /></span>
                <span class="text"><b>{text}</b><span class="quiet">{more}</span></span>
                <Icon name=IconName::Chevron class="icon flip" />
            </a>
        </li>
    }
}

#[component]
fn NoFactor() -> impl IntoView {
    let locale = use_locale();
    view! {
        <section class="card stack">
            <div class="top">
                <h2>{td_string!(locale, security.factor)}</h2>
                <span class="tag">{td_string!(locale, security.off)}</span>
            </div>
            <p>{td_string!(locale, security.factor_text)}</p>
            <p><a class="btn" href="/me/security/app" rel="external">{td_string!(locale, security.factor_add)}</a></p>
        </section>
    }
}

#[component]
fn Factor(factor: FactorView, now: DateTime<Utc>) -> impl IntoView {
    let locale = use_locale();
    let renew = PostAction::to::<RenewCodes, _>();
    let state = form_state("renew-codes", renew, Default::default());
    let since = format::date_and_time(locale, factor.since, now);
    view! {
        <section class="card stack">
            <div class="top">
                <h2>{td_string!(locale, security.factor)}</h2>
                <span class="tag good">{td_string!(locale, security.on)}</span>
            </div>
            <dl class="sum bare">
                <div><dt>{td_string!(locale, security.since)}</dt><dd>{since}</dd></div>
                <div><dt>{td_string!(locale, security.codes_left)}</dt><dd>{factor.codes_left}</dd></div>
            </dl>
            {(factor.codes_left < 3).then(|| view! {
                <p class="notice wait"><Icon name=IconName::Alert /> <span>{td_string!(locale, security.few_codes)}</span></p>
            })}
            <PostForm action=renew attr:class="stack">
                <ErrorSummary state=state />
                <p class="quiet">{td_string!(locale, security.renew_text)}</p>
                <div class="form-actions">
                    <SubmitButton state=state class="btn plain">{td_string!(locale, security.renew)}</SubmitButton>
                    <a class="btn plain danger" href="/me/security/app/remove" rel="external">{td_string!(locale, security.factor_remove)}</a>
                </div>
            </PostForm>
        </section>
    }
}

#[component]
fn Passkeys(passkeys: Vec<PasskeyView>, are_possible: bool, now: DateTime<Utc>) -> impl IntoView {
    let locale = use_locale();
    let rows =
        passkeys.into_iter().map(|passkey| view! { <OnePasskey passkey=passkey now=now /> }).collect_view();
    view! {
        <section class="card stack">
            <h2>{td_string!(locale, security.passkeys)}</h2>
            <p>{td_string!(locale, security.passkeys_text)}</p>
            <ul class="rows">{rows}</ul>
            {if are_possible {
                view! { <p><a class="btn" href="/me/security/passkeys/new" rel="external">{td_string!(locale, security.new_passkey)}</a></p> }.into_any()
            } else {
                view! { <p class="quiet">{td_string!(locale, security.passkeys_impossible)}</p> }.into_any()
            }}
        </section>
    }
}

#[component]
fn OnePasskey(passkey: PasskeyView, now: DateTime<Utc>) -> impl IntoView {
    let locale = use_locale();
    let used = match passkey.last_used_at {
        Some(at) => {
            let at = format::date_and_time(locale, at, now);
            td_string!(locale, security.last_used, at = at)
        }
        None => td_string!(locale, security.never_used).to_owned(),
    };
    let made = format::date_and_time(locale, passkey.created_at, now);
    let page = format!("/me/security/passkeys/{}", passkey.id);
    view! {
        <li>
            <a class="row" href=page>
                <span class="avatar" aria-hidden="true"><Icon name=IconName::Shield /></span>
                <span class="text">
                    <b>{passkey.name}</b>
                    <span class="quiet">{td_string!(locale, security.made_at, at = made)}</span>
                    <span class="quiet">{used}</span>
                </span>
                <Icon name=IconName::Chevron class="icon flip" />
            </a>
        </li>
    }
}

#[component]
fn AppPage() -> impl IntoView {
    let locale = use_locale();
    let again = is_second_look();
    let step = page_resource(move || again, load_app_step);
    view! {
        <Title text=td_string!(locale, second_factor.enrol_title) />
        <h1>{td_string!(locale, second_factor.enrol_title)}</h1>
        <p class="lead">{td_string!(locale, security.app_lead)}</p>
        {loaded(step, |step| view! { <AppForm step=step /> })}
    }
}

#[component]
fn AppForm(step: EnrolStep) -> impl IntoView {
    let locale = use_locale();
    let action = PostAction::to::<AddApp, _>();
    let state = form_state("app", action, step.flash);
    view! {
        <Secret picture=step.picture account=step.account secret=step.key />
        <PostForm action=action attr:class="form">
            <ErrorSummary state=state />
            <TextField state=state name="code" label=td_string!(locale, second_factor.first_code)
                hint=td_string!(locale, second_factor.code_hint) autocomplete="one-time-code" inputmode="numeric"
                maxlength=12 />
            <div class="form-actions">
                <SubmitButton state=state>{td_string!(locale, common.next)}</SubmitButton>
                <a class="btn plain" href="/me/security">{td_string!(locale, common.back)}</a>
            </div>
        </PostForm>
    }
}

#[component]
fn RemoveAppPage() -> impl IntoView {
    let locale = use_locale();
    let gate = page_resource(|| (), |()| load_gate());
    view! {
        <Title text=td_string!(locale, security.factor_remove) />
        <h1>{td_string!(locale, security.factor_remove_question)}</h1>
        <p>{td_string!(locale, security.factor_remove_text)}</p>
        {loaded(gate, |_: bool| view! { <RemoveAppForm /> })}
    }
}

#[component]
fn RemoveAppForm() -> impl IntoView {
    let locale = use_locale();
    let action = PostAction::to::<RemoveApp, _>();
    let state = form_state("remove-app", action, Default::default());
    view! {
        <PostForm action=action attr:class="form">
            <ErrorSummary state=state />
            <div class="form-actions">
                <SubmitButton state=state class="btn danger">{td_string!(locale, security.factor_remove)}</SubmitButton>
                <a class="btn plain" href="/me/security">{td_string!(locale, common.back)}</a>
            </div>
        </PostForm>
    }
}
