//! The frames around pages: the customer's with its bar, the plain one for people who are not logged in.
use std::sync::atomic::{AtomicBool, Ordering};

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos::wasm_bindgen::JsCast;
use leptos_router::components::Outlet;
use leptos_router::hooks::use_location;

use super::bar::{Bar, provide_bar};
use super::{Icon, IconName, PostAction, PostForm};
use crate::i18n::{Locale, td_string, use_locale};
use crate::identity::api::{LogOut, SetLanguage};

/// The signed-in frame: a bar at the foot of a phone, at the side of a desk.
#[component]
pub fn CustomerShell() -> impl IntoView {
    let locale = use_locale();
    focus_new_frame();
    // Before the page: what it changes is shown here.
    provide_bar();
    view! {
        <div class="shell">
            <a class="skip" href="#main" rel="external">{td_string!(locale, common.skip)}</a>
            <main id="main" class="wide" tabindex="-1">
                <Outlet />
            </main>
            <Bar />
        </div>
    }
}

/// Has the browser come to this page without a load? Never on the server, where no effect runs.
static NAVIGATED: AtomicBool = AtomicBool::new(false);

/// Moves the focus to the page's content after a navigation without a load, as a load would: a screen reader then
/// reads the new page, and the keyboard goes on from its beginning.
#[component]
pub fn FocusOnNavigation() -> impl IntoView {
    let location = use_location();
    Effect::new(move |before: Option<String>| {
        let path = location.pathname.get();
        if before.is_some_and(|before| before != path) {
            NAVIGATED.store(true, Ordering::Relaxed);
            focus_main();
        }
        path
    });
}

/// A frame that came with a navigation: its page was fetched, so that it is here later than the new address.
fn focus_new_frame() {
    Effect::new(move |_| {
        if NAVIGATED.load(Ordering::Relaxed) {
            focus_main();
        }
    });
}

fn focus_main() {
    request_animation_frame(|| {
        if let Some(main) = document().get_element_by_id("main")
            && let Ok(main) = main.dyn_into::<leptos::web_sys::HtmlElement>()
        {
            let _ = main.focus();
        }
    });
}

/// The frame for people who are not logged in.
#[component]
pub fn PlainShell(#[prop(default = "narrow")] main: &'static str, children: Children) -> impl IntoView {
    let locale = use_locale();
    focus_new_frame();
    view! {
        <div class="plain">
            <a class="skip" href="#main" rel="external">{td_string!(locale, common.skip)}</a>
            <header class="plain-top">
                <a class="brand" href="/">"drop"</a>
                <LanguageForm />
            </header>
            <main id="main" class=main tabindex="-1">{children()}</main>
            <footer class="foot">
                <p>{td_string!(locale, common.foot)}</p>
                <nav aria-label=td_string!(locale, common.about)>
                    <a href="/about">{td_string!(locale, common.how_it_works)}</a>
                    <a href="/about/fees">{td_string!(locale, common.fees)}</a>
                    <a href="/about/terms">{td_string!(locale, common.terms)}</a>
                    <a href="/about/privacy">{td_string!(locale, common.privacy)}</a>
                    <a href="/about/cookies">{td_string!(locale, common.cookies)}</a>
                    <a href="/about/complaints">{td_string!(locale, common.complaints)}</a>
                    <a href="/about/accessibility">{td_string!(locale, common.accessibility)}</a>
                </nav>
            </footer>
        </div>
    }
}

/// Ends the login.
#[component]
pub fn LogOutForm() -> impl IntoView {
    let locale = use_locale();
    let log_out = PostAction::to::<LogOut, _>();
    view! {
        <PostForm action=log_out>
            <button class="btn link" type="submit">
                <Icon name=IconName::LogOut />
                {td_string!(locale, identity.log_out)}
            </button>
        </PostForm>
    }
}

/// The languages, each by its own name; the page is loaded anew in the one that is chosen. A plain form: it needs no
/// JavaScript. `class` says where the menu opens (style/ui/menu.css).
#[component]
pub fn LanguageForm(#[prop(default = "menu")] class: &'static str) -> impl IntoView {
    let now = use_locale();
    let location = use_location();
    let back = move || {
        let query = location.search.get();
        let path = location.pathname.get();
        if query.is_empty() { path } else { format!("{path}?{}", query.trim_start_matches('?')) }
    };
    let languages = Locale::ALL.into_iter().map(|locale| {
        let current = (locale == now).then_some("true");
        view! {
            <button type="submit" name="language" value=locale.as_str() aria-current=current
                lang=locale.tag() dir=locale.direction().as_str()>
                {locale.own_name()}
            </button>
        }
    });
    view! {
        <details class=class>
            <summary class="btn link">
                <Icon name=IconName::Globe />
                <span class="visually-hidden">{td_string!(now, common.language)} ": "</span>
                {now.own_name()}
            </summary>
            <form class="menu-list" method="post" action=SetLanguage::url() aria-label=td_string!(now, common.language)>
                <input type="hidden" name="back" value=back />
                {languages.collect_view()}
            </form>
        </details>
    }
}
