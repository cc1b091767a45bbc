//! How long something still holds. In words from the server; ticking once the page is awake.
use chrono::Duration;
use leptos::prelude::*;

use super::{Icon, IconName};
use crate::i18n::{tu_string, use_i18n};

/// Below this the countdown draws attention.
const SOON_SECONDS: i64 = 120;

#[component]
pub fn Countdown(left: Duration, #[prop(into)] until: String) -> impl IntoView {
    let i18n = use_i18n();
    let total = left.num_seconds().max(0);
    let ticking = RwSignal::new(None::<i64>);
    // Only in the browser: effects do not run on the server, so the first render is the same on both sides.
    Effect::new(move |_| {
        let elapsed = RwSignal::new(0_i64);
        let tick = move || {
            elapsed.update(|seconds| *seconds += 1);
            ticking.set(Some((total - elapsed.get_untracked()).max(0)));
        };
        if let Ok(handle) = set_interval_with_handle(tick, std::time::Duration::from_secs(1)) {
            on_cleanup(move || handle.clear());
        }
    });
    let clock = move || {
        ticking.get().map(|seconds| view! { <b class="num" aria-hidden="true">{format!(" {:02}:{:02}", seconds / 60, seconds % 60)}</b> })
    };
    let class = move || {
        if ticking.get().is_some_and(|seconds| seconds < SOON_SECONDS) {
            "countdown soon"
        } else {
            "countdown"
        }
    };
    view! {
        <p class=class>
            <Icon name=IconName::Clock class="icon small" />
            <span>{tu_string!(i18n, common.price_holds_until, time = until)} {clock}</span>
        </p>
    }
}
