//! What an officer can do about a complaint, each step a form of its own.
use domain::compliance::complaint::{ComplaintStatus, ComplaintStep, Outcome};
use domain::form::Letter;
use leptos::prelude::*;

use super::case::is_open;
use crate::backoffice::complaints::api::TakeComplaintStep;
use crate::backoffice::complaints::model::Case;
use crate::complaints::words::outcome_text;
use crate::form::Flash;
use crate::i18n::{td_string, use_locale};
use crate::ui::{
    ErrorSummary, FormState, PageResource, PostAction, PostForm, RadioField, SubmitButton, TextArea,
    TextField, form_state,
};

#[expect(clippy::cast_possible_truncation, reason = "a letter is short")]
const LETTER_MAX_CHARS: u32 = Letter::MAX_CHARS as u32;

/// Everything that can be done now.
#[component]
pub fn Acts(case: Case, page: PageResource<Case>) -> impl IntoView {
    if !is_open(case.status) {
        return ().into_any();
    }
    let may_answer = case.may_answer();
    let (escalated, is_lead) = (case.status == ComplaintStatus::Escalated, case.is_lead);
    let quick = [
        (may_answer && !case.acknowledged).then_some((ComplaintStep::Acknowledge, "btn small")),
        (may_answer && !case.is_mine).then_some((ComplaintStep::Take, "btn plain small")),
    ];
    let quick = quick.into_iter().flatten().map(|(step, class)| {
        view! { <Quick case=case.clone() page=page step=step class=class /> }
    });
    let steps = [
        may_answer.then_some(ComplaintStep::Reply),
        may_answer.then_some(ComplaintStep::Hold),
        may_answer.then_some(ComplaintStep::Resolve),
        (!escalated).then_some(ComplaintStep::Escalate),
        (escalated && is_lead).then_some(ComplaintStep::HandBack),
    ];
    let quick = quick.collect_view();
    let steps = steps
        .into_iter()
        .flatten()
        .map(|step| view! { <Act case=case.clone() page=page step=step /> })
        .collect_view();
    let locale = use_locale();
    view! {
        <section class="panel" aria-label=td_string!(locale, complaints.acts)>
            <div class="cluster">{quick}</div>
            {(!may_answer).then(|| view! { <p class="quiet">{td_string!(locale, complaints.lead_has_it)}</p> })}
            {steps}
        </section>
    }
    .into_any()
}

/// The state of a step's form: what was typed in it before it was turned back, and after it went well the page anew.
fn step_state(case: &Case, step: ComplaintStep, page: PageResource<Case>) -> (PostAction, FormState) {
    let action = PostAction::to::<TakeComplaintStep, _>();
    let typed = |name: &str| case.flash.values.get(name).map(String::as_str);
    let is_of_this = typed("step") == Some(step.as_str()) && typed("complaint") == Some(case.id.as_str());
    let flash = if is_of_this { case.flash.clone() } else { Flash::default() };
    Effect::new(move |_| {
        if matches!(action.value().get(), Some(Ok(()))) {
            page.refetch();
        }
    });
    (action, form_state(form_id(step), action, flash))
}

/// What every step's post says of where it was made.
#[component]
fn About(case: Case, step: ComplaintStep) -> impl IntoView {
    view! {
        <input type="hidden" name="form[complaint]" value=case.id.to_string() />
        <input type="hidden" name="form[version]" value=case.version.to_string() />
        <input type="hidden" name="form[step]" value=step.as_str() />
    }
}

/// A step that is one button.
#[component]
fn Quick(case: Case, page: PageResource<Case>, step: ComplaintStep, class: &'static str) -> impl IntoView {
    let (action, state) = step_state(&case, step, page);
    view! {
        <PostForm action=action>
            <ErrorSummary state=state />
            <About case=case step=step />
            <SubmitButton state=state class=class>{button_text(step)}</SubmitButton>
        </PostForm>
    }
}

