//! Step 1, for somebody new: country, name, account.
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use super::recipient_form::RecipientFields;
use super::step_bar::StepBar;
use crate::form::is_second_look;
use crate::i18n::{td_string, use_locale};
use crate::remittance::api::{AddRecipient, NEW_RECIPIENT_FORM, load_recipient_form};
use crate::remittance::model::RecipientFormStep;
use crate::ui::{ErrorSummary, PostAction, PostForm, SubmitButton, form_state, loaded, page_resource};

#[component]
pub fn NewRecipientPage() -> impl IntoView {
    let locale = use_locale();
    let query = use_query_map();
    // Somebody who was removed, to be added again.
    let copy = Memo::new(move |_| query.with(|query| query.get("copy").unwrap_or_default()));
    let again = is_second_look();
    let step = page_resource(move || copy.get(), move |copy| load_recipient_form(String::new(), copy, again));
    view! {
        <Title text=td_string!(locale, send.add_recipient) />
        <StepBar step=1 name=td_string!(locale, send.step_recipient) />
        <h1>{td_string!(locale, send.new_recipient_question)}</h1>
        {loaded(step, |step| view! { <NewRecipient step=step /> })}
    }
}

#[component]
fn NewRecipient(step: RecipientFormStep) -> impl IntoView {
    let locale = use_locale();
    let action = PostAction::to::<AddRecipient, _>();
    let state = form_state(NEW_RECIPIENT_FORM, action, step.flash);
    view! {
        <PostForm action=action attr:class="form">
            <ErrorSummary state=state />
            <RecipientFields state=state known=step.known />
            <div class="form-actions">
                <SubmitButton state=state>{td_string!(locale, common.next)}</SubmitButton>
                <a class="btn plain" href="/send">{td_string!(locale, common.back)}</a>
            </div>
        </PostForm>
    }
}
