//! Finding a code to pay: with the camera, from a picture, or by typing it.
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use super::scanner::{Camera, read_in_browser};
use crate::form::{Flash, flash_if, is_second_look};
use crate::i18n::{tu_string, use_i18n};
use crate::merchant::pay::api::{FIND_FORM, FindCode, load_scan_page};
use crate::ui::{
    ErrorSummary, Icon, IconName, PostAction, PostForm, SubmitButton, TextField, form_state, loaded,
    page_resource,
};

/// Where a picture goes that the browser does not read itself; see `server/src/pictures.rs`.
const PICTURE_URL: &str = "/pay/picture";

#[component]
pub fn ScanPage() -> impl IntoView {
    let i18n = use_i18n();
    let again = is_second_look();
    let load = move |()| async move {
        load_scan_page().await?;
        flash_if(again, FIND_FORM).await
    };
    let flash = page_resource(|| (), load);
    view! {
        <Title text=tu_string!(i18n, pay.title) />
        {loaded(flash, |flash| view! { <Scan flash=flash /> })}
    }
}

#[component]
fn Scan(flash: Flash) -> impl IntoView {
    let i18n = use_i18n();
    let action = PostAction::to::<FindCode, _>();
    let state = form_state(FIND_FORM, action, flash);
    view! {
        <h1>{tu_string!(i18n, pay.scan_title)}</h1>
        <p>{tu_string!(i18n, pay.scan_lead)}</p>
        <PictureProblem />
        <ErrorSummary state=state />
        <Camera found=action />
        <div class="ways">
            <section class="card stack">
                <h2>{tu_string!(i18n, pay.picture)}</h2>
                <form
                    class="form"
                    method="post"
                    action=PICTURE_URL
                    enctype="multipart/form-data"
                    on:submit=move |event| read_in_browser(&event, action)
                >
                    <div class="field">
                        <label for="picture">{tu_string!(i18n, pay.picture_field)}</label>
                        <p class="hint" id="picture-hint">{tu_string!(i18n, pay.picture_hint)}</p>
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
                        <button class="btn plain" type="submit">{tu_string!(i18n, pay.read_picture)}</button>
                    </div>
                </form>
            </section>
            <section class="card stack">
                <h2>{tu_string!(i18n, pay.typed)}</h2>
                <PostForm action=action attr:class="form">
                    <TextField
                        state=state
                        name="text"
                        label=tu_string!(i18n, pay.typed_field)
                        hint=tu_string!(i18n, pay.typed_hint)
                        maxlength=500
                    />
                    <div class="form-actions">
                        <SubmitButton state=state class="btn plain">{tu_string!(i18n, common.next)}</SubmitButton>
                    </div>
                </PostForm>
            </section>
        </div>
    }
}

/// What was wrong with a picture that was sent.
#[component]
fn PictureProblem() -> impl IntoView {
    let i18n = use_i18n();
    let problem = use_query_map().with_untracked(|query| query.get("picture"));
    let text = problem.map(|problem| match problem.as_str() {
        "large" => tu_string!(i18n, pay.picture_large),
        "unreadable" => tu_string!(i18n, pay.picture_unreadable),
        "foreign" => tu_string!(i18n, errors.foreign_link),
        "other" => tu_string!(i18n, errors.no_code),
        "busy" => tu_string!(i18n, pay.picture_busy),
        _ => tu_string!(i18n, pay.picture_none),
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
