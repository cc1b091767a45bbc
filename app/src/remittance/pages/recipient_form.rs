//! The fields of a recipient: the country first, then the name and the account as that country writes it.
use domain::bank::iban::Iban;
use domain::ids::RecipientId;
use domain::latin;
use domain::remittance::corridor::Country;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::HtmlInputElement;

use super::iban_field::IbanField;
use crate::error::AppError;
use crate::i18n::{td_string, use_locale};
use crate::remittance::model::{RecipientView, amount_path, edit_path};
use crate::ui::{FormState, Icon, IconName, TextField, country_name};

/// What stands in the fields, for the help that comes while typing. The field of the IBAN keeps its own.
#[derive(Clone, Copy)]
pub struct Typed {
    pub country: RwSignal<Option<Country>>,
    pub name: RwSignal<String>,
    pub iban: RwSignal<String>,
}

impl Typed {
    fn from(state: FormState) -> Self {
        let typed = Self {
            country: RwSignal::new(state.value("country").parse().ok()),
            name: RwSignal::new(state.value("name")),
            iban: RwSignal::new(state.value("iban")),
        };
        // What was typed before the page woke up.
        Effect::new(move |_| {
            let here = |name: &str| -> Option<HtmlInputElement> {
                document().get_element_by_id(&state.field_id(name))?.dyn_into().ok()
            };
            for name in Country::ALL.iter().map(|country| country.code()).chain(["name"]) {
                if let Some(input) = here(name) {
                    typed.take(&input);
                }
            }
        });
        typed
    }

    fn take(self, input: &HtmlInputElement) {
        match input.name().as_str() {
            "form[country]" if input.checked() => self.country.set(input.value().parse().ok()),
            "form[name]" => self.name.set(input.value()),
            _ => {}
        }
    }
}

#[component]
pub fn RecipientFields(state: FormState, known: Vec<RecipientView>) -> impl IntoView {
    let locale = use_locale();
    let typed = Typed::from(state);
    let listen = move |event: leptos::web_sys::Event| {
        if let Some(input) = event.target().and_then(|it| it.dyn_into::<HtmlInputElement>().ok()) {
            typed.take(&input);
        }
    };
    view! {
        <div class="form" on:input=listen>
            <input type="hidden" name="form[recipient]" value=state.value("recipient") />
            <input type="hidden" name="form[version]" value=state.value("version") />
            <CountryField state=state />
            <div class="field">
                <TextField
                    state=state
                    name="name"
                    label=td_string!(locale, send.recipient_name)
                    hint=td_string!(locale, send.recipient_name_hint)
                    maxlength=70
                />
                <p class="hint" role="status">{move || name_note(&typed.name.get())}</p>
            </div>
            <IbanField state=state typed=typed />
            <AlreadyKnown state=state typed=typed known=known />
        </div>
    }
}

/// What becomes of the name at a bank that knows fewer letters. Ours is told the name as it stands here.
fn name_note(name: &str) -> Option<String> {
    let locale = use_locale();
    match latin::plain(name) {
        Some(plain) if plain == name => None,
        Some(plain) => Some(td_string!(locale, recipients.name_plain, name = plain)),
        None => Some(td_string!(locale, recipients.name_script).to_owned()),
    }
}

#[component]
fn CountryField(state: FormState) -> impl IntoView {
    let locale = use_locale();
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
            <legend>{td_string!(locale, send.country)}</legend>
            <div class="choices countries">{choices}</div>
            {move || state.field_error("country").map(|text| view! { <p class="error">{text}</p> })}
        </fieldset>
    }
}

/// Who already has the account that is typed, and what to do about it.
#[component]
fn AlreadyKnown(state: FormState, typed: Typed, known: Vec<RecipientView>) -> impl IntoView {
    let found = Memo::new(move |_| -> Option<(RecipientId, Option<String>)> {
        let account = Iban::parse(&typed.iban.get()).ok().map(|iban| iban.grouped());
        if let Some(one) = account.and_then(|account| known.iter().find(|one| one.iban == account)) {
            return Some((one.id.clone(), Some(one.name.clone())));
        }
        // Added in another tab since this page was loaded: only the server knew.
        match state.error.get() {
            Some(AppError::RecipientExists { recipient }) => Some((recipient, None)),
            _ => None,
        }
    });
    let notice = move || found.get().map(|(id, name)| view! { <Known id=id name=name /> });
    view! { <div class="known" role="status">{notice}</div> }
}

#[component]
fn Known(id: RecipientId, name: Option<String>) -> impl IntoView {
    let locale = use_locale();
    let text = match name {
        Some(name) => td_string!(locale, recipients.known_as, name = name),
        None => td_string!(locale, recipients.known).to_owned(),
    };
    view! {
        <div class="notice wait">
            <Icon name=IconName::Info />
            <div>
                <p>{text}</p>
                <div class="cluster">
                    <a class="btn small" href=amount_path(id.as_str())>{td_string!(locale, recipients.send_to_them)}</a>
                    <a class="btn plain small" href=edit_path(id.as_str())>{td_string!(locale, recipients.edit_them)}</a>
                </div>
            </div>
        </div>
    }
}
