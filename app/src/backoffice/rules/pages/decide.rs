//! What another officer says of a proposal.
use domain::compliance::finding::RuleName;
use leptos::prelude::*;

use crate::backoffice::rules::api::DECIDE;
use crate::form::Flash;
use crate::i18n::{td_string, use_locale};
use crate::ui::{ErrorSummary, PostAction, PostForm, RadioField, SubmitButton, TextArea, form_state};

#[component]
pub fn Decide(rule: RuleName, proposal: String, flash: Flash, action: PostAction) -> impl IntoView {
    let locale = use_locale();
    let state = form_state(DECIDE, action, flash);
    let options = [
        ("approve", td_string!(locale, rules.approve), td_string!(locale, rules.approve_more)),
        ("reject", td_string!(locale, rules.reject), td_string!(locale, rules.reject_more)),
    ];
    let options = options.map(|(code, words, more)| (code.to_owned(), words.to_owned(), more.to_owned()));
    view! {
        <PostForm action=action attr:class="form">
            <ErrorSummary state=state />
            <input type="hidden" name="form[rule]" value=rule.as_str() />
            <input type="hidden" name="form[proposal]" value=proposal />
            <RadioField state=state name="decision" legend=td_string!(locale, rules.decide_question) options=options.into()>""</RadioField>
            <TextArea state=state name="reason" label=td_string!(locale, rules.reason) />
            <div class="form-actions">
                <SubmitButton state=state class="btn">{td_string!(locale, rules.decide)}</SubmitButton>
            </div>
        </PostForm>
    }
}
