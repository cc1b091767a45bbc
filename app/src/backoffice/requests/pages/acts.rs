//! What an officer can do about a data request, each step a form of its own.
use domain::calendar::oslo_date;
use domain::compliance::privacy::{RefusalGround, RequestKind, RequestStatus, RequestStep};
use domain::form::Letter;
use leptos::prelude::*;

use super::erasure::ErasureFields;
use crate::backoffice::requests::api::TakeRequestStep;
use crate::backoffice::requests::model::Case;
use crate::backoffice::requests::words::{button_text, ground_text, usual_answer};
use crate::form::Flash;
use crate::i18n::{td_string, use_locale};
use crate::ui::{
    ErrorSummary, FormState, PageResource, PostAction, PostForm, SelectField, SubmitButton, TextArea,
    TextField, form_state, format,
};

#[expect(clippy::cast_possible_truncation, reason = "a letter is short")]
const LETTER_MAX_CHARS: u32 = Letter::MAX_CHARS as u32;

/// Everything that can be done now.
#[component]
pub fn Acts(case: Case, page: PageResource<Case>) -> impl IntoView {
    let grant = match case.kind {
        RequestKind::Export => RequestStep::Approve,
        RequestKind::Erasure => RequestStep::Erase,
        RequestKind::Rectification => RequestStep::Rectify,
        RequestKind::Restriction => RequestStep::Restrict,
    };
    let steps = match (case.status, case.kind) {
        (RequestStatus::Pending, _) => vec![grant, RequestStep::Extend, RequestStep::Refuse],
        (RequestStatus::Processing, RequestKind::Restriction) => vec![RequestStep::Lift],
        _ => return ().into_any(),
    };
    let take = (case.status == RequestStatus::Pending && !case.is_mine)
        .then(|| view! { <Take case=case.clone() page=page /> });
    let steps =
        steps.into_iter().map(|step| view! { <Act case=case.clone() page=page step=step /> }).collect_view();
    let locale = use_locale();
    view! { <section class="panel" aria-label=td_string!(locale, complaints.acts)>{take} {steps}</section> }
        .into_any()
}

/// The state of a step's form: what was typed in it before it was turned back, else what it begins with; and after it
/// went well the page anew.
fn step_state(case: &Case, step: RequestStep, page: PageResource<Case>) -> (PostAction, FormState) {
    let action = PostAction::to::<TakeRequestStep, _>();
    let typed = |name: &str| case.flash.values.get(name).map(String::as_str);
    let is_of_this = typed("step") == Some(step.as_str()) && typed("request") == Some(case.id.as_str());
    let flash = if is_of_this { case.flash.clone() } else { beginning(case, step) };
    Effect::new(move |_| {
        if matches!(action.value().get(), Some(Ok(()))) {
            page.refetch();
        }
    });
    (action, form_state(form_id(step), action, flash))
}

/// What a step's form begins with.
fn beginning(case: &Case, step: RequestStep) -> Flash {
    let mut flash = Flash::default();
    let mut put = |name: &str, text: &str| flash.values.insert(name.to_owned(), text.to_owned());
    if let Some(answer) = usual_answer(use_locale(), step) {
        put("body", answer);
    }
    if step == RequestStep::Rectify {
        put("first_name", &case.person.first_name);
        put("last_name", &case.person.last_name);
        put("phone", case.person.phone.as_deref().unwrap_or_default());
        put("born", &case.person.born.map(|day| day.to_string()).unwrap_or_default());
    }
    flash
}

/// What every step's post says of where it was made.
#[component]
fn About(case: Case, step: RequestStep) -> impl IntoView {
    view! {
        <input type="hidden" name="form[request]" value=case.id.to_string() />
        <input type="hidden" name="form[version]" value=case.version.to_string() />
        <input type="hidden" name="form[step]" value=step.as_str() />
    }
}

/// Making it one's own.
#[component]
fn Take(case: Case, page: PageResource<Case>) -> impl IntoView {
    let step = RequestStep::Take;
    let (action, state) = step_state(&case, step, page);
    view! {
        <PostForm action=action>
            <ErrorSummary state=state />
            <About case=case step=step />
            <SubmitButton state=state class="btn plain small">{button_text(use_locale(), step)}</SubmitButton>
        </PostForm>
    }
}