/// A step that says something: closed until somebody wants it, or it was turned back.
#[component]
fn Act(case: Case, page: PageResource<Case>, step: ComplaintStep) -> impl IntoView {
    let (action, state) = step_state(&case, step, page);
    let open = state.error.get_untracked().is_some() || step == ComplaintStep::Reply;
    view! {
        <details class="act" open=open>
            <summary class="btn plain small">{button_text(step)}</summary>
            <PostForm action=action attr:class="form">
                <ErrorSummary state=state />
                <About case=case.clone() step=step />
                <Fields case=case state=state step=step />
                <div class="form-actions"><SubmitButton state=state class="btn">{button_text(step)}</SubmitButton></div>
            </PostForm>
        </details>
    }
}

/// The fields of one step, with what the law says of it.
#[component]
fn Fields(case: Case, state: FormState, step: ComplaintStep) -> impl IntoView {
    let locale = use_locale();
    let (label, hint) = match step {
        ComplaintStep::Hold => {
            (td_string!(locale, complaints.why_longer), td_string!(locale, complaints.why_longer_hint))
        }
        ComplaintStep::Resolve => {
            (td_string!(locale, complaints.final_reply), td_string!(locale, complaints.final_hint))
        }
        ComplaintStep::Escalate | ComplaintStep::HandBack => {
            (td_string!(locale, complaints.reason), td_string!(locale, complaints.reason_hint))
        }
        _ => (td_string!(locale, complaints.letter), td_string!(locale, complaints.letter_hint)),
    };
    let until = (step == ComplaintStep::Hold).then(|| {
        let last = crate::ui::format::date(
            locale,
            case.days.last_due_on,
            domain::calendar::oslo_date(case.now),
        );
        let hint = td_string!(locale, complaints.until_hint, day = last);
        view! { <TextField state=state name="until" label=td_string!(locale, complaints.until) kind="date" hint=hint /> }
    });
    let outcome = (step == ComplaintStep::Resolve).then(|| {
        let options = Outcome::ALL
            .iter()
            .map(|&one| (one.as_str().to_owned(), outcome_text(locale, one).to_owned(), String::new()))
            .collect();
        view! { <RadioField state=state name="outcome" legend=td_string!(locale, complaints.outcome) options=options>""</RadioField> }
    });
    view! {
        {outcome}
        <TextArea state=state name="body" label=label hint=hint rows=6 maxlength=LETTER_MAX_CHARS />
        {until}
    }
}

/// A note for colleagues.
#[component]
pub fn NoteForm(case: Case, page: PageResource<Case>) -> impl IntoView {
    let locale = use_locale();
    let step = ComplaintStep::Note;
    let (action, state) = step_state(&case, step, page);
    view! {
        <PostForm action=action attr:class="form tight">
            <ErrorSummary state=state />
            <About case=case step=step />
            <TextArea state=state name="body" label=td_string!(locale, complaints.note) rows=2 maxlength=LETTER_MAX_CHARS />
            <SubmitButton state=state class="btn plain small">{button_text(step)}</SubmitButton>
        </PostForm>
    }
}

fn button_text(step: ComplaintStep) -> &'static str {
    let locale = use_locale();
    match step {
        ComplaintStep::Acknowledge => td_string!(locale, complaints.do_acknowledge),
        ComplaintStep::Take => td_string!(locale, complaints.do_take),
        ComplaintStep::Reply => td_string!(locale, complaints.do_reply),
        ComplaintStep::Hold => td_string!(locale, complaints.do_hold),
        ComplaintStep::Resolve => td_string!(locale, complaints.do_resolve),
        ComplaintStep::Escalate => td_string!(locale, complaints.do_escalate),
        ComplaintStep::HandBack => td_string!(locale, complaints.do_hand_back),
        ComplaintStep::Note => td_string!(locale, complaints.do_note),
    }
}

/// Prefix of the ids of a step's fields: several forms stand on the page.
const fn form_id(step: ComplaintStep) -> &'static str {
    match step {
        ComplaintStep::Acknowledge => "complaint-acknowledge",
        ComplaintStep::Take => "complaint-take",
        ComplaintStep::Reply => "complaint-reply",
        ComplaintStep::Hold => "complaint-hold",
        ComplaintStep::Resolve => "complaint-resolve",
        ComplaintStep::Escalate => "complaint-escalate",
        ComplaintStep::HandBack => "complaint-hand-back",
        ComplaintStep::Note => "complaint-note",
    }
}
