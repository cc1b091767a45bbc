//! Finding a code to pay: with the camera, from a picture, or by typing it.
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use super::scanner::{Camera, read_in_browser};
use crate::form::{Flash, flash_if, is_second_look};
use crate::i18n::{td_string, use_locale};
use crate::merchant::pay::api::{FIND_FORM, FindCode, load_scan_page};
use crate::ui::{
    ErrorSummary, Icon, IconName, PostAction, PostForm, SubmitButton, TextField, form_state, loaded,
    page_resource,
};

/// Where a picture goes that the browser does not read itself; see `server/src/pictures.rs`.
const PICTURE_URL: &str = "/pay/picture";

#[component]
pub fn ScanPage() -> impl IntoView {
    let locale = use_locale();
    let again = is_second_look();
    let load = move |()| async move {
        load_scan_page().await?;
        flash_if(again, FIND_FORM).await
    };
    let flash = page_resource(|| (), load);
    view! {
        <Title text=td_string!(locale, pay.title) />
        {loaded(flash, |flash| view! { <Scan flash=flash /> })}
    }
}

#[component]
fn Scan(flash: Flash) -> impl IntoView {
    let locale = use_locale();
    let action = PostAction::to::<FindCode, _>();
    let state = form_state(FIND_FORM, action, flash);
    view! {
        <h1>{td_string!(locale, pay.scan_title)}</h1>
        <p>{td_string!(locale, pay.scan_lead)}</p>
        <PictureProblem />
        <ErrorSummary state=state />
        <Camera found=action />
        <div class="ways">
            <section class="card stack">
                <h2>{td_string!(locale, pay.picture)}</h2>
                <form
                    class="form"
                    method="post"
                    action=PICTURE_URL
                    enctype="multipart/form-data"
                    on:submit=move |event| read_in_browser(&event, action)
                >
                    <div class="field">
                        <label for="picture">{td_string!(locale, pay.picture_field)}</label>
                        <p class="hint" id="picture-hint">{td_string!(locale, pay.picture_hint)}</p>
                        <input
                            id="picture"
                            type="file"
                            name="picture"
                            accept="image/jpeg,image/png,image/webp"
                            aria-describedby="picture-hint"
                            required=true
                        />
                    </div>
                    <div class="form-actions">
                        <button class="btn plain" type="submit">{td_string!(locale, pay.read_picture)}</button>
                    </div>
                </form>
            </section>
            <section class="card stack">
                <h2>{td_string!(locale, pay.typed)}</h2>
                <PostForm action=action attr:class="form">
                    <TextField
                        state=state
                        name="text"
                        label=td_string!(locale, pay.typed_field)
                        hint=td_string!(locale, pay.typed_hint)
                        maxlength=500
                    />
                    <div class="form-actions">
                        <SubmitButton state=state class="btn plain">{td_string!(locale, common.next)}</SubmitButton>
                    </div>
                </PostForm>
            </section>
        </div>
    }
}

/// What was wrong with a picture that was sent.
#[component]
fn PictureProblem() -> impl IntoView {
    let locale = use_locale();
    let problem = use_query_map().with_untracked(|query| query.get("picture"));
    let text = problem.map(|problem| match problem.as_str() {
        "large" => td_string!(locale, pay.picture_large),
        "unreadable" => td_string!(locale, pay.picture_unreadable),
        "foreign" => td_string!(locale, errors.foreign_link),
        "other" => td_string!(locale, errors.no_code),
        "busy" => td_string!(locale, pay.picture_busy),
        _ => td_string!(locale, pay.picture_none),
    });
    text.map(|text| {
        view! {
            <div class="notice bad" role="alert">
                <Icon name=IconName::Alert />
                <div><p>{text}</p></div>
            </div>
        }
    })
}
