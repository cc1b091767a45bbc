//! Changing a recipient: the name, or the account.
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

use super::recipient_form::RecipientFields;
use crate::error::AppError;
use crate::form::is_second_look;
use crate::i18n::{td_string, use_locale};
use crate::remittance::api::{EDIT_RECIPIENT_FORM, EditRecipient, load_recipient_form};
use crate::remittance::model::RecipientFormStep;
use crate::ui::{ErrorSummary, PostAction, PostForm, SubmitButton, form_state, loaded, page_resource};

#[component]
pub fn EditRecipientPage() -> impl IntoView {
    let locale = use_locale();
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id").unwrap_or_default()));
    let again = is_second_look();
    let step = page_resource(move || id.get(), move |id| load_recipient_form(id, String::new(), again));
    view! {
        <Title text=td_string!(locale, recipients.edit_title) />
        <h1>{td_string!(locale, recipients.edit_title)}</h1>
        {loaded(step, |step| view! { <EditRecipient step=step /> })}
    }
}

#[component]
fn EditRecipient(step: RecipientFormStep) -> impl IntoView {
    let locale = use_locale();
    let action = PostAction::to::<EditRecipient, _>();
    let state = form_state(EDIT_RECIPIENT_FORM, action, step.flash);
    let page = format!("/recipients/{}", state.value("recipient"));
    let see_now = {
        let page = page.clone();
        move || {
            (state.error.get() == Some(AppError::RecipientChanged)).then(|| {
                view! { <a class="btn plain" href=page.clone()>{td_string!(locale, recipients.see_now)}</a> }
            })
        }
    };
    view! {
        <PostForm action=action attr:class="form">
            <ErrorSummary state=state />
            {see_now}
            <RecipientFields state=state known=step.known />
            <p class="quiet">{td_string!(locale, recipients.new_account)}</p>
            <div class="form-actions">
                <SubmitButton state=state>{td_string!(locale, recipients.save)}</SubmitButton>
                <a class="btn plain" href=page>{td_string!(locale, common.back)}</a>
            </div>
        </PostForm>
    }
}
