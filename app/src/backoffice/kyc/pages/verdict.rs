//! The form of a decision about an identity.
use domain::identity::Topic;
use leptos::prelude::*;

use super::words::choice;
use crate::backoffice::kyc::api::CASE_FORM;
use crate::backoffice::kyc::model::CaseView;
use crate::i18n::{td_string, use_locale};
use crate::kyc::pages::words;
use crate::ui::{
    CheckField, ErrorSummary, FormState, Icon, IconName, PostAction, PostForm, RadioField, SubmitButton,
    TextArea, form_state,
};

/// The longest that `kyc_events.reason` may be.
const REASON_MAX_CHARS: u32 = 500;

/// What whoever looks may decide; nothing where they may do nothing.
#[component]
pub(super) fn Verdict(case: CaseView, action: PostAction) -> impl IntoView {
    let locale = use_locale();
    let state = form_state(CASE_FORM, action, case.flash);
    let lead = case.needs_lead.then(|| {
        view! {
            <div class="notice wait" role="status"><Icon name=IconName::Person /><div><p>{td_string!(locale, kyc_review.needs_lead)}</p></div></div>
        }
    });
    if case.choices.is_empty() {
        return view! { {lead} }.into_any();
    }
    let asks = case.choices.iter().any(|one| one == "ask");
    let options = case.choices.into_iter().map(|one| choice(locale, one)).collect();
    view! {
        <section class="panel">
            <h2>{td_string!(locale, kyc_review.decide)}</h2>
            {lead}
            <PostForm action=action attr:class="form">
                <ErrorSummary state=state />
                <input type="hidden" name="form[case]" value=case.id.to_string() />
                <RadioField state=state name="decision" legend=td_string!(locale, kyc_review.what) options=options>
                    <p class="hint">{td_string!(locale, kyc_review.what_hint)}</p>
                </RadioField>
                {asks.then(|| view! { <Topics state=state /> })}
                <TextArea state=state name="reason" label=td_string!(locale, kyc_review.why) hint=td_string!(locale, kyc_review.why_hint) maxlength=REASON_MAX_CHARS />
                <div class="form-actions"><SubmitButton state=state>{td_string!(locale, kyc_review.save)}</SubmitButton></div>
            </PostForm>
        </section>
    }
    .into_any()
}

/// What the customer has to tell more about.
#[component]
fn Topics(state: FormState) -> impl IntoView {
    let locale = use_locale();
    let fields = Topic::ALL.iter().map(|&topic| {
        view! { <CheckField state=state name=topic.as_str() required=false>{words::topic(topic)}</CheckField> }
    });
    view! {
        <fieldset class="group checks">
            <legend>{td_string!(locale, kyc_review.ask_about)}</legend>
            <p class="hint">{td_string!(locale, kyc_review.ask_about_hint)}</p>
            {fields.collect_view()}
        </fieldset>
    }
}
