//! What stands around every page of one shop: its name, and the way to its other pages.
use domain::merchant::ShopStatus;
use leptos::prelude::*;
use leptos_router::components::A;

use crate::i18n::{td_string, use_locale};
use crate::ui::{Icon, IconName};

/// `shop`: its id, as it stands in the address. `status`: where it matters that the shop is open.
#[component]
pub fn ShopFrame(
    shop: String,
    name: String,
    #[prop(optional)] status: Option<ShopStatus>,
    children: Children,
) -> impl IntoView {
    let locale = use_locale();
    let to = |page: &str| format!("/shops/{shop}{page}");
    // The overview's address begins every other one.
    let pages = [
        (to(""), true, td_string!(locale, shops.overview)),
        (to("/till"), false, td_string!(locale, shops.till)),
        (to("/sales"), false, td_string!(locale, shops.sales)),
        (to("/codes"), false, td_string!(locale, shops.codes)),
        (to("/statements"), false, td_string!(locale, shops.statements)),
        (to("/settings"), false, td_string!(locale, shops.settings)),
    ];
    let pages = pages.map(|(href, exact, label)| view! { <li><A href=href exact=exact>{label}</A></li> });
    view! {
        <header class="shop-top">
            <p class="shop-name">{name}</p>
            <nav class="tabs" aria-label=td_string!(locale, shops.nav)><ul>{pages.collect_view()}</ul></nav>
        </header>
        {status.map(|status| view! { <StandsStill status=status shop=shop /> })}
        {children()}
    }
}

/// Why nobody can pay in this shop now, and what to do about it.
#[component]
fn StandsStill(status: ShopStatus, shop: String) -> impl IntoView {
    let locale = use_locale();
    match status {
        ShopStatus::Active => ().into_any(),
        ShopStatus::Suspended => view! {
            <div class="notice bad">
                <Icon name=IconName::Alert />
                <div><p>{td_string!(locale, shops.is_suspended)}</p></div>
            </div>
        }
        .into_any(),
        ShopStatus::Closed => view! {
            <div class="notice wait">
                <Icon name=IconName::Info />
                <div>
                    <p>{td_string!(locale, shops.is_closed)}</p>
                    <p><a href=format!("/shops/{shop}/settings")>{td_string!(locale, shops.to_settings)}</a></p>
                </div>
            </div>
        }
        .into_any(),
    }
}
