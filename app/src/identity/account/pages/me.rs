//! One's own password, address and telephone number. Whoever changes one has just shown again who they are.
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use crate::form::is_second_look;
use crate::i18n::{td_string, use_locale};
use crate::identity::account::api::{
    ChangeEmail, ChangePassword, ChangePhone, EMAIL_FORM, PASSWORD_FORM, PHONE_FORM, load_change_step,
};
use crate::identity::account::model::ChangeStep;
use crate::ui::{
    ErrorSummary, FormState, Icon, IconName, PageResource, PostAction, PostForm, SubmitButton, TextField,
    form_state, loaded, page_resource,
};

fn change_resource(form: &'static str) -> PageResource<ChangeStep> {
    let again = is_second_look();
    page_resource(move || again, move |again| load_change_step(form.to_owned(), again))
}

#[component]
pub fn PasswordPage() -> impl IntoView {
    let locale = use_locale();
    let step = change_resource(PASSWORD_FORM);
    view! {
        <Title text=td_string!(locale, account.change_password) />
        {loaded(step, move |step| {
            let form = move || view! { <PasswordForm step=step.clone() /> }.into_any();
            view! { <DoneOr title=td_string!(locale, account.change_password) text=td_string!(locale, account.password_done) form=form /> }
        })}
    }
}

#[component]
fn PasswordForm(step: ChangeStep) -> impl IntoView {
    let locale = use_locale();
    let action = PostAction::to::<ChangePassword, _>();
    let state = form_state(PASSWORD_FORM, action, step.flash);
    view! {
        <p class="quiet">{td_string!(locale, account.change_password_text)}</p>
        <PostForm action=action attr:class="form">
            <ErrorSummary state=state />
            // A password manager reads here whose password it is to keep.
            <input class="visually-hidden" type="email" value=step.email autocomplete="username" readonly tabindex="-1" aria-hidden="true" />
            <TextField
                state=state
                name="password"
                label=td_string!(locale, account.new_password)
                kind="password"
                autocomplete="new-password"
                hint=td_string!(locale, identity.password_hint)
                maxlength=128
            />
            <Actions state=state label=td_string!(locale, account.save_password) />
        </PostForm>
    }
}

#[component]
pub fn EmailPage() -> impl IntoView {
    let locale = use_locale();
    let step = change_resource(EMAIL_FORM);
    view! {
        <Title text=td_string!(locale, account.change_email) />
        {loaded(step, move |step| {
            let form = move || view! { <EmailForm step=step.clone() /> }.into_any();
            view! { <DoneOr title=td_string!(locale, account.change_email) text=td_string!(locale, account.email_done) form=form /> }
        })}
    }
}

#[component]
fn EmailForm(step: ChangeStep) -> impl IntoView {
    let locale = use_locale();
    let action = PostAction::to::<ChangeEmail, _>();
    let state = form_state(EMAIL_FORM, action, step.flash);
    view! {
        <dl class="sum bare">
            <div><dt>{td_string!(locale, account.email_now)}</dt><dd class="ltr">{step.email}</dd></div>
        </dl>
        <PostForm action=action attr:class="form">
            <ErrorSummary state=state />
            <TextField
                state=state
                name="email"
                label=td_string!(locale, account.new_email)
                kind="email"
                autocomplete="email"
                hint=td_string!(locale, account.new_email_hint)
            />
            <Actions state=state label=td_string!(locale, account.send_link) />
        </PostForm>
    }
}

#[component]
pub fn PhonePage() -> impl IntoView {
    let locale = use_locale();
    let step = change_resource(PHONE_FORM);
    view! {
        <Title text=td_string!(locale, account.change_phone) />
        {loaded(step, move |step| {
            let form = move || view! { <PhoneForm step=step.clone() /> }.into_any();
            view! { <DoneOr title=td_string!(locale, account.change_phone) text=td_string!(locale, account.phone_done) form=form /> }
        })}
    }
}

#[component]
fn PhoneForm(step: ChangeStep) -> impl IntoView {
    let locale = use_locale();
    let action = PostAction::to::<ChangePhone, _>();
    let state = form_state(PHONE_FORM, action, step.flash);
    let now = step.phone.map(|phone| {
        view! {
            <dl class="sum bare">
                <div><dt>{td_string!(locale, account.phone_now)}</dt><dd class="ltr">{phone}</dd></div>
            </dl>
        }
    });
    view! {
        {now}
        <PostForm action=action attr:class="form">
            <ErrorSummary state=state />
            <TextField
                state=state
                name="phone"
                label=td_string!(locale, account.new_phone)
                kind="tel"
                autocomplete="tel"
                hint=td_string!(locale, identity.phone_hint)
                maxlength=24
            />
            <Actions state=state label=td_string!(locale, account.save) />
        </PostForm>
    }
}

#[component]
fn Actions(state: FormState, label: &'static str) -> impl IntoView {
    let locale = use_locale();
    view! {
        <div class="form-actions">
            <SubmitButton state=state>{label}</SubmitButton>
            <a class="btn plain" href="/me">{td_string!(locale, common.back)}</a>
        </div>
    }
}

/// The form, and after it was accepted what has happened instead.
#[component]
fn DoneOr(
    title: &'static str,
    text: &'static str,
    form: impl Fn() -> AnyView + Send + 'static,
) -> impl IntoView {
    let locale = use_locale();
    let query = use_query_map();
    let done = Memo::new(move |_| query.with(|query| query.get("done").is_some()));
    let body = move || {
        if !done.get() {
            return form();
        }
        view! {
            <div class="notice good" role="status">
                <Icon name=IconName::Check />
                <p>{text}</p>
            </div>
            <p><a href="/me">{td_string!(locale, account.to_me)}</a></p>
        }
        .into_any()
    };
    view! {
        <h1>{title}</h1>
        {body}
    }
}
