//! A new complaint.
use chrono::{DateTime, Utc};
use domain::compliance::complaint::Category;
use domain::form::{Letter, Subject};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use crate::complaints::api::{COMPLAINT_FORM, FileComplaint, load_complaint_form};
use crate::complaints::model::{NewComplaint, Payment};
use crate::complaints::words::categories;
use crate::form::is_second_look;
use crate::i18n::{td_string, use_locale};
use crate::ui::{
    ErrorSummary, PostAction, PostForm, SelectField, SubmitButton, TextArea, TextField, form_state, format,
    loaded, page_resource,
};

#[expect(clippy::cast_possible_truncation, reason = "a letter is short")]
const LETTER_MAX_CHARS: u32 = Letter::MAX_CHARS as u32;
#[expect(clippy::cast_possible_truncation, reason = "a line is short")]
const SUBJECT_MAX_CHARS: u32 = Subject::MAX_CHARS as u32;

#[component]
pub fn NewComplaintPage() -> impl IntoView {
    let locale = use_locale();
    let again = is_second_look();
    let query = use_query_map();
    let about = Memo::new(move |_| query.with(|query| query.get("about").unwrap_or_default()));
    let form = page_resource(move || about.get(), move |about| load_complaint_form(about, again));
    view! {
        <Title text=td_string!(locale, complaints.new) />
        <h1>{td_string!(locale, complaints.new)}</h1>
        <p class="quiet">{td_string!(locale, complaints.new_lead)}</p>
        {loaded(form, |form| view! { <NewForm form=form /> })}
    }
}

#[component]
fn NewForm(form: NewComplaint) -> impl IntoView {
    let locale = use_locale();
    let action = PostAction::to::<FileComplaint, _>();
    let NewComplaint { about, mut flash, now } = form;
    let id = about.as_ref().map(|payment| payment.id.to_string());
    if id.is_some() {
        flash
            .values
            .entry("category".to_owned())
            .or_insert_with(|| Category::Transaction.as_str().to_owned());
    }
    let state = form_state(COMPLAINT_FORM, action, flash);
    view! {
        {about.map(|payment| view! { <AboutPayment payment=payment now=now /> })}
        <PostForm action=action attr:class="form">
            <ErrorSummary state=state />
            {id.map(|id| view! { <input type="hidden" name="form[about]" value=id /> })}
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

/// The payment that a complaint is about, with the way to its receipt.
#[component]
pub(super) fn AboutPayment(payment: Payment, now: DateTime<Utc>) -> impl IntoView {
    let locale = use_locale();
    let amount = format::money(locale, payment.amount);
    let when = format::date_and_time(locale, payment.at, now);
    view! {
        <section class="card">
            <h2>{td_string!(locale, me.complaint_about)}</h2>
            <ul class="rows">
                <li>
                    <a class="row" href=format!("/activity/{}", payment.id)>
                        <span class="text">
                            <b><bdi>{payment.to}</bdi></b>
                            <span class="quiet">{when} " · " <bdi>{payment.id.reference()}</bdi></span>
                        </span>
                        <span class="amount"><span class="money">{amount}</span></span>
                    </a>
                </li>
            </ul>
        </section>
    }
}
