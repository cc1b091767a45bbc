//! Step 1, for somebody new: name, country, IBAN.
use domain::remittance::corridor::Country;
use leptos::prelude::*;
use leptos_meta::Title;

use super::step_bar::StepBar;
use crate::form::{Flash, is_second_look};
use crate::i18n::{tu_string, use_i18n};
use crate::remittance::api::{AddRecipient, load_recipient_form};
use crate::ui::{
    ErrorSummary, FormState, PostAction, PostForm, SubmitButton, TextField, country_name, form_state, loaded,
    page_resource,
};

#[component]
pub fn NewRecipientPage() -> impl IntoView {
    let i18n = use_i18n();
    let again = is_second_look();
    let flash = page_resource(move || again, load_recipient_form);
    view! {
        <Title text=tu_string!(i18n, send.add_recipient) />
        <StepBar step=1 name=tu_string!(i18n, send.step_recipient) />
        <h1>{tu_string!(i18n, send.new_recipient_question)}</h1>
        {loaded(flash, |flash| view! { <RecipientForm flash=flash /> })}
    }
}

#[component]
fn RecipientForm(flash: Flash) -> impl IntoView {
    let i18n = use_i18n();
    let action = PostAction::to::<AddRecipient, _>();
    let state = form_state("recipient", action, flash);
    view! {
        <PostForm action=action attr:class="form">
            <ErrorSummary state=state />
            <TextField
                state=state
                name="name"
                label=tu_string!(i18n, send.recipient_name)
                hint=tu_string!(i18n, send.recipient_name_hint)
                maxlength=70
            />
            <CountryField state=state />
            <TextField
                state=state
                name="iban"
                label=tu_string!(i18n, send.recipient_iban)
                hint=tu_string!(i18n, send.recipient_iban_hint)
                maxlength=60
            />
            <div class="form-actions">
                <SubmitButton state=state>{tu_string!(i18n, common.next)}</SubmitButton>
                <a class="btn plain" href="/send">{tu_string!(i18n, common.back)}</a>
            </div>
        </PostForm>
    }
}

#[component]
fn CountryField(state: FormState) -> impl IntoView {
    let i18n = use_i18n();
    let chosen = state.value("country");
    let choices = Country::ALL
        .iter()
        .map(|country| {
            let id = state.field_id(country.code());
            view! {
                <label class="choice">
                    <input
                        type="radio"
                        id=id
                        name="form[country]"
                        value=country.code()
                        checked=chosen == country.code()
                        required=true
                    />
                    <span class="choice-body">
                        <b>{country_name(*country)}</b>
                        <span class="quiet">{country.currency().code()}</span>
                    </span>
                </label>
            }
        })
        .collect_view();
    view! {
        <fieldset class="group" id=state.field_id("country")>
            <legend>{tu_string!(i18n, send.country)}</legend>
            <div class="choices">{choices}</div>
            {move || state.field_error("country").map(|text| view! { <p class="error">{text}</p> })}
        </fieldset>
    }
}
