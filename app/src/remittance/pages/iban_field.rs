//! The account number of a recipient: what it looks like in each country, and what is wrong with this one.
use domain::bank::iban::{self, Iban, IbanError};
use domain::form::FieldCode;
use domain::remittance::corridor::Country;
use leptos::prelude::*;

use super::recipient_form::Typed;
use crate::i18n::{td_string, use_locale};
use crate::ui::{CheckedField, FormState, country_name, field_text};

/// Longer than any pasted IBAN that the domain reads.
const INPUT_MAX_CHARS: u32 = 80;

#[component]
pub fn IbanField(state: FormState, typed: Typed) -> impl IntoView {
    let locale = use_locale();
    let hint = view! {
        <p>{td_string!(locale, recipients.iban_where)}</p>
        <Shapes />
    };
    view! {
        <CheckedField
            state=state
            name="iban"
            label=td_string!(locale, send.recipient_iban)
            hint=hint.into_any()
            typed=typed.iban
            check=Box::new(move |text| problem(typed.country.get(), text))
            has_letters=true
            maxlength=INPUT_MAX_CHARS
        >
            <p class="hint" role="status">{move || praise(typed.country.get(), &typed.iban.get())}</p>
        </CheckedField>
    }
}

/// One line a country; the style sheet shows that of the chosen one, so that it needs no script.
#[component]
fn Shapes() -> impl IntoView {
    let locale = use_locale();
    let lines = Country::ALL.iter().map(|&country| {
        let length = iban::length_in(country.code()).unwrap_or_default();
        let text =
            td_string!(locale, recipients.iban_shape, country = country_name(country), length = length);
        view! {
            <p data-country=country.code()>
                {text} " " <span class="iban">{country.example_iban()}</span>
            </p>
        }
    });
    view! { <div class="iban-shapes">{lines.collect_view()}</div> }
}

/// What is wrong, in words that say where to look.
fn problem(country: Option<Country>, text: &str) -> Option<String> {
    let locale = use_locale();
    let compact = iban::compact(text);
    if compact.is_empty() {
        return None;
    }
    if let Some(country) = country
        && !compact.starts_with(country.code())
    {
        let (name, code) = (country_name(country), country.code());
        return Some(td_string!(locale, recipients.iban_begins, country = name, code = code));
    }
    let error = Iban::parse(text).err()?;
    Some(match (error, country) {
        (IbanError::Length { expected }, Some(country)) => {
            let (name, count) = (country_name(country), compact.chars().count());
            td_string!(locale, recipients.iban_count, count = count, country = name, length = expected)
        }
        (IbanError::National, Some(Country::Rs | Country::Ba)) => {
            td_string!(locale, recipients.iban_national_97).to_owned()
        }
        (IbanError::National, Some(Country::Pl)) => {
            td_string!(locale, recipients.iban_national_pl).to_owned()
        }
        (error, _) => field_text(FieldCode::from(error)).to_owned(),
    })
}

/// That it adds up, and whose bank it is.
fn praise(country: Option<Country>, text: &str) -> Option<String> {
    let locale = use_locale();
    let iban =
        Iban::parse(text).ok().filter(|iban| country.is_some_and(|country| country.iban_matches(iban)))?;
    Some(match iban.bank_name() {
        Some(bank) => td_string!(locale, recipients.iban_good_bank, bank = bank),
        None => td_string!(locale, recipients.iban_good).to_owned(),
    })
}
