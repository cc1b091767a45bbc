//! The organisation number, and what the register of units says of it while it is typed.
use domain::merchant::orgnr::Orgnr;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::HtmlInputElement;

use crate::i18n::{td_string, use_locale};
use crate::merchant::shops::api::look_up_unit;
use crate::merchant::shops::model::{LookUp, ShopForm, UnitView};
use crate::ui::{CheckedField, FormState, Icon, IconName, field_text};

/// `answer`: what the register has said already.
#[component]
pub fn UnitField(state: FormState, answer: Option<LookUp>) -> impl IntoView {
    let locale = use_locale();
    let typed = RwSignal::new(state.value("org_number"));
    let answer = RwSignal::new(answer);
    look_up_while_typing(state, typed, answer);
    view! {
        <CheckedField
            state=state
            name="org_number"
            label=td_string!(locale, shops.org_number)
            hint=td_string!(locale, shops.org_number_hint).into_any()
            typed=typed
            check=Box::new(|text| Orgnr::parse(text).err().map(|error| field_text(error.into()).to_owned()))
        >
            <div class="unit" role="status">
                {move || answer.get().map(|answer| view! { <Answer answer=answer /> })}
            </div>
        </CheckedField>
    }
}

#[component]
fn Answer(answer: LookUp) -> impl IntoView {
    let locale = use_locale();
    match answer {
        LookUp::Found(unit) => view! {
            <div class="notice good">
                <Icon name=IconName::Check />
                <div><p><b>{unit.name}</b></p> {unit.address.map(|address| view! { <p>{address}</p> })}</div>
            </div>
        }
        .into_any(),
        LookUp::Refused(code) => view! {
            <div class="notice bad">
                <Icon name=IconName::Alert />
                <div><p>{field_text(code)}</p></div>
            </div>
        }
        .into_any(),
        LookUp::Silent => view! {
            <div class="notice wait">
                <Icon name=IconName::Clock />
                <div><p>{td_string!(locale, shops.register_silent)}</p></div>
            </div>
        }
        .into_any(),
    }
}

/// Asks once for each whole number that adds up, so that typing does not hammer the register.
fn look_up_while_typing(state: FormState, typed: RwSignal<String>, answer: RwSignal<Option<LookUp>>) {
    let asked = StoredValue::new(String::new());
    let filled = StoredValue::new([String::new(), String::new()]);
    Effect::new(move |_| {
        let number = typed.with(|text| Orgnr::parse(text).map(Orgnr::into_string).unwrap_or_default());
        if asked.get_value() == number {
            return;
        }
        asked.set_value(number.clone());
        answer.set(None);
        if number.is_empty() {
            return;
        }
        spawn_local(async move {
            let form = ShopForm { org_number: number.clone(), ..ShopForm::default() };
            let said = look_up_unit(form).await;
            // Somebody has typed on, or left the page.
            if asked.try_get_value() != Some(number) {
                return;
            }
            if let Ok(LookUp::Found(unit)) = &said {
                fill_in(state, filled, unit);
            }
            // Without an answer the form says what is wrong when it is sent.
            answer.set(said.ok());
        });
    });
}

/// Writes name and address into fields that are empty, or that hold what was written for another number.
fn fill_in(state: FormState, filled: StoredValue<[String; 2]>, unit: &UnitView) {
    let values = [unit.name.clone(), unit.address.clone().unwrap_or_default()];
    for (index, name) in ["name", "address"].into_iter().enumerate() {
        let element = document().get_element_by_id(&state.field_id(name));
        let Some(input) = element.and_then(|it| it.dyn_into::<HtmlInputElement>().ok()) else { continue };
        let there = input.value();
        if there.trim().is_empty() || filled.with_value(|filled| filled[index] == there) {
            input.set_value(&values[index]);
        }
    }
    filled.set_value(values);
}
