//! Fields in which one of several answers is chosen: a list, and radio buttons.
use leptos::prelude::*;

use super::{FormState, Icon, IconName};
use crate::i18n::{td_string, use_locale};

/// A list. `options` are codes and words; nothing is chosen at first. Its name in the post is `form[name]`.
#[component]
pub fn SelectField(
    state: FormState,
    name: &'static str,
    #[prop(into)] label: String,
    options: Vec<(String, String)>,
    #[prop(optional, into)] hint: Option<String>,
    #[prop(default = "off")] autocomplete: &'static str,
) -> impl IntoView {
    let locale = use_locale();
    let id = state.field_id(name);
    let (hint_id, error_id) = (format!("{id}-hint"), format!("{id}-error"));
    let described = {
        let (hint_id, error_id) = (hint.is_some().then(|| hint_id.clone()), error_id.clone());
        move || {
            let error_id = state.field_error(name).map(|_| error_id.clone());
            let ids: Vec<String> = hint_id.clone().into_iter().chain(error_id).collect();
            (!ids.is_empty()).then(|| ids.join(" "))
        }
    };
    let invalid = move || state.field_error(name).map(|_| "true");
    let chosen = state.value(name);
    let options = options
        .into_iter()
        .map(|(code, words)| {
            let selected = code == chosen;
            view! { <option value=code selected=selected>{words}</option> }
        })
        .collect_view();
    view! {
        <div class="field" data-invalid=invalid>
            <label for=id.clone()>{label}</label>
            {hint.map(|hint| view! { <p class="hint" id=hint_id>{hint}</p> })}
            <select
                id=id
                name=format!("form[{name}]")
                autocomplete=autocomplete
                required=true
                aria-invalid=invalid
                aria-describedby=described
            >
                <option value="">{td_string!(locale, common.choose)}</option>
                {options}
            </select>
            <FieldError state=state name=name id=error_id />
        </div>
    }
}

/// Radio buttons under one question. `options` are codes, words, and more words below them.
#[component]
pub fn RadioField(
    state: FormState,
    name: &'static str,
    #[prop(into)] legend: String,
    options: Vec<(String, String, String)>,
    children: Children,
) -> impl IntoView {
    let id = state.field_id(name);
    let error_id = format!("{id}-error");
    let described = {
        let error_id = error_id.clone();
        move || state.field_error(name).map(|_| error_id.clone())
    };
    let chosen = state.value(name);
    let options = options
        .into_iter()
        .map(|(code, words, more)| {
            let checked = code == chosen;
            view! {
                <label class="choice">
                    <input type="radio" name=format!("form[{name}]") value=code checked=checked required=true />
                    <span class="choice-body">
                        <b>{words}</b>
                        <span class="quiet">{more}</span>
                    </span>
                </label>
            }
        })
        .collect_view();
    view! {
        <fieldset class="group" id=id aria-describedby=described>
            <legend>{legend}</legend>
            {children()}
            <div class="choices">{options}</div>
            <FieldError state=state name=name id=error_id />
        </fieldset>
    }
}

#[component]
fn FieldError(state: FormState, name: &'static str, id: String) -> impl IntoView {
    move || {
        let id = id.clone();
        state.field_error(name).map(|text| {
            view! {
                <p class="error" id=id>
                    <Icon name=IconName::Alert class="icon small" />
                    {text}
                </p>
            }
        })
    }
}
