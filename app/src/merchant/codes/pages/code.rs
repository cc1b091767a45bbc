//! One code: to show, to print, to take back.
use domain::calendar::oslo_date;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

use super::codes::CodeTag;
use crate::form::Flash;
use crate::i18n::{tu_string, use_i18n};
use crate::merchant::codes::api::{RevokeCode, load_code};
use crate::merchant::codes::model::{CodeDetails, CodeState, CodeView, code_path, codes_path};
use crate::merchant::frame::ShopFrame;
use crate::ui::{
    ErrorSummary, Icon, IconName, PostAction, PostForm, form_state, format, loaded, page_resource,
};

/// Sides of the pictures that are offered.
const PNG_PIXELS: [u32; 3] = [512, 1_024, 2_048];

#[component]
pub fn CodePage() -> impl IntoView {
    let i18n = use_i18n();
    let params = use_params_map();
    let param = move |name: &'static str| params.with(|params| params.get(name).unwrap_or_default());
    let revoke = PostAction::to::<RevokeCode, _>();
    let revoked = revoke.version();
    let details = page_resource(
        move || (param("shop"), param("code"), revoked.get()),
        |(shop, code, _)| load_code(shop, code),
    );
    view! {
        <Title text=tu_string!(i18n, codes.title) />
        {loaded(details, move |details| view! { <OneCode details=details revoke=revoke /> })}
    }
}

#[component]
fn OneCode(details: CodeDetails, revoke: PostAction) -> impl IntoView {
    let i18n = use_i18n();
    let CodeDetails { shop, code, link, now } = details;
    let path = code_path(&shop.id, &code.id);
    let live = code.state == CodeState::Live;
    let title = code.name.clone().or_else(|| code.reference.clone());
    let picture = match &code.name {
        Some(name) => tu_string!(i18n, codes.picture_of, name = name.clone()).to_string(),
        None => tu_string!(i18n, codes.picture).to_owned(),
    };
    let made_on = format::date(i18n.get_locale_untracked(), oslo_date(code.created_at), oslo_date(now));
    view! {
        <ShopFrame shop=shop.id.to_string() name=shop.name status=shop.status>
            <h1>{title.unwrap_or_else(|| tu_string!(i18n, codes.picture).to_owned())}</h1>
            <section class="card code-card">
                <div class="cluster">
                    <CodeTag state=code.state />
                    <span class="quiet">{tu_string!(i18n, codes.made_on, date = made_on).to_string()}</span>
                </div>
                {(code.state == CodeState::Revoked).then(|| view! { <p>{tu_string!(i18n, codes.revoked_text)}</p> })}
                <p class="code-amount">{amount_of(&code)}</p>
                {live.then(|| view! { <img class="code-picture" src=format!("{path}/code.svg") alt=picture width="328" height="328" /> })}
                <dl class="pairs"><div><dt>{tu_string!(i18n, codes.link)}</dt><dd class="code-link">{link}</dd></div></dl>
            </section>
            {live.then(|| {
                view! {
                    <Files path=path.clone() />
                    <Revoke shop=shop.id.to_string() code=code.id.to_string() revoke=revoke />
                }
            })}
            <a class="btn plain" href=codes_path(shop.id.as_str())>{tu_string!(i18n, codes.all)}</a>
        </ShopFrame>
    }
}

fn amount_of(code: &CodeView) -> String {
    let i18n = use_i18n();
    match code.amount {
        Some(amount) => format::money(i18n.get_locale_untracked(), amount),
        None => tu_string!(i18n, codes.open_amount).to_owned(),
    }
}

/// What to take away. The browser fetches them itself: they are no pages.
#[component]
fn Files(path: String) -> impl IntoView {
    let i18n = use_i18n();
    let sheets = [
        ("a6", tu_string!(i18n, codes.print_a6)),
        ("a4", tu_string!(i18n, codes.print_a4)),
        ("a4x8", tu_string!(i18n, codes.print_a4x8)),
    ];
    let sheets = sheets.map(|(sheet, words)| (format!("{path}/sheet.pdf?sheet={sheet}"), words));
    let pictures = PNG_PIXELS.map(|pixels| {
        (
            format!("{path}/code.png?size={pixels}"),
            tu_string!(i18n, codes.png_pixels, pixels = pixels).to_string(),
        )
    });
    let svg = format!("{path}/code.svg");
    view! {
        <section class="card">
            <h2>{tu_string!(i18n, codes.print)}</h2>
            <ul class="cluster">
                {sheets.map(|(href, words)| view! { <li><a class="btn plain small" href=href rel="external">{words}</a></li> }).collect_view()}
            </ul>
            <h2>{tu_string!(i18n, codes.download)}</h2>
            <ul class="cluster">
                {pictures.map(|(href, words)| view! { <li><a class="btn plain small" href=href rel="external" download>{words}</a></li> }).collect_view()}
                <li><a class="btn plain small" href=svg rel="external" download>{tu_string!(i18n, codes.svg)}</a></li>
            </ul>
        </section>
    }
}

/// Asks first: the second button appears with what it will do.
#[component]
fn Revoke(shop: String, code: String, revoke: PostAction) -> impl IntoView {
    let i18n = use_i18n();
    let state = form_state("revoke-code", revoke, Flash::default());
    view! {
        <details class="ask">
            <summary class="btn link danger">{tu_string!(i18n, codes.revoke)}</summary>
            <div class="notice bad">
                <Icon name=IconName::Alert />
                <div><p>{tu_string!(i18n, codes.revoke_text)}</p></div>
            </div>
            <PostForm action=revoke>
                <ErrorSummary state=state />
                <input type="hidden" name="shop" value=shop />
                <input type="hidden" name="code" value=code />
                <button class="btn danger" type="submit" disabled=move || state.pending.get()>
                    {tu_string!(i18n, codes.revoke_sure)}
                </button>
            </PostForm>
        </details>
    }
}
