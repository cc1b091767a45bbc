//! The browsers that get messages, and a button that adds the one in which the page is open.
use domain::calendar::oslo_date;
use leptos::prelude::*;

use crate::i18n::{td_string, use_locale};
use crate::notifications::settings::model::Choices;
use crate::ui::{Icon, IconName, PostAction, PostForm, format};

/// What this browser can do about messages.
#[cfg_attr(not(feature = "hydrate"), expect(dead_code, reason = "only a browser finds out"))]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ability {
    /// Also without JavaScript.
    None,
    Able,
    /// The person has said no.
    Denied,
    /// It said yes, and then did not subscribe.
    Failed,
}

#[component]
pub(super) fn Browsers(choices: Choices, add: PostAction, remove: PostAction) -> impl IntoView {
    let locale = use_locale();
    let today = oslo_date(choices.now);
    let none = choices.browsers.is_empty();
    let lines = choices
        .browsers
        .into_iter()
        .map(|browser| {
            let day = format::date(locale, oslo_date(browser.since), today);
            let since = td_string!(locale, notifications.browser_since, day = day);
            let off = format!("{} {}", td_string!(locale, notifications.browser_remove), browser.device);
            view! {
                <li>
                    <div class="row">
                        <span class="text"><b>{browser.device}</b><span class="quiet">{since}</span></span>
                        <PostForm action=remove>
                            <input type="hidden" name="id" value=browser.id.to_string() />
                            <button class="btn plain small" type="submit" aria-label=off>
                                {td_string!(locale, notifications.browser_remove)}
                            </button>
                        </PostForm>
                    </div>
                </li>
            }
        })
        .collect_view();
    let list = if none {
        view! { <p class="quiet">{td_string!(locale, notifications.browsers_none)}</p> }.into_any()
    } else {
        view! { <section class="card"><ul class="rows">{lines}</ul></section> }.into_any()
    };
    let adding = match choices.push_key {
        Some(key) => view! { {list} <AddThis key=key add=add /> }.into_any(),
        None => view! { <p class="quiet">{td_string!(locale, notifications.browsers_off)}</p> }.into_any(),
    };
    view! {
        <h2>{td_string!(locale, notifications.browsers)}</h2>
        <p class="quiet">{td_string!(locale, notifications.browsers_text)}</p>
        {adding}
    }
}

#[component]
fn AddThis(key: String, add: PostAction) -> impl IntoView {
    let locale = use_locale();
    // The server does not know the browser: it says so once the page is awake.
    let ability = RwSignal::new(Ability::None);
    let key = StoredValue::new(key);
    #[cfg(feature = "hydrate")]
    Effect::new(move |_| ability.set(super::subscribing::ability()));
    let subscribe = move |_| {
        #[cfg(feature = "hydrate")]
        super::subscribing::subscribe(key.get_value(), ability, add);
        #[cfg(not(feature = "hydrate"))]
        let _ = (key, add);
    };
    move || match ability.get() {
        Ability::None => {
            view! { <p class="quiet">{td_string!(locale, notifications.browser_unable)}</p> }.into_any()
        }
        Ability::Denied => {
            view! { <p class="quiet">{td_string!(locale, notifications.browser_denied)}</p> }.into_any()
        }
        state => {
            let failed = (state == Ability::Failed).then(|| {
                view! { <p class="error" role="alert">{td_string!(locale, notifications.browser_failed)}</p> }
            });
            view! {
                {failed}
                <p>
                    <button class="btn plain" type="button" on:click=subscribe>
                        <Icon name=IconName::Bell />
                        {td_string!(locale, notifications.browser_add)}
                    </button>
                </p>
            }
            .into_any()
        }
    }
}
