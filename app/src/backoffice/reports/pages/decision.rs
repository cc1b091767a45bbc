//! What whoever looks may do with a report now.
use domain::compliance::report::{State, Step, is_complete};
use leptos::prelude::*;

use crate::backoffice::reports::api::DECIDE_FORM;
use crate::backoffice::reports::model::ReportView;
use crate::i18n::{Locale, td_string, use_locale};
use crate::ui::{
    ErrorSummary, FormState, Icon, IconName, PostAction, PostForm, TextArea, TextField, form_state,
};

const REASON_ROWS: u32 = 3;
const RECEIPT_MAX: u32 = 64;

#[component]
pub(super) fn Decision(view: ReportView, action: PostAction) -> impl IntoView {
    let locale = use_locale();
    let may = is_complete(&view.gaps);
    let goes_on = |step: &Step| may || !matches!(step, Step::Propose | Step::Submit);
    let mut steps: Vec<Step> = view.steps.iter().copied().filter(goes_on).collect();
    // What leads on comes first.
    steps.sort_by_key(|step| step.needs_reason());
    if steps.is_empty() {
        return ().into_any();
    }
    let state = form_state(DECIDE_FORM, action, view.flashes.decide);
    let waits_for_receipt = view.state == State::Submitted;
    let buttons = steps.iter().map(|&step| step_button(locale, state, step));
    let buttons = buttons.collect_view();
    let told = steps
        .iter()
        .map(|&step| view! { <li><b>{button_text(locale, step)}</b> ": " {told_of(locale, step)}</li> });
    let told = told.collect_view();
    view! {
        <section class="panel">
            <h2>{td_string!(locale, reports.decide)}</h2>
            {view.own_proposal.then(|| view! {
                <div class="notice wait" role="status"><Icon name=IconName::Person /><div><p>{td_string!(locale, reports.own_proposal)}</p></div></div>
            })}
            <PostForm action=action attr:class="form">
                <ErrorSummary state=state />
                <input type="hidden" name="form[report]" value=view.content.id.to_string() />
                <input type="hidden" name="form[version]" value=view.version.to_string() />
                {if waits_for_receipt {
                    view! {
                        <TextField state=state name="receipt" label=td_string!(locale, reports.receipt_field) hint=td_string!(locale, reports.receipt_hint) maxlength=RECEIPT_MAX />
                    }.into_any()
                } else {
                    view! {
                        <ul class="quiet">{told}</ul>
                        <TextArea state=state name="reason" label=td_string!(locale, reports.note) hint=reason_hint(locale, &steps) required=false rows=REASON_ROWS />
                    }.into_any()
                }}
                <div class="form-actions">{buttons}</div>
                <p class="visually-hidden" role="status">{move || state.pending.get().then_some(td_string!(locale, common.working))}</p>
            </PostForm>
        </section>
    }
    .into_any()
}

/// Sends the form with its step: what leads on stands out.
fn step_button(locale: Locale, state: FormState, step: Step) -> impl IntoView {
    let class = if step.needs_reason() { "btn plain" } else { "btn" };
    view! {
        <button class=class type="submit" name="form[step]" value=step.as_str() aria-busy=move || state.pending.get().to_string() disabled=move || state.pending.get()>
            {button_text(locale, step)}
        </button>
    }
}

fn button_text(locale: Locale, step: Step) -> &'static str {
    match step {
        Step::Propose => td_string!(locale, reports.propose),
        Step::Submit => td_string!(locale, reports.submit),
        Step::Return => td_string!(locale, reports.send_back),
        Step::Withdraw => td_string!(locale, reports.withdraw),
        Step::Acknowledge => td_string!(locale, reports.acknowledge),
        Step::Begin => td_string!(locale, reports.begin),
    }
}

/// What it leads to.
fn told_of(locale: Locale, step: Step) -> &'static str {
    match step {
        Step::Propose => td_string!(locale, reports.propose_text),
        Step::Submit => td_string!(locale, reports.submit_text),
        Step::Return => td_string!(locale, reports.send_back_text),
        Step::Withdraw => td_string!(locale, reports.withdraw_text),
        Step::Acknowledge | Step::Begin => "",
    }
}

/// Who sends it back or drops it says why.
fn reason_hint(locale: Locale, steps: &[Step]) -> String {
    let named: Vec<&str> =
        steps.iter().filter(|step| step.needs_reason()).map(|step| button_text(locale, *step)).collect();
    format!("{}: {}", named.join(", "), td_string!(locale, reports.why_hint))
}
