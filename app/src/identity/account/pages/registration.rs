//! After a registration: read the letter, and press the button that its link leads to. The same of a new address.
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use super::{DemoMail, Done, code_of_link};
use crate::form::is_second_look;
use crate::i18n::{td_string, use_locale};
use crate::identity::account::api::{
    AGAIN_FORM, ConfirmEmail, ConfirmNewEmail, SendAgain, load_check_mail, load_confirm_step,
    load_new_email_step,
};
use crate::identity::account::model::{CheckMail, ConfirmStep};
use crate::identity::model::with_next;
use crate::ui::{
    ErrorSummary, Icon, IconName, PostAction, PostForm, SubmitButton, form_state, loaded, page_resource,
};

#[component]
pub fn CheckMailPage() -> impl IntoView {
    let locale = use_locale();
    let again = is_second_look();
    let step = page_resource(move || again, load_check_mail);
    view! {
        <Title text=td_string!(locale, account.check_title) />
        <h1>{td_string!(locale, account.check_title)}</h1>
        {loaded(step, |step| view! { <CheckMailView step=step /> })}
    }
}

#[component]
fn CheckMailView(step: CheckMail) -> impl IntoView {
    let locale = use_locale();
    let action = PostAction::to::<SendAgain, _>();
    let state = form_state(AGAIN_FORM, action, step.flash);
    let query = use_query_map();
    let sent = move || query.with(|query| query.get("sent").is_some()) && state.error.get().is_none();
    let is_waiting = step.email.is_some();
    let to = step.email.clone().unwrap_or_default();
    let text = match step.email {
        Some(email) => td_string!(locale, account.check_text, email = email),
        None => td_string!(locale, account.check_text_any).to_owned(),
    };
    view! {
        <p class="lead">{text}</p>
        <DemoMail is_demo=step.is_demo to=to />
        {is_waiting.then(|| view! {
            <p>{td_string!(locale, account.check_nothing)}</p>
            <PostForm action=action attr:class="form">
                <ErrorSummary state=state />
                <div role="status">
                    {move || sent().then(|| view! {
                        <div class="notice good">
                            <Icon name=IconName::Check />
                            <p>{td_string!(locale, account.sent_again)}</p>
                        </div>
                    })}
                </div>
                <div class="form-actions">
                    <SubmitButton state=state class="btn plain wide">{td_string!(locale, account.send_again)}</SubmitButton>
                </div>
            </PostForm>
        })}
        <p class="cluster">
            <a href=with_next("/login", &step.next)>{td_string!(locale, account.confirmed_elsewhere)}</a>
            <a href=with_next("/register", &step.next)>{td_string!(locale, account.other_address)}</a>
        </p>
    }
}

#[component]
pub fn ConfirmPage() -> impl IntoView {
    let locale = use_locale();
    let code = code_of_link();
    let step = page_resource(move || code.get(), load_confirm_step);
    view! {
        <Title text=td_string!(locale, account.confirm_title) />
        {loaded(step, move |step: ConfirmStep| {
            let action = PostAction::to::<ConfirmEmail, _>();
            let text = td_string!(locale, account.confirm_text, email = step.email);
            view! { <Button title=td_string!(locale, account.confirm_title) action=action id="confirm" text=text code=code.get_untracked() /> }
        })}
    }
}

#[component]
pub fn NewEmailPage() -> impl IntoView {
    let locale = use_locale();
    let code = code_of_link();
    let step = page_resource(move || code.get(), load_new_email_step);
    view! {
        <Title text=td_string!(locale, account.new_email_title) />
        {loaded(step, move |step: ConfirmStep| {
            let action = PostAction::to::<ConfirmNewEmail, _>();
            let text = td_string!(locale, account.new_email_text, email = step.email);
            view! { <Button title=td_string!(locale, account.new_email_title) action=action id="confirm-new-email" text=text code=code.get_untracked() /> }
        })}
    }
}

/// What is about to happen, and the button that makes it happen.
#[component]
fn Button(
    title: &'static str,
    action: PostAction,
    id: &'static str,
    text: String,
    code: String,
) -> impl IntoView {
    let locale = use_locale();
    let state = form_state(id, action, Default::default());
    view! {
        <h1>{title}</h1>
        <p class="lead">{text}</p>
        <PostForm action=action attr:class="form">
            <ErrorSummary state=state />
            <input type="hidden" name="code" value=code />
            <div class="form-actions">
                <SubmitButton state=state>{td_string!(locale, account.confirm)}</SubmitButton>
            </div>
        </PostForm>
    }
}

#[component]
pub fn ConfirmedPage() -> impl IntoView {
    let locale = use_locale();
    view! {
        <Done title=td_string!(locale, account.confirmed_title) text=td_string!(locale, account.confirmed_text) />
    }
}

#[component]
pub fn EmailChangedPage() -> impl IntoView {
    let locale = use_locale();
    view! {
        <Done title=td_string!(locale, account.email_changed_title) text=td_string!(locale, account.email_changed_text) />
    }
}
