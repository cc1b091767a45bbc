//! Are you sure? Before a recipient leaves the list.
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

use crate::form::Flash;
use crate::i18n::{td_string, use_locale};
use crate::remittance::api::{RemoveRecipient, load_recipient};
use crate::remittance::model::RecipientDetails;
use crate::ui::{ErrorSummary, PostAction, PostForm, form_state, loaded, page_resource};

#[component]
pub fn RemoveRecipientPage() -> impl IntoView {
    let locale = use_locale();
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id").unwrap_or_default()));
    let details = page_resource(move || id.get(), load_recipient);
    view! {
        <Title text=td_string!(locale, recipients.remove_title) />
        {loaded(details, |details| view! { <Remove details=details /> })}
    }
}

#[component]
fn Remove(details: RecipientDetails) -> impl IntoView {
    let locale = use_locale();
    let action = PostAction::to::<RemoveRecipient, _>();
    let state = form_state("remove-recipient", action, Flash::default());
    let recipient = details.recipient;
    let page = format!("/recipients/{}", recipient.id);
    view! {
        <h1>{td_string!(locale, recipients.remove_question, name = recipient.name)}</h1>
        <p class="iban quiet">{recipient.iban}</p>
        <p>{td_string!(locale, recipients.remove_text)}</p>
        <PostForm action=action attr:class="form">
            <ErrorSummary state=state />
            <input type="hidden" name="recipient" value=recipient.id.to_string() />
            <div class="form-actions">
                <button class="btn danger" type="submit" disabled=move || state.pending.get()>
                    {td_string!(locale, recipients.remove)}
                </button>
                <a class="btn plain" href=page>{td_string!(locale, recipients.keep)}</a>
            </div>
        </PostForm>
    }
}
