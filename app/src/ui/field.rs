//! Fields of forms: a label, a hint, an input and its error, tied together for everyone.
use leptos::prelude::*;

use super::{FormState, Icon, IconName};
use crate::i18n::{td_string, use_locale};

/// A one-line input. Its name in the post is `form[name]`.
#[component]
pub fn TextField(
    state: FormState,
    name: &'static str,
    #[prop(into)] label: String,
    #[prop(default = "text")] kind: &'static str,
    #[prop(default = "off")] autocomplete: &'static str,
    #[prop(optional)] inputmode: Option<&'static str>,
    #[prop(optional, into)] hint: Option<String>,
    #[prop(default = true)] required: bool,
    #[prop(default = 255)] maxlength: u32,
) -> impl IntoView {
    let locale = use_locale();
    let id = state.field_id(name);
    let (hint_id, error_id) = (format!("{id}-hint"), format!("{id}-error"));
    let described = {
        let (hint_id, error_id, has_hint) = (hint_id.clone(), error_id.clone(), hint.is_some());
        move || {
            let mut ids = Vec::new();
            if has_hint {
                ids.push(hint_id.clone());
            }
            if state.field_error(name).is_some() {
                ids.push(error_id.clone());
            }
            (!ids.is_empty()).then(|| ids.join(" "))
        }
    };
    let invalid = move || state.field_error(name).map(|_| "true");
    // A password is never written into a page.
    let value = if kind == "password" { String::new() } else { state.value(name) };
    view! {
        <div class="field" data-invalid=invalid>
            <label for=id.clone()>
                {label}
                {(!required).then(|| view! { " " <span class="optional">{td_string!(locale, common.optional)}</span> })}
            </label>
            {hint.map(|hint| view! { <p class="hint" id=hint_id>{hint}</p> })}
            <input
                id=id
                name=format!("form[{name}]")
                type=kind
                value=value
                autocomplete=autocomplete
                inputmode=inputmode
                maxlength=maxlength
                required=required
                aria-invalid=invalid
                aria-describedby=described
            />
            {move || {
                let error_id = error_id.clone();
                state.field_error(name).map(|text| {
                    view! {
                        <p class="error" id=error_id>
                            <Icon name=IconName::Alert class="icon small" />
                            {text}
                        </p>
                    }
                })
            }}
        </div>
    }
}

/// A tick box that posts `true`.
#[component]
pub fn CheckField(
    state: FormState,
    name: &'static str,
    #[prop(default = true)] required: bool,
    children: Children,
) -> impl IntoView {
    let id = state.field_id(name);
    let error_id = format!("{id}-error");
    let invalid = move || state.field_error(name).map(|_| "true");
    let described = {
        let error_id = error_id.clone();
        move || state.field_error(name).map(|_| error_id.clone())
    };
    let ticked = state.value(name) == "true";
    view! {
        <div class="check" data-invalid=invalid>
            <input
                id=id.clone()
                name=format!("form[{name}]")
                type="checkbox"
                value="true"
                checked=ticked
                required=required
                aria-invalid=invalid
                aria-describedby=described
            />
            <label for=id>{children()}</label>
            {move || {
                let error_id = error_id.clone();
                state.field_error(name).map(|text| view! { <p class="error" id=error_id>{text}</p> })
            }}
        </div>
    }
}
