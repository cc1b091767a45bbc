//! Pages of matches and lists.
mod comparison;
mod decide;
mod hit;
mod lists;
mod look_up;
mod queue;
mod sides;
mod words;

pub use hit::HitPage;
pub use lists::ListsPage;
pub use look_up::LookUpPage;
pub use queue::HitsPage;

use leptos::prelude::*;

use super::query::QUEUE;
use crate::i18n::{td_string, use_locale};

const LISTS: &str = "/admin/screening/lists";
const LOOK_UP: &str = "/admin/screening/look-up";

/// The heading of a page and the pages beside it; `at` is the one that is shown.
#[component]
fn Head(title: &'static str, at: &'static str) -> impl IntoView {
    let locale = use_locale();
    let tabs = [
        (QUEUE, td_string!(locale, hits.tab_hits)),
        (LISTS, td_string!(locale, hits.tab_lists)),
        (LOOK_UP, td_string!(locale, hits.tab_look_up)),
    ];
    let tabs = tabs.map(|(href, name)| {
        let current = (href == at).then_some("page");
        view! { <li><a href=href aria-current=current>{name}</a></li> }
    });
    view! {
        <header class="desk-head"><h1>{title}</h1></header>
        <nav class="tabs" aria-label=td_string!(locale, hits.title)><ul>{tabs.collect_view()}</ul></nav>
    }
}
