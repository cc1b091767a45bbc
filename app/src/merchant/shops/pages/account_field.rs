//! Where a shop's money goes.
use domain::bank::kontonr::Kontonr;
use leptos::prelude::*;

use crate::i18n::{td_string, use_locale};
use crate::ui::{CheckedField, FormState, field_text};

#[component]
pub fn AccountField(state: FormState) -> impl IntoView {
    let locale = use_locale();
    let typed = RwSignal::new(state.value("account"));
    let praise = move || {
        typed.with(|text| Kontonr::parse(text).is_ok()).then_some(td_string!(locale, shops.account_good))
    };
    view! {
        <CheckedField
            state=state
            name="account"
            label=td_string!(locale, shops.account)
            hint=td_string!(locale, shops.account_hint).into_any()
            typed=typed
            check=Box::new(|text| Kontonr::parse(text).err().map(|error| field_text(error.into()).to_owned()))
        >
            <p class="hint" role="status">{praise}</p>
        </CheckedField>
    }
}
