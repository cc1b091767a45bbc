//! A request about one's data: what it does, and a field for what is to be said.
use domain::compliance::privacy::RequestKind;
use domain::form::Letter;
use leptos::prelude::*;
use leptos_meta::Title;

use crate::form::{Flash, is_second_look};
use crate::i18n::{Locale, td_string, use_locale};
use crate::privacy::api::{FileRequest, REQUEST_FORM, load_request_form};
use crate::privacy::words::kind_text;
use crate::ui::{
    ErrorSummary, PostAction, PostForm, SubmitButton, TextArea, form_state, loaded, page_resource,
};

#[expect(clippy::cast_possible_truncation, reason = "a letter is short")]
const LETTER_MAX_CHARS: u32 = Letter::MAX_CHARS as u32;

#[component]
pub fn AskPage(kind: RequestKind) -> impl IntoView {
    let locale = use_locale();
    let again = is_second_look();
    let flash = page_resource(move || again, load_request_form);
    let facts = facts(locale, kind).into_iter().map(|fact| view! { <li>{fact}</li> }).collect_view();
    view! {
        <Title text=kind_text(locale, kind) />
        <h1>{kind_text(locale, kind)}</h1>
        <section class="card stack">
            <h2>{td_string!(locale, privacy.what_happens)}</h2>
            <ul class="facts">{facts}</ul>
        </section>
        {loaded(flash, move |flash| view! { <AskForm kind=kind flash=flash /> })}
    }
}

#[component]
fn AskForm(kind: RequestKind, flash: Flash) -> impl IntoView {
    let locale = use_locale();
    let action = PostAction::to::<FileRequest, _>();
    let state = form_state(REQUEST_FORM, action, flash);
    let (label, hint) = match kind {
        RequestKind::Rectification => {
            (td_string!(locale, privacy.ask_rectify), td_string!(locale, privacy.ask_rectify_hint))
        }
        RequestKind::Restriction => {
            (td_string!(locale, privacy.ask_restrict), td_string!(locale, privacy.ask_restrict_hint))
        }
        RequestKind::Erasure | RequestKind::Export => {
            (td_string!(locale, privacy.ask_more), td_string!(locale, privacy.ask_more_hint))
        }
    };
    view! {
        <PostForm action=action attr:class="form">
            <ErrorSummary state=state />
            <input type="hidden" name="form[kind]" value=kind.as_str() id=state.field_id("kind") />
            <TextArea
                state=state
                name="details"
                label=label
                hint=hint
                required=kind == RequestKind::Rectification
                rows=6
                maxlength=LETTER_MAX_CHARS
            />
            <div class="form-actions">
                <SubmitButton state=state>{td_string!(locale, privacy.ask_send)}</SubmitButton>
                <a class="btn plain" href="/me/privacy">{td_string!(locale, common.back)}</a>
            </div>
        </PostForm>
    }
}

fn facts(locale: Locale, kind: RequestKind) -> Vec<&'static str> {
    match kind {
        RequestKind::Erasure => vec![
            td_string!(locale, privacy.erasure_a),
            td_string!(locale, privacy.erasure_b),
            td_string!(locale, privacy.erasure_c),
            td_string!(locale, privacy.month),
        ],
        RequestKind::Rectification => {
            vec![td_string!(locale, privacy.rectification_a), td_string!(locale, privacy.month)]
        }
        RequestKind::Restriction => vec![
            td_string!(locale, privacy.restriction_a),
            td_string!(locale, privacy.restriction_b),
            td_string!(locale, privacy.restriction_c),
            td_string!(locale, privacy.month),
        ],
        RequestKind::Export => vec![td_string!(locale, privacy.month)],
    }
}
