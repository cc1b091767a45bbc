//! What stands around every page of one shop: its name, and the way to its other pages.
use leptos::prelude::*;
use leptos_router::components::A;

use crate::i18n::{tu_string, use_i18n};

/// `shop`: its id, as it stands in the address.
#[component]
pub fn ShopFrame(shop: String, name: String, children: Children) -> impl IntoView {
    let i18n = use_i18n();
    let to = |page: &str| format!("/shops/{shop}{page}");
    // The overview's address begins every other one.
    let pages = [
        (to(""), true, tu_string!(i18n, shops.overview)),
        (to("/till"), false, tu_string!(i18n, shops.till)),
        (to("/sales"), false, tu_string!(i18n, shops.sales)),
        (to("/codes"), false, tu_string!(i18n, shops.codes)),
        (to("/statements"), false, tu_string!(i18n, shops.statements)),
        (to("/settings"), false, tu_string!(i18n, shops.settings)),
    ];
    let pages = pages.map(|(href, exact, label)| view! { <li><A href=href exact=exact>{label}</A></li> });
    view! {
        <header class="shop-top">
            <p class="shop-name">{name}</p>
            <nav class="tabs" aria-label=tu_string!(i18n, shops.nav)><ul>{pages.collect_view()}</ul></nav>
        </header>
        {children()}
    }
}
