//! How long something still holds. In words from the server; ticking once the page is awake.
use chrono::Duration;
use leptos::prelude::*;

use super::{Icon, IconName};
use crate::i18n::{td_string, use_locale};

/// Below this the countdown draws attention.
const SOON_SECONDS: i64 = 120;

/// Counts down to nothing, then calls `on_over`, once.
#[component]
pub fn Countdown(
    left: Duration,
    #[prop(into)] until: String,
    /// What it says, if it is not a price that holds.
    #[prop(optional, into)]
    words: Option<String>,
    #[prop(optional)] on_over: Option<Callback<()>>,
) -> impl IntoView {
    let locale = use_locale();
    let total = left.num_seconds().max(0);
    let ticking = RwSignal::new(None::<i64>);
    // Only in the browser: effects do not run on the server, so the first render is the same on both sides.
    Effect::new(move |_| {
        let began = browser_seconds();
        let over = StoredValue::new(false);
        // By the clock, not by counting: a sleeping tab ticks once a minute, and a sleeping computer not at all.
        let tick = move || {
            let left = (total - (browser_seconds() - began)).max(0);
            // The page may have moved on between two ticks.
            if ticking.try_set(Some(left)).is_some() {
                return;
            }
            if left == 0 && over.try_get_value() == Some(false) {
                over.set_value(true);
                if let Some(on_over) = on_over {
                    on_over.run(());
                }
            }
        };
        if let Ok(handle) = set_interval_with_handle(tick, std::time::Duration::from_secs(1)) {
            on_cleanup(move || handle.clear());
        }
    });
    let clock = move || {
        ticking.get().map(|seconds| view! { <b class="num" aria-hidden="true">{format!(" {:02}:{:02}", seconds / 60, seconds % 60)}</b> })
    };
    let words = words.unwrap_or_else(|| td_string!(locale, common.price_holds_until, time = until));
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
            <span>{words} {clock}</span>
        </p>
    }
}

/// The browser's clock in whole seconds. Only differences of it are used: it may be wrong.
fn browser_seconds() -> i64 {
    #[expect(clippy::cast_possible_truncation, reason = "milliseconds since 1970 have 41 bits")]
    let millis = web_sys::js_sys::Date::now() as i64;
    millis / 1_000
}
