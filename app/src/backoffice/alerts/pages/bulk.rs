//! What is done with several alerts at once: the form around the list.
use domain::compliance::alert::{NOTE_MAX_CHARS, Outcome, StepName};
use domain::ids::UserId;
use leptos::prelude::*;

use super::parts::reload_after;
use super::words::outcome_text;
use crate::backoffice::alerts::api::{BULK_FORM, TakeMany};
use crate::backoffice::alerts::model::OfficerChoice;
use crate::form::Flash;
use crate::i18n::{Locale, td_string, use_locale};
use crate::ui::{ErrorSummary, Icon, IconName, PostAction, PostForm, form_state};

#[component]
pub fn Picked(
    officers: Vec<OfficerChoice>,
    me: UserId,
    flash: Flash,
    back: String,
    children: Children,
) -> impl IntoView {
    let locale = use_locale();
    let action = PostAction::to::<TakeMany, _>();
    let is_turned_back = flash.error.is_some();
    let state = form_state(BULK_FORM, action, flash);
    reload_after(action);
    let people = officers.into_iter().map(move |one| {
        let selected = one.id == me;
        let name = officer_text(locale, &one);
        view! { <option value=one.id.into_string() selected=selected>{name}</option> }
    });
    let outcomes = Outcome::ALL.iter().map(move |one| {
        let selected = state.value("outcome") == one.as_str();
        view! { <option value=one.as_str() selected=selected>{outcome_text(locale, *one)}</option> }
    });
    let error = move |name| {
        let id = state.field_id(name);
        move || {
            state.field_error(name).map(|text| {
                view! { <p class="error" id=format!("{id}-error")><Icon name=IconName::Alert class="icon small" />{text}</p> }
            })
        }
    };
    view! {
        <PostForm action=action attr:class="form picked">
            <ErrorSummary state=state />
            <input type="hidden" name="form[back]" value=back />
            {children()}
            <details class="panel tight" open=is_turned_back>
                <summary>{td_string!(locale, alerts.with_picked)}</summary>
                <div class="form-row">
                    <div class="field">
                        <label for=state.field_id("to")>{td_string!(locale, alerts.give_to)}</label>
                        <select id=state.field_id("to") name="form[to]">{people.collect_view()}</select>
                        <button class="btn plain small" type="submit" name="form[step]" value=StepName::Assign.as_str() disabled=move || state.pending.get()>
                            {td_string!(locale, alerts.assign_picked)}
                        </button>
                    </div>
                    <div class="field">
                        <label for=state.field_id("outcome")>{td_string!(locale, alerts.outcome)}</label>
                        <select id=state.field_id("outcome") name="form[outcome]">
                            <option value="">{td_string!(locale, common.choose)}</option>
                            {outcomes.collect_view()}
                        </select>
                        {error("outcome")}
                        <label for=state.field_id("note")>{td_string!(locale, alerts.why)}</label>
                        <textarea id=state.field_id("note") name="form[note]" rows="2" maxlength=NOTE_MAX_CHARS>{state.value("note")}</textarea>
                        {error("note")}
                        <button class="btn small" type="submit" name="form[step]" value=StepName::Resolve.as_str() disabled=move || state.pending.get()>
                            {td_string!(locale, alerts.resolve_picked)}
                        </button>
                    </div>
                </div>
            </details>
        </PostForm>
    }
}

/// An officer to choose; the lead is said to be one.
pub fn officer_text(locale: Locale, one: &OfficerChoice) -> String {
    if one.is_lead { td_string!(locale, alerts.lead_name, name = one.name.clone()) } else { one.name.clone() }
}
