//! What an officer can do with an alert: each step is a form, closed until it is wanted.
use domain::compliance::alert::{AlertStatus, NOTE_MAX_CHARS, Outcome, StepName};
use leptos::prelude::*;

use super::bulk::officer_text;
use super::parts::reload_after;
use super::words::outcome_text;
use crate::backoffice::alerts::api::TakeStep;
use crate::backoffice::alerts::model::{AlertCase, OfficerChoice};
use crate::form::Flash;
use crate::i18n::{td_string, use_locale};
use crate::ui::{
    ErrorSummary, FormState, PostAction, PostForm, SelectField, SubmitButton, TextArea, TextField, form_state,
};

/// What every form about one alert posts.
#[derive(Clone)]
struct Acting {
    alert: String,
    version: String,
    on: String,
    here: String,
    flash: Flash,
}

#[component]
pub fn Actions(case: AlertCase) -> impl IntoView {
    let locale = use_locale();
    let alert = &case.alert;
    let acting = Acting {
        alert: alert.id.to_string(),
        version: alert.version.to_string(),
        on: case.on.clone(),
        here: case.here.clone(),
        flash: case.flash.clone(),
    };
    let is_closed = alert.status.is_closed();
    let is_escalated = alert.status == AlertStatus::Escalated;
    let only_lead = is_escalated && !case.i_lead;
    let is_mine = case.assigned_to.as_ref() == Some(&case.me);
    let rests = alert.snoozed_until.is_some_and(|until| until > case.now);
    let note = acting.clone();
    let open = (!is_closed).then(|| {
        let one = || acting.clone();
        let report = format!("/admin/reports/new?alert={}", alert.id);
        view! {
            {only_lead.then(|| view! { <p class="quiet">{td_string!(locale, alerts.only_lead)}</p> })}
            {(!is_mine && !only_lead).then(|| view! { <Plain acting=one() step=StepName::Assign key="a" words=td_string!(locale, alerts.take) /> })}
            {(!only_lead).then(|| view! { <Resolve acting=one() /> })}
            {(!is_escalated).then(|| view! {
                <Reasoned acting=one() step=StepName::Escalate key="e" words=td_string!(locale, alerts.escalate) send=td_string!(locale, alerts.escalate_now) />
            })}
            {(is_escalated && case.i_lead).then(|| view! {
                <Reasoned acting=one() step=StepName::Return key="e" words=td_string!(locale, alerts.give_back) send=td_string!(locale, alerts.give_back_now) />
            })}
            <Give acting=one() officers=case.officers.clone() only_leads=is_escalated />
            {if rests {
                view! { <Plain acting=one() step=StepName::Wake key="s" words=td_string!(locale, alerts.wake) /> }.into_any()
            } else {
                view! { <Snooze acting=one() /> }.into_any()
            }}
            {case.assigned_to.is_some().then(|| view! { <Plain acting=one() step=StepName::Release key="" words=td_string!(locale, alerts.release) /> })}
            <a class="btn plain small" href=report>{td_string!(locale, alerts.report)}</a>
        }
    });
    let reopen = (alert.status == AlertStatus::Resolved).then(|| {
        view! {
            <Reasoned acting=acting.clone() step=StepName::Reopen key="a" words=td_string!(locale, alerts.reopen) send=td_string!(locale, alerts.reopen_now) />
        }
    });
    view! {
        <section class="panel tight acts" aria-label=td_string!(locale, alerts.act)>
            {open}
            {reopen}
            <Reasoned acting=note step=StepName::Note key="n" words=td_string!(locale, alerts.note) send=td_string!(locale, alerts.note_now) />
        </section>
    }
}

const fn form_id(step: StepName) -> &'static str {
    match step {
        StepName::Assign => "alert-assign",
        StepName::Release => "alert-release",
        StepName::Note => "alert-note",
        StepName::Snooze => "alert-snooze",
        StepName::Wake => "alert-wake",
        StepName::Resolve => "alert-resolve",
        StepName::Reopen => "alert-reopen",
        StepName::Escalate => "alert-escalate",
        StepName::Return => "alert-return",
        StepName::File => "alert-file",
    }
}

/// A step's form: what was typed comes back to it alone.
fn begin(acting: &Acting, step: StepName, id: &'static str) -> (PostAction, FormState, bool) {
    let action = PostAction::to::<TakeStep, _>();
    reload_after(action);
    let typed = |name: &str| acting.flash.values.get(name).cloned().unwrap_or_default();
    let is_own = typed("step") == step.as_str()
        && (step != StepName::Assign || typed("to").is_empty() == (id == form_id(step)));
    let flash = if is_own { acting.flash.clone() } else { Flash::default() };
    (action, form_state(id, action, flash), is_own)
}

/// What nobody types. Steps that are done with the alert lead on to the next one.
#[component]
fn Hidden(acting: Acting, step: StepName) -> impl IntoView {
    let is_done = matches!(step, StepName::Resolve | StepName::Escalate | StepName::Snooze);
    let back = if is_done { acting.on } else { acting.here.clone() };
    view! {
        <input type="hidden" name="form[alert]" value=acting.alert />
        <input type="hidden" name="form[version]" value=acting.version />
        <input type="hidden" name="form[step]" value=step.as_str() />
        <input type="hidden" name="form[back]" value=back />
        <input type="hidden" name="form[here]" value=acting.here />
    }
}

