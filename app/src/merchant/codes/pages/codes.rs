//! All codes of a shop.
use domain::merchant::ShopStatus;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

use crate::i18n::{td_string, use_locale};
use crate::merchant::codes::api::load_codes;
use crate::merchant::codes::model::{AtShop, CodeState, CodeView, CodesList, code_path, new_code_path};
use crate::merchant::frame::ShopFrame;
use crate::ui::{Icon, IconName, format, loaded, page_resource};

#[component]
pub fn CodesPage() -> impl IntoView {
    let locale = use_locale();
    let params = use_params_map();
    let shop = Memo::new(move |_| params.with(|params| params.get("shop").unwrap_or_default()));
    let codes = page_resource(move || shop.get(), load_codes);
    view! {
        <Title text=td_string!(locale, codes.title) />
        {loaded(codes, |list| view! { <Codes list=list /> })}
    }
}

#[component]
fn Codes(list: CodesList) -> impl IntoView {
    let locale = use_locale();
    let CodesList { shop, codes, .. } = list;
    let content = if codes.is_empty() {
        view! {
            <div class="empty">
                <span class="icon-disc big"><Icon name=IconName::Plus class="icon big" /></span>
                <h2>{td_string!(locale, codes.none)}</h2>
                <p>{td_string!(locale, codes.none_text)}</p>
                <NewCode shop=shop.clone() />
            </div>
        }
        .into_any()
    } else {
        let here = shop.id.clone();
        let rows = codes
            .into_iter()
            .map(move |code| view! { <li><CodeRow href=code_path(&here, &code.id) code=code /></li> });
        view! {
            <NewCode shop=shop.clone() />
            <section class="card"><ul class="rows">{rows.collect_view()}</ul></section>
        }
        .into_any()
    };
    view! {
        <ShopFrame shop=shop.id.to_string() name=shop.name status=shop.status>
            <h1>{td_string!(locale, codes.title)}</h1>
            <p class="quiet">{td_string!(locale, codes.lead)}</p>
            {content}
        </ShopFrame>
    }
}

#[component]
fn NewCode(shop: AtShop) -> impl IntoView {
    let locale = use_locale();
    if shop.status != ShopStatus::Active {
        return view! { <p class="quiet">{td_string!(locale, codes.not_active)}</p> }.into_any();
    }
    view! {
        <div class="cluster">
            <a class="btn" href=new_code_path(shop.id.as_str())>
                <Icon name=IconName::Plus />
                {td_string!(locale, codes.new)}
            </a>
        </div>
    }
    .into_any()
}

#[component]
fn CodeRow(code: CodeView, href: String) -> impl IntoView {
    let locale = use_locale();
    let amount = match code.amount {
        Some(amount) => format::money(locale, amount),
        None => td_string!(locale, codes.open_amount).to_owned(),
    };
    view! {
        <a class="row" href=href>
            <span class="text">
                <b>{code.name}</b>
                <span class="quiet">{amount}</span>
            </span>
            <CodeTag state=code.state />
            <Icon name=IconName::Chevron class="icon flip" />
        </a>
    }
}

/// Whether a code can be paid, in words.
#[component]
pub fn CodeTag(state: CodeState) -> impl IntoView {
    let locale = use_locale();
    let (class, words) = match state {
        CodeState::Live => ("tag good", td_string!(locale, codes.state_live)),
        CodeState::Revoked => ("tag", td_string!(locale, codes.state_revoked)),
        CodeState::Taken => ("tag info", td_string!(locale, codes.state_taken)),
        CodeState::Expired => ("tag", td_string!(locale, codes.state_expired)),
    };
    view! { <span class=class>{words}</span> }
}
