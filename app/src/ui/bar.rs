//! The bar of the signed-in frame: at the foot of a phone, at the side of a desk. On a phone five entries fit; a desk
//! has room for what a phone finds on the page Me.
use leptos::prelude::*;
use leptos_router::components::A;
use leptos_router::hooks::use_location;

use super::{Icon, IconName, LanguageForm, LogOutForm, PageResource, hear, loaded_or_default, page_resource};
use crate::i18n::{td_string, use_locale};
use crate::identity::api::load_bar;
use crate::identity::model::Bar as Own;

/// Beyond this a number says no more than "many".
const BADGE_MAX: i64 = 99;

/// Lets a page say that the bar may tell something else now.
#[derive(Clone, Copy)]
pub struct BarHandle(RwSignal<u32>);

impl BarHandle {
    pub fn load_again(self) {
        self.0.update(|count| *count = count.wrapping_add(1));
    }

    /// The same whenever `version` is another one.
    pub fn load_again_with(self, version: impl Fn() -> usize + 'static) {
        Effect::new(move |before: Option<usize>| {
            let now = version();
            if before.is_some_and(|before| before != now) {
                self.load_again();
            }
            now
        });
    }
}

/// For the pages inside the frame.
pub(super) fn provide_bar() {
    provide_context(BarHandle(RwSignal::new(0)));
}

#[must_use]
pub fn use_bar() -> BarHandle {
    use_context::<BarHandle>().unwrap_or_else(|| BarHandle(RwSignal::new(0)))
}

#[component]
pub(super) fn Bar() -> impl IntoView {
    let locale = use_locale();
    let location = use_location();
    let BarHandle(again) = use_bar();
    // With each page: what was done on the one before may have changed it.
    let own: PageResource<Own> =
        page_resource(move || (location.pathname.get(), again.get()), |_| load_bar());
    // And with each notification, while a page is open.
    hear("notification", move || BarHandle(again).load_again());
    view! {
        <nav class="bar" aria-label=td_string!(locale, common.main_menu)>
            <a class="brand" href="/home">"drop"</a>
            <ul>
                <li><A href="/home"><Icon name=IconName::Home /><span>{td_string!(locale, common.home)}</span></A></li>
                <li><A href="/send"><Icon name=IconName::Send /><span>{td_string!(locale, common.send)}</span></A></li>
                <li><A href="/pay"><Icon name=IconName::Qr /><span>{td_string!(locale, common.pay)}</span></A></li>
                <li>
                    <A href="/activity"><Icon name=IconName::Activity /><span>{td_string!(locale, common.activity)}</span></A>
                </li>
                {loaded_or_default(own, |own| view! { <OwnEntries own=own /> })}
            </ul>
            <div class="bar-end">
                <LanguageForm class="menu up" />
                <LogOutForm />
            </div>
        </nav>
    }
}

/// Entries that tell something of the customer.
#[component]
fn OwnEntries(own: Own) -> impl IntoView {
    let locale = use_locale();
    let shops = own.merchant.then(|| {
        view! {
            <li class="at-desk">
                <A href="/shops"><Icon name=IconName::Shop /><span>{td_string!(locale, shops.title)}</span></A>
            </li>
        }
    });
    view! {
        {shops}
        <li class="at-desk">
            <A href="/notifications">
                <Icon name=IconName::Bell />
                <span>{td_string!(locale, notifications.title)}</span>
                <Badge unread=own.unread />
            </A>
        </li>
        <li>
            <A href="/me">
                <Icon name=IconName::Person />
                <span>{td_string!(locale, common.me)}</span>
                <span class="on-phone"><Badge unread=own.unread /></span>
            </A>
        </li>
    }
}

#[component]
fn Badge(unread: i64) -> impl IntoView {
    (unread > 0).then(|| {
        let shown = if unread > BADGE_MAX { format!("{BADGE_MAX}+") } else { unread.to_string() };
        view! {
            <span class="badge" aria-hidden="true">{shown}</span>
            <span class="visually-hidden">" " {unread_text(unread)}</span>
        }
    })
}

/// How many notifications are unread, in words.
#[must_use]
pub fn unread_text(unread: i64) -> String {
    let locale = use_locale();
    match unread {
        1 => td_string!(locale, notifications.badge_one).to_owned(),
        _ => td_string!(locale, notifications.badge, count = unread),
    }
}
