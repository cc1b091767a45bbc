//! What every form has: its errors, what was typed, and a button that tells it is working.
use leptos::prelude::*;

use super::{Icon, IconName, PostAction, error_text, field_text};
use crate::error::AppError;
use crate::form::Flash;
use crate::i18n::{td_string, use_locale};

/// A form's state: the error of the last attempt and the values to begin with.
#[derive(Clone, Copy)]
pub struct FormState {
    /// Prefix of the fields' ids, so that two forms can stand on one page.
    pub id: &'static str,
    pub error: Signal<Option<AppError>>,
    pub pending: Signal<bool>,
    values: StoredValue<Flash>,
}

impl FormState {
    #[must_use]
    pub fn value(&self, name: &str) -> String {
        self.values.with_value(|flash| flash.values.get(name).cloned().unwrap_or_default())
    }

    #[must_use]
    pub fn field_error(&self, name: &str) -> Option<&'static str> {
        match self.error.get() {
            Some(AppError::Form(fields)) => fields.get(name).copied().map(field_text),
            _ => None,
        }
    }

    #[must_use]
    pub fn field_id(&self, name: &str) -> String {
        format!("{}-{name}", self.id)
    }
}

/// Joins an action with what a turned-back post left in the session.
#[must_use]
pub fn form_state(id: &'static str, action: PostAction, flash: Flash) -> FormState {
    let values = StoredValue::new(flash);
    let value = action.value();
    let error = Signal::derive(move || match value.get() {
        Some(Err(error)) => Some(error),
        Some(Ok(_)) => None,
        None => values.with_value(|flash| flash.error.clone()),
    });
    FormState { id, error, pending: action.pending(), values }
}

/// The error of the whole form, with a link to each field that needs another look. It takes the focus.
#[component]
pub fn ErrorSummary(state: FormState) -> impl IntoView {
    let here = NodeRef::<leptos::html::Div>::new();
    Effect::new(move |_| {
        if state.error.get().is_some()
            && let Some(summary) = here.get()
        {
            let _ = summary.focus();
        }
    });
    move || {
        state.error.get().map(|error| {
            let fields = match &error {
                AppError::Form(fields) => fields.clone(),
                _ => Default::default(),
            };
            let links = fields
                .into_iter()
                .map(|(name, code)| {
                    view! { <li><a href=format!("#{}", state.field_id(&name))>{field_text(code)}</a></li> }
                })
                .collect_view();
            view! {
                <div class="notice bad" role="alert" tabindex="-1" node_ref=here>
                    <Icon name=IconName::Alert />
                    <div>
                        <p>{error_text(&error)}</p>
                        <ul>{links}</ul>
                    </div>
                </div>
            }
        })
    }
}

/// Sends its form; `form` names one that the button does not stand in.
#[component]
pub fn SubmitButton(
    state: FormState,
    #[prop(default = "btn wide")] class: &'static str,
    #[prop(optional)] form: Option<&'static str>,
    children: Children,
) -> impl IntoView {
    let locale = use_locale();
    view! {
        <button class=class type="submit" form=form aria-busy=move || state.pending.get().to_string() disabled=move || state.pending.get()>
            {children()}
        </button>
        <p class="visually-hidden" role="status">
            {move || state.pending.get().then_some(td_string!(locale, common.working))}
        </p>
    }
}
