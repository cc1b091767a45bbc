//! Where a shop's money goes.
use domain::bank::kontonr::Kontonr;
use leptos::prelude::*;

use crate::i18n::{tu_string, use_i18n};
use crate::ui::{CheckedField, FormState, field_text};

#[component]
pub fn AccountField(state: FormState) -> impl IntoView {
    let i18n = use_i18n();
    let typed = RwSignal::new(state.value("account"));
    let praise = move || {
        typed.with(|text| Kontonr::parse(text).is_ok()).then_some(tu_string!(i18n, shops.account_good))
    };
    view! {
        <CheckedField
            state=state
            name="account"
            label=tu_string!(i18n, shops.account)
            hint=tu_string!(i18n, shops.account_hint).into_any()
            typed=typed
            check=Box::new(|text| Kontonr::parse(text).err().map(|error| field_text(error.into()).to_owned()))
        >
            <p class="hint" role="status">{praise}</p>
        </CheckedField>
    }
}
