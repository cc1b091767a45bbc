//! One code: to show, to print, to take back.
use domain::calendar::oslo_date;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

use super::codes::CodeTag;
use crate::form::Flash;
use crate::i18n::{td_string, use_locale};
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
    let locale = use_locale();
    let params = use_params_map();
    let param = move |name: &'static str| params.with(|params| params.get(name).unwrap_or_default());
    let revoke = PostAction::to::<RevokeCode, _>();
    let revoked = revoke.version();
    let details = page_resource(
        move || (param("shop"), param("code"), revoked.get()),
        |(shop, code, _)| load_code(shop, code),
    );
    view! {
        <Title text=td_string!(locale, codes.title) />
        {loaded(details, move |details| view! { <OneCode details=details revoke=revoke /> })}
    }
}

#[component]
fn OneCode(details: CodeDetails, revoke: PostAction) -> impl IntoView {
    let locale = use_locale();
    let CodeDetails { shop, code, link, now } = details;
    let path = code_path(&shop.id, &code.id);
    let live = code.state == CodeState::Live;
    let title = code.name.clone().or_else(|| code.reference.clone());
    let picture = match &code.name {
        Some(name) => td_string!(locale, codes.picture_of, name = name.clone()),
        None => td_string!(locale, codes.picture).to_owned(),
    };
    let made_on = format::date(locale, oslo_date(code.created_at), oslo_date(now));
    view! {
        <ShopFrame shop=shop.id.to_string() name=shop.name status=shop.status>
            <h1>{title.unwrap_or_else(|| td_string!(locale, codes.picture).to_owned())}</h1>
            <section class="card code-card">
                <div class="cluster">
                    <CodeTag state=code.state />
                    <span class="quiet">{td_string!(locale, codes.made_on, date = made_on)}</span>
                </div>
                {(code.state == CodeState::Revoked).then(|| view! { <p>{td_string!(locale, codes.revoked_text)}</p> })}
                <p class="code-amount">{amount_of(&code)}</p>
                {live.then(|| view! { <img class="code-picture" src=format!("{path}/code.svg") alt=picture width="328" height="328" /> })}
                <dl class="pairs"><div><dt>{td_string!(locale, codes.link)}</dt><dd class="code-link">{link}</dd></div></dl>
            </section>
            {live.then(|| {
                view! {
                    <Files path=path.clone() />
                    <Revoke shop=shop.id.to_string() code=code.id.to_string() revoke=revoke />
                }
            })}
            <a class="btn plain" href=codes_path(shop.id.as_str())>{td_string!(locale, codes.all)}</a>
        </ShopFrame>
    }
}

fn amount_of(code: &CodeView) -> String {
    let locale = use_locale();
    match code.amount {
        Some(amount) => format::money(locale, amount),
        None => td_string!(locale, codes.open_amount).to_owned(),
    }
}

/// What to take away. The browser fetches them itself: they are no pages.
#[component]
fn Files(path: String) -> impl IntoView {
    let locale = use_locale();
    let sheets = [
        ("a6", td_string!(locale, codes.print_a6)),
        ("a4", td_string!(locale, codes.print_a4)),
        ("a4x8", td_string!(locale, codes.print_a4x8)),
    ];
    let sheets = sheets.map(|(sheet, words)| (format!("{path}/sheet.pdf?sheet={sheet}"), words));
    let pictures = PNG_PIXELS.map(|pixels| {
        (format!("{path}/code.png?size={pixels}"), td_string!(locale, codes.png_pixels, pixels = pixels))
    });
    let svg = format!("{path}/code.svg");
    view! {
        <section class="card">
            <h2>{td_string!(locale, codes.print)}</h2>
            <ul class="cluster">
                {sheets.map(|(href, words)| view! { <li><a class="btn plain small" href=href rel="external">{words}</a></li> }).collect_view()}
            </ul>
            <h2>{td_string!(locale, codes.download)}</h2>
            <ul class="cluster">
                {pictures.map(|(href, words)| view! { <li><a class="btn plain small" href=href rel="external" download>{words}</a></li> }).collect_view()}
                <li><a class="btn plain small" href=svg rel="external" download>{td_string!(locale, codes.svg)}</a></li>
            </ul>
        </section>
    }
}

/// Asks first: the second button appears with what it will do.
#[component]
fn Revoke(shop: String, code: String, revoke: PostAction) -> impl IntoView {
    let locale = use_locale();
    let state = form_state("revoke-code", revoke, Flash::default());
    view! {
        <details class="ask">
            <summary class="btn link danger">{td_string!(locale, codes.revoke)}</summary>
            <div class="notice bad">
                <Icon name=IconName::Alert />
                <div><p>{td_string!(locale, codes.revoke_text)}</p></div>
            </div>
            <PostForm action=revoke>
                <ErrorSummary state=state />
                <input type="hidden" name="shop" value=shop />
                <input type="hidden" name="code" value=code />
                <button class="btn danger" type="submit" disabled=move || state.pending.get()>
                    {td_string!(locale, codes.revoke_sure)}
                </button>
            </PostForm>
        </details>
    }
}
