//! One's own shops, or what a shop is good for.
use domain::ids::MerchantId;
use domain::merchant::ShopStatus;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use crate::i18n::{td_string, use_locale};
use crate::merchant::shops::api::load_shops;
use crate::merchant::shops::model::ShopLine;
use crate::ui::{Icon, IconName, format, loaded, page_resource};

#[component]
pub fn ShopsPage() -> impl IntoView {
    let locale = use_locale();
    let query = use_query_map();
    let shops = page_resource(|| (), |()| load_shops());
    let opened = move || query.with(|query| query.get("opened")?.parse::<MerchantId>().ok());
    view! {
        <Title text=td_string!(locale, shops.title) />
        <h1>{td_string!(locale, shops.title)}</h1>
        {loaded(shops, move |shops| {
            let opened = opened().and_then(|id| shops.iter().find(|shop| shop.id == id).cloned());
            view! {
                {opened.map(|shop| view! { <Opened shop=shop /> })}
                <Shops shops=shops />
            }
        })}
    }
}

/// A shop was opened a moment ago: what comes next.
#[component]
fn Opened(shop: ShopLine) -> impl IntoView {
    let locale = use_locale();
    let to = |page: &str| format!("/shops/{}{page}", shop.id);
    view! {
        <div class="notice good" role="status">
            <Icon name=IconName::Check />
            <div>
                <h2>{td_string!(locale, shops.opened, name = shop.name.clone())}</h2>
                <p>{td_string!(locale, shops.opened_text)}</p>
                <div class="cluster">
                    <a class="btn small" href=to("/codes")>{td_string!(locale, shops.make_code)}</a>
                    <a class="btn plain small" href=to("/till")>{td_string!(locale, shops.open_till)}</a>
                </div>
            </div>
        </div>
    }
}

#[component]
fn Shops(shops: Vec<ShopLine>) -> impl IntoView {
    let locale = use_locale();
    if shops.is_empty() {
        return view! {
            <div class="empty">
                <span class="icon-disc sun big"><Icon name=IconName::Shop class="icon big" /></span>
                <h2>{td_string!(locale, shops.none)}</h2>
                <p>{td_string!(locale, shops.none_text)}</p>
                <a class="btn" href="/shops/new">{td_string!(locale, shops.new_title)}</a>
            </div>
        }
        .into_any();
    }
    let rows = shops.into_iter().map(|shop| view! { <li><Row shop=shop /></li> }).collect_view();
    view! {
        <section class="card"><ul class="rows">{rows}</ul></section>
        <a class="btn plain" href="/shops/new">
            <Icon name=IconName::Plus />
            {td_string!(locale, shops.another)}
        </a>
    }
    .into_any()
}

#[component]
fn Row(shop: ShopLine) -> impl IntoView {
    let locale = use_locale();
    let (class, status) = match shop.status {
        ShopStatus::Active => ("tag good", td_string!(locale, shops.status_active)),
        ShopStatus::Suspended => ("tag bad", td_string!(locale, shops.status_suspended)),
        ShopStatus::Closed => ("tag", td_string!(locale, shops.status_closed)),
    };
    view! {
        <a class="row" href=format!("/shops/{}", shop.id)>
            <span class="avatar sun" aria-hidden="true">{format::initials(&shop.name)}</span>
            <span class="text">
                <b>{shop.name}</b>
                {shop.address.map(|address| view! { <span class="quiet">{address}</span> })}
            </span>
            <span class=class>{status}</span>
            <Icon name=IconName::Chevron class="icon flip" />
        </a>
    }
}
