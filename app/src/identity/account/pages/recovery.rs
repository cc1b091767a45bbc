//! A forgotten password, and an account that somebody else has taken.
use leptos::prelude::*;
use leptos_meta::Title;

use super::{DemoMail, Done, code_of_link};
use crate::form::{Flash, is_second_look};
use crate::i18n::{td_string, use_locale};
use crate::identity::account::api::{
    AskReset, FORGOT_FORM, RESET_FORM, ResetPassword, UndoEmail, load_forgot_step, load_reset_sent,
    load_reset_step, load_undo_email_step,
};
use crate::identity::account::model::{ConfirmStep, ResetSent, ResetStep};
use crate::ui::{
    ErrorSummary, PostAction, PostForm, SubmitButton, TextField, form_state, loaded, page_resource,
};

#[component]
pub fn ForgotPage() -> impl IntoView {
    let locale = use_locale();
    let again = is_second_look();
    let flash = page_resource(move || again, load_forgot_step);
    view! {
        <Title text=td_string!(locale, account.forgot_title) />
        <h1>{td_string!(locale, account.forgot_title)}</h1>
        <p class="lead">{td_string!(locale, account.forgot_text)}</p>
        {loaded(flash, |flash| view! { <ForgotForm flash=flash /> })}
    }
}

#[component]
fn ForgotForm(flash: Flash) -> impl IntoView {
    let locale = use_locale();
    let action = PostAction::to::<AskReset, _>();
    let state = form_state(FORGOT_FORM, action, flash);
    view! {
        <PostForm action=action attr:class="form">
            <ErrorSummary state=state />
            <TextField state=state name="email" label=td_string!(locale, identity.email) kind="email" autocomplete="username" />
            <div class="form-actions">
                <SubmitButton state=state>{td_string!(locale, account.send_link)}</SubmitButton>
                <a class="btn plain" href="/login">{td_string!(locale, common.back)}</a>
            </div>
        </PostForm>
    }
}

#[component]
pub fn ResetSentPage() -> impl IntoView {
    let locale = use_locale();
    let step = page_resource(|| (), |()| load_reset_sent());
    view! {
        <Title text=td_string!(locale, account.reset_sent_title) />
        <h1>{td_string!(locale, account.reset_sent_title)}</h1>
        <p class="lead">{td_string!(locale, account.reset_sent_text)}</p>
        {loaded(step, |step: ResetSent| view! { <DemoMail is_demo=step.is_demo /> })}
        <p><a href="/login">{td_string!(locale, account.to_log_in)}</a></p>
    }
}

#[component]
pub fn ResetPage() -> impl IntoView {
    let locale = use_locale();
    let (code, again) = (code_of_link(), is_second_look());
    let step = page_resource(move || code.get(), move |code| load_reset_step(code, again));
    view! {
        <Title text=td_string!(locale, account.reset_title) />
        {loaded(step, move |step| view! { <ResetForm step=step code=code.get_untracked() /> })}
    }
}

#[component]
fn ResetForm(step: ResetStep, code: String) -> impl IntoView {
    let locale = use_locale();
    let action = PostAction::to::<ResetPassword, _>();
    let state = form_state(RESET_FORM, action, step.flash);
    view! {
        <h1>{td_string!(locale, account.reset_title)}</h1>
        <p>{td_string!(locale, account.reset_text)}</p>
        <PostForm action=action attr:class="form">
            <ErrorSummary state=state />
            <input type="hidden" name="form[code]" value=code />
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
            <div class="form-actions">
                <SubmitButton state=state>{td_string!(locale, account.save_password)}</SubmitButton>
            </div>
        </PostForm>
    }
}

#[component]
pub fn PasswordChangedPage() -> impl IntoView {
    let locale = use_locale();
    view! {
        <Done title=td_string!(locale, account.password_changed_title) text=td_string!(locale, account.password_changed_text) />
    }
}

#[component]
pub fn UndoEmailPage() -> impl IntoView {
    let locale = use_locale();
    let code = code_of_link();
    let step = page_resource(move || code.get(), load_undo_email_step);
    view! {
        <Title text=td_string!(locale, account.undo_title) />
        {loaded(step, move |step| view! { <UndoForm step=step code=code.get_untracked() /> })}
    }
}

#[component]
fn UndoForm(step: ConfirmStep, code: String) -> impl IntoView {
    let locale = use_locale();
    let action = PostAction::to::<UndoEmail, _>();
    let state = form_state("undo-email", action, Default::default());
    view! {
        <h1>{td_string!(locale, account.undo_title)}</h1>
        <p class="lead">{td_string!(locale, account.undo_text, email = step.email)}</p>
        <PostForm action=action attr:class="form">
            <ErrorSummary state=state />
            <input type="hidden" name="code" value=code />
            <div class="form-actions">
                <SubmitButton state=state>{td_string!(locale, account.undo)}</SubmitButton>
            </div>
        </PostForm>
    }
}
