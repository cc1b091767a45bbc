//! A new complaint.
use domain::form::{Letter, Subject};
use leptos::prelude::*;
use leptos_meta::Title;

use crate::complaints::api::{COMPLAINT_FORM, FileComplaint, load_complaint_form};
use crate::complaints::words::categories;
use crate::form::{Flash, is_second_look};
use crate::i18n::{td_string, use_locale};
use crate::ui::{
    ErrorSummary, PostAction, PostForm, SelectField, SubmitButton, TextArea, TextField, form_state, loaded,
    page_resource,
};

#[expect(clippy::cast_possible_truncation, reason = "a letter is short")]
const LETTER_MAX_CHARS: u32 = Letter::MAX_CHARS as u32;
#[expect(clippy::cast_possible_truncation, reason = "a line is short")]
const SUBJECT_MAX_CHARS: u32 = Subject::MAX_CHARS as u32;

#[component]
pub fn NewComplaintPage() -> impl IntoView {
    let locale = use_locale();
    let again = is_second_look();
    let flash = page_resource(move || again, load_complaint_form);
    view! {
        <Title text=td_string!(locale, complaints.new) />
        <h1>{td_string!(locale, complaints.new)}</h1>
        <p class="quiet">{td_string!(locale, complaints.new_lead)}</p>
        {loaded(flash, |flash| view! { <NewForm flash=flash /> })}
    }
}

#[component]
fn NewForm(flash: Flash) -> impl IntoView {
    let locale = use_locale();
    let action = PostAction::to::<FileComplaint, _>();
    let state = form_state(COMPLAINT_FORM, action, flash);
    view! {
        <PostForm action=action attr:class="form">
            <ErrorSummary state=state />
            <SelectField state=state name="category" label=td_string!(locale, complaints.new_category) options=categories(locale) />
            <TextField
                state=state
                name="subject"
                label=td_string!(locale, complaints.new_subject)
                hint=td_string!(locale, complaints.new_subject_hint)
                maxlength=SUBJECT_MAX_CHARS
            />
            <TextArea
                state=state
                name="description"
                label=td_string!(locale, complaints.new_description)
                hint=td_string!(locale, complaints.new_description_hint)
                rows=8
                maxlength=LETTER_MAX_CHARS
            />
            <div class="form-actions">
                <SubmitButton state=state>{td_string!(locale, complaints.send)}</SubmitButton>
                <a class="btn plain" href="/complaints">{td_string!(locale, common.back)}</a>
            </div>
        </PostForm>
    }
}
