//! Open an account.
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use crate::form::{Flash, flash_resource};
use crate::i18n::{tu_string, use_i18n};
use crate::identity::api::Register;
use crate::identity::model::with_next;
use crate::ui::{
    CheckField, ErrorSummary, PlainShell, PostAction, PostForm, SubmitButton, TextField, form_state, loaded,
};

#[component]
pub fn RegisterPage() -> impl IntoView {
    let i18n = use_i18n();
    let flash = flash_resource("register");
    view! {
        <Title text=tu_string!(i18n, identity.register) />
        <PlainShell>
            <h1>{tu_string!(i18n, identity.register)}</h1>
            <p class="quiet">{tu_string!(i18n, identity.register_lead)}</p>
            {loaded(flash, |flash| view! { <RegisterForm flash=flash /> })}
        </PlainShell>
    }
}

#[component]
fn RegisterForm(flash: Flash) -> impl IntoView {
    let i18n = use_i18n();
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
                <TextField state=state name="first_name" label=tu_string!(i18n, identity.first_name) autocomplete="given-name" maxlength=80 />
                <TextField state=state name="last_name" label=tu_string!(i18n, identity.last_name) autocomplete="family-name" maxlength=80 />
            </div>
            <TextField state=state name="email" label=tu_string!(i18n, identity.email) kind="email" autocomplete="email" />
            <TextField
                state=state
                name="phone"
                label=tu_string!(i18n, identity.phone)
                kind="tel"
                autocomplete="tel"
                hint=tu_string!(i18n, identity.phone_hint)
                maxlength=24
            />
            <TextField
                state=state
                name="date_of_birth"
                label=tu_string!(i18n, identity.date_of_birth)
                autocomplete="bday"
                inputmode="numeric"
                hint=tu_string!(i18n, identity.date_of_birth_hint)
                maxlength=10
            />
            <TextField
                state=state
                name="password"
                label=tu_string!(i18n, identity.password)
                kind="password"
                autocomplete="new-password"
                hint=tu_string!(i18n, identity.password_hint)
                maxlength=128
            />
            <fieldset class="group">
                <legend>{tu_string!(i18n, identity.consents)}</legend>
                <CheckField state=state name="terms">{tu_string!(i18n, identity.consent_terms)}</CheckField>
                <CheckField state=state name="privacy">{tu_string!(i18n, identity.consent_privacy)}</CheckField>
                <CheckField state=state name="marketing" required=false>{tu_string!(i18n, identity.consent_marketing)}</CheckField>
            </fieldset>
            <div class="form-actions">
                <SubmitButton state=state>{tu_string!(i18n, identity.register)}</SubmitButton>
            </div>
        </PostForm>
        <p>
            {tu_string!(i18n, identity.have_account)} " "
            <a href=move || with_next("/login", &next())>{tu_string!(i18n, identity.log_in)}</a>
        </p>
    }
}
