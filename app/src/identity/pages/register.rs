//! Open an account.
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use crate::form::{Flash, flash_resource};
use crate::i18n::{td_string, use_locale};
use crate::identity::api::Register;
use crate::identity::model::with_next;
use crate::ui::{
    CheckField, ErrorSummary, PlainShell, PostAction, PostForm, SubmitButton, TextField, form_state, loaded,
};

#[component]
pub fn RegisterPage() -> impl IntoView {
    let locale = use_locale();
    let flash = flash_resource("register");
    view! {
        <Title text=td_string!(locale, identity.register) />
        <PlainShell>
            <h1>{td_string!(locale, identity.register)}</h1>
            <p class="quiet">{td_string!(locale, identity.register_lead)}</p>
            {loaded(flash, |flash| view! { <RegisterForm flash=flash /> })}
        </PlainShell>
    }
}

#[component]
fn RegisterForm(flash: Flash) -> impl IntoView {
    let locale = use_locale();
    let action = PostAction::to::<Register, _>();
    let state = form_state("register", action, flash);
    let query = use_query_map();
    // After an attempt that failed, where to go is among the values that came back.
    let next = move || query.with(|query| query.get("next")).unwrap_or_else(|| state.value("next"));
    view! {
        <PostForm action=action attr:class="form">
            <ErrorSummary state=state />
            <input type="hidden" name="form[next]" value=next />
            <div class="form-row">
                <TextField state=state name="first_name" label=td_string!(locale, identity.first_name) autocomplete="given-name" maxlength=80 />
                <TextField state=state name="last_name" label=td_string!(locale, identity.last_name) autocomplete="family-name" maxlength=80 />
            </div>
            <TextField state=state name="email" label=td_string!(locale, identity.email) kind="email" autocomplete="email" />
            <TextField
                state=state
                name="phone"
                label=td_string!(locale, identity.phone)
                kind="tel"
                autocomplete="tel"
                hint=td_string!(locale, identity.phone_hint)
                maxlength=24
            />
            <TextField
                state=state
                name="date_of_birth"
                label=td_string!(locale, identity.date_of_birth)
                autocomplete="bday"
                inputmode="numeric"
                hint=td_string!(locale, identity.date_of_birth_hint)
                maxlength=10
            />
            <TextField
                state=state
                name="password"
                label=td_string!(locale, identity.password)
                kind="password"
                autocomplete="new-password"
                hint=td_string!(locale, identity.password_hint)
                maxlength=128
            />
            <fieldset class="group">
                <legend>{td_string!(locale, identity.consents)}</legend>
                <CheckField state=state name="terms">{td_string!(locale, identity.consent_terms)}</CheckField>
                <CheckField state=state name="privacy">{td_string!(locale, identity.consent_privacy)}</CheckField>
                <CheckField state=state name="marketing" required=false>{td_string!(locale, identity.consent_marketing)}</CheckField>
                <p class="hint">
                    <a href="/about/terms" target="_blank">{td_string!(locale, identity.read_terms)}</a>
                    " · "
                    <a href="/about/privacy" target="_blank">{td_string!(locale, identity.read_privacy)}</a>
                </p>
            </fieldset>
            <div class="form-actions">
                <SubmitButton state=state>{td_string!(locale, identity.register)}</SubmitButton>
            </div>
        </PostForm>
        <p>
            {td_string!(locale, identity.have_account)} " "
            <a href=move || with_next("/login", &next())>{td_string!(locale, identity.log_in)}</a>
        </p>
    }
}