/// A step that says something: closed until somebody wants it, or it was turned back.
#[component]
fn Act(case: Case, page: PageResource<Case>, step: RequestStep) -> impl IntoView {
    let locale = use_locale();
    let (action, state) = step_state(&case, step, page);
    let is_other = matches!(step, RequestStep::Extend | RequestStep::Refuse | RequestStep::Lift);
    let open = state.error.get_untracked().is_some() || !is_other;
    view! {
        <details class="act" open=open>
            <summary class="btn plain small">{button_text(locale, step)}</summary>
            <PostForm action=action attr:class="form">
                <ErrorSummary state=state />
                <About case=case.clone() step=step />
                <Fields case=case state=state step=step />
                <div class="form-actions"><SubmitButton state=state class="btn">{button_text(locale, step)}</SubmitButton></div>
            </PostForm>
        </details>
    }
}

/// The fields of one step.
#[component]
fn Fields(case: Case, state: FormState, step: RequestStep) -> impl IntoView {
    let locale = use_locale();
    let own = match step {
        RequestStep::Erase => view! { <ErasureFields state=state has_shop=case.person.has_shop /> }.into_any(),
        RequestStep::Rectify => view! {
            <div class="form-row">
                <TextField state=state name="first_name" label=td_string!(locale, requests.first_name) />
                <TextField state=state name="last_name" label=td_string!(locale, requests.last_name) />
                <TextField state=state name="phone" label=td_string!(locale, requests.phone) kind="tel" required=false />
                <TextField state=state name="born" label=td_string!(locale, requests.born) kind="date" required=false />
            </div>
        }
        .into_any(),
        RequestStep::Extend => {
            let last = format::date(locale, case.days.last_due_on, oslo_date(case.now));
            let hint = td_string!(locale, requests.until_hint, day = last);
            view! { <TextField state=state name="until" label=td_string!(locale, requests.until) kind="date" hint=hint /> }
                .into_any()
        }
        RequestStep::Refuse => {
            let grounds = RefusalGround::ALL.iter().filter(|ground| ground.fits(case.kind));
            let grounds = grounds.map(|&one| (one.as_str().to_owned(), ground_text(locale, one).to_owned()));
            view! { <SelectField state=state name="ground" label=td_string!(locale, requests.ground) options=grounds.collect() /> }
                .into_any()
        }
        _ => ().into_any(),
    };
    let label = match step {
        RequestStep::Extend | RequestStep::Lift => td_string!(locale, requests.why),
        _ => td_string!(locale, requests.answer),
    };
    view! {
        {own}
        <TextArea
            state=state
            name="body"
            label=label
            hint=td_string!(locale, complaints.letter_hint)
            rows=4
            maxlength=LETTER_MAX_CHARS
        />
    }
}

/// A note for colleagues.
#[component]
pub fn NoteForm(case: Case, page: PageResource<Case>) -> impl IntoView {
    let locale = use_locale();
    let step = RequestStep::Note;
    let (action, state) = step_state(&case, step, page);
    view! {
        <PostForm action=action attr:class="form tight">
            <ErrorSummary state=state />
            <About case=case step=step />
            <TextArea state=state name="body" label=td_string!(locale, complaints.note) rows=2 maxlength=LETTER_MAX_CHARS />
            <SubmitButton state=state class="btn plain small">{button_text(locale, step)}</SubmitButton>
        </PostForm>
    }
}

/// Prefix of the ids of a step's fields: several forms stand on the page.
const fn form_id(step: RequestStep) -> &'static str {
    match step {
        RequestStep::Take => "request-take",
        RequestStep::Note => "request-note",
        RequestStep::Extend => "request-extend",
        RequestStep::Approve => "request-approve",
        RequestStep::Erase => "request-erase",
        RequestStep::Rectify => "request-rectify",
        RequestStep::Restrict => "request-restrict",
        RequestStep::Lift => "request-lift",
        RequestStep::Refuse => "request-refuse",
    }
}
