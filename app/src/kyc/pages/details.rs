//! The form with which a customer tells who they are.
use domain::form::NationalId;
use domain::identity::IdentityStep;
use leptos::prelude::*;
use leptos_meta::Title;

use super::identity::{Asked, Why};
use super::notice::IdentityNotice;
use super::words;
use crate::form::is_second_look;
use crate::i18n::{td_string, use_locale};
use crate::kyc::api::{IDENTITY_FORM, SubmitIdentity, load_identity_form};
use crate::kyc::model::IdentityFormView;
use crate::ui::{
    CheckedField, ErrorSummary, FormState, Icon, IconName, PostAction, PostForm, RadioField, SelectField,
    SubmitButton, TextField, field_text, form_state, loaded, page_resource,
};

#[component]
pub fn IdentityDetailsPage() -> impl IntoView {
    let locale = use_locale();
    let again = is_second_look();
    let form = page_resource(move || again, load_identity_form);
    view! {
        <Title text=td_string!(locale, kyc.title) />
        <h1>{td_string!(locale, kyc.title)}</h1>
        {loaded(form, |form| {
            if form.step.is_open() {
                view! { <Details form=form /> }.into_any()
            } else {
                view! { <Closed step=form.step /> }.into_any()
            }
        })}
    }
}

/// Nothing is asked now.
#[component]
fn Closed(step: IdentityStep) -> impl IntoView {
    let locale = use_locale();
    view! {
        <IdentityNotice step=step />
        // The notice leads there itself, and says nothing of somebody who is approved.
        {(step == IdentityStep::Approved).then(|| view! { <p><a href="/identity">{td_string!(locale, kyc.see)}</a></p> })}
    }
}

#[component]
fn Details(form: IdentityFormView) -> impl IntoView {
    let locale = use_locale();
    let action = PostAction::to::<SubmitIdentity, _>();
    let state = form_state(IDENTITY_FORM, action, form.flash);
    let asked = (form.step == IdentityStep::MoreAsked).then_some(form.asked);
    view! {
        <p class="quiet">{td_string!(locale, kyc.lead)}</p>
        {asked.map(|topics| view! {
            <div class="notice wait">
                <Icon name=IconName::Info />
                <div>
                    <h2>{td_string!(locale, kyc.more_title)}</h2>
                    <Asked topics=topics />
                </div>
            </div>
        })}
        <PostForm action=action attr:class="form">
            <ErrorSummary state=state />
            <Person state=state countries=form.countries />
            <Home state=state />
            <Money state=state />
            <RadioField state=state name="exposure" legend=td_string!(locale, kyc.exposure) options=words::exposures()>
                <p class="hint">{td_string!(locale, kyc.exposure_hint)}</p>
            </RadioField>
            <div class="form-actions">
                <SubmitButton state=state>{td_string!(locale, kyc.hand_in)}</SubmitButton>
                <a class="btn plain" href="/identity">{td_string!(locale, common.back)}</a>
            </div>
        </PostForm>
        <Why />
    }
}

#[component]
fn Person(state: FormState, countries: Vec<(String, String)>) -> impl IntoView {
    let locale = use_locale();
    let typed = RwSignal::new(state.value("national_id"));
    view! {
        <CheckedField
            state=state
            name="national_id"
            label=td_string!(locale, kyc.national_id)
            hint=td_string!(locale, kyc.national_id_hint).into_any()
            typed=typed
            check=Box::new(|text| NationalId::parse(text).err().map(|code| field_text(code).to_owned()))
        >
            ""
        </CheckedField>
        <TextField
            state=state
            name="date_of_birth"
            label=td_string!(locale, identity.date_of_birth)
            autocomplete="bday"
            inputmode="numeric"
            hint=td_string!(locale, identity.date_of_birth_hint)
            maxlength=10
        />
        <SelectField
            state=state
            name="nationality"
            label=td_string!(locale, kyc.nationality)
            hint=td_string!(locale, kyc.nationality_hint)
            options=countries
        />
    }
}

#[component]
fn Home(state: FormState) -> impl IntoView {
    let locale = use_locale();
    view! {
        <TextField
            state=state
            name="street"
            label=td_string!(locale, kyc.street)
            hint=td_string!(locale, kyc.street_hint)
            autocomplete="address-line1"
            maxlength=120
        />
        <div class="form-row">
            <TextField state=state name="postal_code" label=td_string!(locale, kyc.postal_code) autocomplete="postal-code" inputmode="numeric" maxlength=8 />
            <TextField state=state name="city" label=td_string!(locale, kyc.city) autocomplete="address-level2" maxlength=60 />
        </div>
    }
}

#[component]
fn Money(state: FormState) -> impl IntoView {
    let locale = use_locale();
    view! {
        <SelectField state=state name="employment" label=td_string!(locale, kyc.employment) options=words::employments() />
        <TextField
            state=state
            name="occupation"
            label=td_string!(locale, kyc.occupation)
            hint=td_string!(locale, kyc.occupation_hint)
            autocomplete="organization-title"
            maxlength=80
        />
        <SelectField state=state name="purpose" label=td_string!(locale, kyc.purpose) options=words::purposes() />
        <SelectField
            state=state
            name="source_of_funds"
            label=td_string!(locale, kyc.source_of_funds)
            options=words::sources()
        />
        <SelectField state=state name="monthly" label=td_string!(locale, kyc.monthly) hint=td_string!(locale, kyc.monthly_hint) options=words::amounts() />
    }
}
