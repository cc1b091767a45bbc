//! What forms that narrow a list are made of: they write the address, and each chosen filter has its way out.
use leptos::prelude::*;

use super::{Icon, IconName};
use crate::i18n::{tu_string, use_i18n};

#[component]
pub fn FilterChoice(
    id: &'static str,
    name: &'static str,
    label: &'static str,
    value: String,
    options: Vec<(String, String)>,
) -> impl IntoView {
    let i18n = use_i18n();
    let options = options.into_iter().map(|(code, text)| {
        let selected = code == value;
        view! { <option value=code selected=selected>{text}</option> }
    });
    view! {
        <div class="field">
            <label for=id>{label}</label>
            <select id=id name=name>
                <option value="">{tu_string!(i18n, activity.filter_all)}</option>
                {options.collect_view()}
            </select>
        </div>
    }
}

#[component]
pub fn FilterText(
    id: &'static str,
    name: &'static str,
    kind: &'static str,
    label: &'static str,
    value: String,
) -> impl IntoView {
    let inputmode = if kind == "text" { Some("decimal") } else { None };
    view! {
        <div class="field">
            <label for=id>{label}</label>
            <input id=id name=name type=kind value=value inputmode=inputmode maxlength=24 autocomplete="off" />
        </div>
    }
}

/// One chosen filter in words, and the address without it.
pub struct ChosenFilter {
    pub text: String,
    pub without: String,
}

#[component]
pub fn FilterChips(chosen: Vec<ChosenFilter>) -> impl IntoView {
    let i18n = use_i18n();
    (!chosen.is_empty()).then(|| {
        let chips = chosen.into_iter().map(|one| {
            let label = tu_string!(i18n, activity.filter_remove, what = one.text.clone()).to_string();
            view! { <li><a href=one.without aria-label=label>{one.text}<Icon name=IconName::Cross class="icon small" /></a></li> }
        });
        view! { <ul class="chips" aria-label=tu_string!(i18n, activity.filter_chips)>{chips.collect_view()}</ul> }
    })
}
