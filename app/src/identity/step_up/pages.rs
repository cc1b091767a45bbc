//! Show again who you are.
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use super::api::{Confirm, load_confirm_step};
use super::model::ConfirmStep;
use crate::form::is_second_look;
use crate::i18n::{td_string, use_locale};
use crate::identity::passkeys::pages::{Asking, PasskeyForm};
use crate::ui::{
    ErrorSummary, PostAction, PostForm, SubmitButton, TextField, form_state, loaded, page_resource,
};

#[component]
pub fn ConfirmPage() -> impl IntoView {
    let locale = use_locale();
    let again = is_second_look();
    let step = page_resource(move || again, load_confirm_step);
    view! {
        <Title text=td_string!(locale, security.confirm_title) />
        <h1>{td_string!(locale, security.confirm_title)}</h1>
        <p class="lead">{td_string!(locale, security.confirm_lead)}</p>
        {loaded(step, |step| view! { <ConfirmForm step=step /> })}
    }
}

#[component]
fn ConfirmForm(step: ConfirmStep) -> impl IntoView {
    let locale = use_locale();
    let action = PostAction::to::<Confirm, _>();
    let state = form_state("confirm", action, step.flash);
    let query = use_query_map();
    let next = move || query.with(|query| query.get("next")).unwrap_or_else(|| state.value("next"));
    let code = step.has_factor.then(|| {
        view! {
            <TextField state=state name="code" label=td_string!(locale, second_factor.code)
                hint=td_string!(locale, security.code_or_recovery) autocomplete="one-time-code" maxlength=40 />
        }
    });
    view! {
        {step.has_passkeys.then(|| view! { <PasskeyForm asking=Asking::ToConfirm next=Signal::derive(next) /> })}
        <PostForm action=action attr:class="form">
            <ErrorSummary state=state />
            <input type="hidden" name="form[next]" value=next />
            <TextField state=state name="password" label=td_string!(locale, identity.password) kind="password"
                autocomplete="current-password" />
            {code}
            <div class="form-actions">
                <SubmitButton state=state>{td_string!(locale, common.next)}</SubmitButton>
                <a class="btn plain" href="/me">{td_string!(locale, common.back)}</a>
            </div>
        </PostForm>
    }
}
