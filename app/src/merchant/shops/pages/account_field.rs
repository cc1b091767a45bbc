//! Where a shop's money goes.
use domain::bank::kontonr::Kontonr;
use leptos::prelude::*;

use crate::i18n::{tu_string, use_i18n};
use crate::ui::{CheckedField, FormState};

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
            hint=tu_string!(i18n, shops.account_hint)
            typed=typed
            check=|text| Kontonr::parse(text).err().map(Into::into)
        >
            <p class="hint" role="status">{praise}</p>
        </CheckedField>
    }
}