/// A step that is one button.
#[component]
fn Plain(acting: Acting, step: StepName, key: &'static str, words: &'static str) -> impl IntoView {
    let (action, state, _) = begin(&acting, step, form_id(step));
    let key = (!key.is_empty()).then_some(key);
    view! {
        <PostForm action=action>
            <ErrorSummary state=state />
            <Hidden acting=acting step=step />
            <button class="btn small" type="submit" data-key=key disabled=move || state.pending.get()>{words}</button>
        </PostForm>
    }
}

/// A step with words beside it.
#[component]
fn Reasoned(
    acting: Acting,
    step: StepName,
    key: &'static str,
    words: &'static str,
    send: &'static str,
) -> impl IntoView {
    let locale = use_locale();
    let (action, state, is_own) = begin(&acting, step, form_id(step));
    let (label, hint) = if step == StepName::Note {
        (td_string!(locale, alerts.note), None)
    } else {
        (td_string!(locale, alerts.why), Some(td_string!(locale, alerts.why_hint)))
    };
    view! {
        <details class="act" open=is_own>
            <summary data-key=key>{words}</summary>
            <PostForm action=action attr:class="form">
                <ErrorSummary state=state />
                <Hidden acting=acting step=step />
                <NoteField state=state label=label hint=hint />
                <SubmitButton state=state class="btn small">{send}</SubmitButton>
            </PostForm>
        </details>
    }
}

#[component]
fn NoteField(state: FormState, label: &'static str, hint: Option<&'static str>) -> impl IntoView {
    let most = u32::try_from(NOTE_MAX_CHARS).unwrap_or(u32::MAX);
    match hint {
        Some(hint) => {
            view! { <TextArea state=state name="note" label=label hint=hint rows=3 maxlength=most /> }
                .into_any()
        }
        None => view! { <TextArea state=state name="note" label=label rows=3 maxlength=most /> }.into_any(),
    }
}

#[component]
fn Resolve(acting: Acting) -> impl IntoView {
    let locale = use_locale();
    let (action, state, is_own) = begin(&acting, StepName::Resolve, form_id(StepName::Resolve));
    let outcomes =
        Outcome::ALL.iter().map(move |one| (one.to_string(), outcome_text(locale, *one).to_owned()));
    view! {
        <details class="act" open=is_own>
            <summary data-key="r">{td_string!(locale, alerts.resolve)}</summary>
            <PostForm action=action attr:class="form">
                <ErrorSummary state=state />
                <Hidden acting=acting step=StepName::Resolve />
                <SelectField
                    state=state
                    name="outcome"
                    label=td_string!(locale, alerts.outcome)
                    hint=td_string!(locale, alerts.resolve_hint)
                    options=outcomes.collect()
                />
                <NoteField state=state label=td_string!(locale, alerts.why) hint=Some(td_string!(locale, alerts.why_hint)) />
                <SubmitButton state=state class="btn small">{td_string!(locale, alerts.resolve_now)}</SubmitButton>
            </PostForm>
        </details>
    }
}

#[component]
fn Snooze(acting: Acting) -> impl IntoView {
    let locale = use_locale();
    let (action, state, is_own) = begin(&acting, StepName::Snooze, form_id(StepName::Snooze));
    view! {
        <details class="act" open=is_own>
            <summary data-key="s">{td_string!(locale, alerts.snooze)}</summary>
            <PostForm action=action attr:class="form">
                <ErrorSummary state=state />
                <Hidden acting=acting step=StepName::Snooze />
                <TextField
                    state=state
                    name="until"
                    kind="date"
                    label=td_string!(locale, alerts.until)
                    hint=td_string!(locale, alerts.until_hint)
                />
                <NoteField state=state label=td_string!(locale, alerts.why) hint=None />
                <SubmitButton state=state class="btn small">{td_string!(locale, alerts.snooze_now)}</SubmitButton>
            </PostForm>
        </details>
    }
}

/// Gives it to another officer; what is escalated, to a lead.
#[component]
fn Give(acting: Acting, officers: Vec<OfficerChoice>, only_leads: bool) -> impl IntoView {
    let locale = use_locale();
    let (action, state, is_own) = begin(&acting, StepName::Assign, "alert-give");
    let officers = officers.into_iter().filter(move |one| one.is_lead || !only_leads);
    let officers = officers.map(move |one| {
        let name = officer_text(locale, &one);
        (one.id.into_string(), name)
    });
    view! {
        <details class="act" open=is_own>
            <summary data-key="g">{td_string!(locale, alerts.give)}</summary>
            <PostForm action=action attr:class="form">
                <ErrorSummary state=state />
                <Hidden acting=acting step=StepName::Assign />
                <SelectField state=state name="to" label=td_string!(locale, alerts.give_to) options=officers.collect() />
                <SubmitButton state=state class="btn small">{td_string!(locale, alerts.give_now)}</SubmitButton>
            </PostForm>
        </details>
    }
}
