//! The account number of a recipient: what it looks like in each country, and what is wrong with this one. Checked
//! here by the rules that the server uses; a problem is named when the field is left, not while it is filled in.
use domain::bank::iban::{self, Iban, IbanError};
use domain::form::FieldCode;
use domain::remittance::corridor::Country;
use leptos::prelude::*;

use super::recipient_form::Typed;
use crate::i18n::{tu_string, use_i18n};
use crate::ui::{FormState, Icon, IconName, country_name, field_text};

/// The field is left by pressing the button below it, too. A problem that pushed the button away between pressing and
/// letting go would swallow the click, so it is named a moment later.
const NAME_PROBLEM_AFTER_MILLIS: u64 = 300;
/// Longer than any pasted IBAN that the domain reads.
const INPUT_MAX_CHARS: u32 = 80;

#[component]
pub fn IbanField(state: FormState, typed: Typed) -> impl IntoView {
    let i18n = use_i18n();
    let id = state.field_id("iban");
    let (hint_id, error_id) = (format!("{id}-hint"), format!("{id}-error"));
    let described = format!("{hint_id} {error_id}");
    // The server's word holds until the text is another one; ours, until somebody types on.
    let (left, edited) = (RwSignal::new(false), RwSignal::new(false));
    Effect::new(move |_| {
        state.error.track();
        left.set(false);
        edited.set(false);
    });
    let error = Memo::new(move |_| {
        if left.get() {
            problem(typed.country.get(), &typed.iban.get())
        } else if edited.get() {
            None
        } else {
            state.field_error("iban").map(str::to_owned)
        }
    });
    let invalid = move || error.with(Option::is_some).then_some("true");
    view! {
        <div class="field" data-invalid=invalid>
            <label for=id.clone()>{tu_string!(i18n, send.recipient_iban)}</label>
            <div class="hint" id=hint_id>
                <p>{tu_string!(i18n, recipients.iban_where)}</p>
                <Shapes />
            </div>
            <input
                id=id
                class="ltr"
                name="form[iban]"
                type="text"
                value=state.value("iban")
                autocomplete="off"
                autocapitalize="characters"
                spellcheck="false"
                maxlength=INPUT_MAX_CHARS
                required=true
                aria-invalid=invalid
                aria-describedby=described
                on:input=move |_| {
                    left.set(false);
                    edited.set(true);
                }
                on:change=move |_| leave(left)
            />
            <div id=error_id>
                {move || error.get().map(|text| {
                    view! {
                        <p class="error">
                            <Icon name=IconName::Alert class="icon small" />
                            {text}
                        </p>
                    }
                })}
            </div>
            <p class="hint" role="status">{move || praise(typed.country.get(), &typed.iban.get())}</p>
        </div>
    }
}

fn leave(left: RwSignal<bool>) {
    // The page may be gone by then.
    let name_problem = move || {
        let _ = left.try_set(true);
    };
    set_timeout(name_problem, std::time::Duration::from_millis(NAME_PROBLEM_AFTER_MILLIS));
}

/// One line a country; the style sheet shows that of the chosen one, so that it needs no script.
#[component]
fn Shapes() -> impl IntoView {
    let i18n = use_i18n();
    let lines = Country::ALL.iter().map(|&country| {
        let length = iban::length_in(country.code()).unwrap_or_default();
        let text = tu_string!(i18n, recipients.iban_shape, country = country_name(country), length = length);
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
    let i18n = use_i18n();
    let compact = iban::compact(text);
    if compact.is_empty() {
        return None;
    }
    if let Some(country) = country
        && !compact.starts_with(country.code())
    {
        let (name, code) = (country_name(country), country.code());
        return Some(tu_string!(i18n, recipients.iban_begins, country = name, code = code).to_string());
    }
    let error = Iban::parse(text).err()?;
    Some(match (error, country) {
        (IbanError::Length { expected }, Some(country)) => {
            let (name, count) = (country_name(country), compact.chars().count());
            tu_string!(i18n, recipients.iban_count, count = count, country = name, length = expected)
                .to_string()
        }
        (IbanError::National, Some(Country::Rs | Country::Ba)) => {
            tu_string!(i18n, recipients.iban_national_97).to_owned()
        }
        (IbanError::National, Some(Country::Pl)) => tu_string!(i18n, recipients.iban_national_pl).to_owned(),
        (error, _) => field_text(FieldCode::from(error)).to_owned(),
    })
}

/// That it adds up, and whose bank it is.
fn praise(country: Option<Country>, text: &str) -> Option<String> {
    let i18n = use_i18n();
    let iban =
        Iban::parse(text).ok().filter(|iban| country.is_some_and(|country| country.iban_matches(iban)))?;
    Some(match iban.bank_name() {
        Some(bank) => tu_string!(i18n, recipients.iban_good_bank, bank = bank).to_string(),
        None => tu_string!(i18n, recipients.iban_good).to_owned(),
    })
}
