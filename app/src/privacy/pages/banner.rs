//! The question about cookies. Two buttons that look the same: saying no is as easy as saying yes, and who says nothing
//! has said no. Plain forms: they need no JavaScript.
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use crate::i18n::{Locale, td_string, use_locale};
use crate::privacy::api::{ChooseCookies, load_cookie_choice};
use crate::privacy::cookies::CookieChoice;
use crate::ui::{loaded, page_resource};

/// Stands after the page of whoever was not asked yet. Only the server writes it: a browser has nothing to wake up in it.
#[component]
pub fn CookieBanner(locale: Locale, back: String) -> impl IntoView {
    view! {
        <section class="cookies" aria-label=td_string!(locale, privacy.cookies)>
            <p>
                {td_string!(locale, privacy.banner_text)} " "
                <a href="/about/cookies">{td_string!(locale, privacy.banner_more)}</a>
            </p>
            {buttons(locale, back)}
        </section>
    }
}

fn buttons(locale: Locale, back: String) -> impl IntoView {
    view! {
        <form class="cluster" method="post" action=ChooseCookies::url()>
            <input type="hidden" name="back" value=back />
            <button class="btn plain" type="submit" name="choice" value=CookieChoice::Necessary.as_str()>
                {td_string!(locale, privacy.banner_no)}
            </button>
            <button class="btn plain" type="submit" name="choice" value=CookieChoice::Statistics.as_str()>
                {td_string!(locale, privacy.banner_yes)}
            </button>
        </form>
    }
}

/// The same on the page about cookies, with what was chosen.
#[component]
pub fn CookieForm() -> impl IntoView {
    let locale = use_locale();
    let choice = page_resource(|| (), |()| load_cookie_choice());
    view! {
        <section>
            <h2>{td_string!(locale, privacy.your_choice)}</h2>
            {loaded(choice, move |choice: Option<CookieChoice>| {
                let text = match choice {
                    Some(CookieChoice::Statistics) => td_string!(locale, privacy.chose_yes),
                    Some(CookieChoice::Necessary) => td_string!(locale, privacy.chose_no),
                    None => td_string!(locale, privacy.chose_nothing),
                };
                view! { <p>{text}</p> }
            })}
            {buttons(locale, "/about/cookies".to_owned())}
        </section>
    }
}
