//! A field for several lines.
use leptos::prelude::*;

use super::{FormState, Icon, IconName};
use crate::i18n::{td_string, use_locale};

/// An input of several lines. Its name in the post is `form[name]`.
#[component]
pub fn TextArea(
    state: FormState,
    name: &'static str,
    #[prop(into)] label: String,
    #[prop(optional, into)] hint: Option<String>,
    #[prop(default = true)] required: bool,
    #[prop(default = 4)] rows: u32,
    #[prop(default = 1000)] maxlength: u32,
) -> impl IntoView {
    let locale = use_locale();
    let id = state.field_id(name);
    let (hint_id, error_id) = (format!("{id}-hint"), format!("{id}-error"));
    let described = {
        let (hint_id, error_id, has_hint) = (hint_id.clone(), error_id.clone(), hint.is_some());
        move || {
            let error = state.field_error(name).map(|_| error_id.clone());
            let ids: Vec<String> = has_hint.then(|| hint_id.clone()).into_iter().chain(error).collect();
            (!ids.is_empty()).then(|| ids.join(" "))
        }
    };
    let invalid = move || state.field_error(name).map(|_| "true");
    view! {
        <div class="field" data-invalid=invalid>
            <label for=id.clone()>
                {label}
                {(!required).then(|| view! { " " <span class="optional">{td_string!(locale, common.optional)}</span> })}
            </label>
            {hint.map(|hint| view! { <p class="hint" id=hint_id>{hint}</p> })}
            <textarea
                id=id
                name=format!("form[{name}]")
                rows=rows
                maxlength=maxlength
                required=required
                aria-invalid=invalid
                aria-describedby=described
            >
                {state.value(name)}
            </textarea>
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
