//! Working without a mouse: keys that press what is on the page, and the list of them.
//!
//! What a key does is written on the page: an element with `data-key="r"` is pressed, or takes the focus, when r is. Rows
//! have `data-row="0"` and so on; the one that is open has `aria-current`.
use leptos::ev::keydown;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{Element, HtmlElement, HtmlFormElement, KeyboardEvent};

use crate::i18n::{td_string, use_locale};

/// Where letters are letters.
const FIELDS: &str = "input, select, textarea";
/// Where a closed form begins.
const FIRST_FIELD: &str = "select, textarea, input:not([type=hidden])";

/// Listens for as long as the page is there.
pub fn follow_keys() {
    Effect::new(move |_| {
        let handle = window_event_listener(keydown, move |event| pressed(&event));
        on_cleanup(move || handle.remove());
    });
}

fn pressed(event: &KeyboardEvent) {
    let focused = document().active_element();
    let in_field = focused.as_ref().is_some_and(|it| it.matches(FIELDS).unwrap_or(false));
    let is_tick = focused.as_ref().is_some_and(|it| it.matches("[type=checkbox]").unwrap_or(false));
    let key = event.key();
    if in_field && key == "Enter" && (event.ctrl_key() || event.meta_key()) {
        event.prevent_default();
        send(focused);
        return;
    }
    if event.ctrl_key() || event.meta_key() || event.alt_key() {
        return;
    }
    if in_field && key == "Escape" {
        let _ = focused.and_then(|it| it.dyn_into::<HtmlElement>().ok()).map(|it| it.blur());
        return;
    }
    if in_field && !is_tick {
        return;
    }
    let done = match key.as_str() {
        "j" => row(1),
        "k" => row(-1),
        "x" => current_row().is_some_and(|row| press(&format!("[data-pick=\"{row}\"]"))),
        other => {
            other.chars().count() == 1
                && other != "\""
                && other != "\\"
                && press(&format!("[data-key=\"{other}\"]"))
        }
    };
    if done {
        event.prevent_default();
    }
}

/// Sends the form in which the focus is.
fn send(focused: Option<Element>) {
    let form = focused.and_then(|it| it.closest("form").ok().flatten());
    if let Some(form) = form.and_then(|it| it.dyn_into::<HtmlFormElement>().ok()) {
        let _ = form.request_submit();
    }
}

fn find(selector: &str) -> Option<HtmlElement> {
    document().query_selector(selector).ok().flatten()?.dyn_into().ok()
}

fn current_row() -> Option<i32> {
    find("[data-row][aria-current]")?.get_attribute("data-row")?.parse().ok()
}

/// Opens the row before or after the one that is open; the first when none is.
fn row(step: i32) -> bool {
    let wanted = current_row().map_or(0, |row| row + step);
    press(&format!("[data-row=\"{wanted}\"]"))
}

/// Presses a link or a button, opens a form and goes into its first field, or goes into a field.
fn press(selector: &str) -> bool {
    let Some(found) = find(selector) else { return false };
    match found.tag_name().as_str() {
        "SUMMARY" => open(&found),
        "INPUT" if found.get_attribute("type").as_deref() != Some("checkbox") => {
            let _ = found.focus();
        }
        _ => {
            let _ = found.focus();
            found.click();
        }
    }
    true
}

fn open(summary: &HtmlElement) {
    let Some(details) = summary.parent_element() else { return };
    match details.query_selector(FIRST_FIELD).ok().flatten().and_then(|it| it.dyn_into::<HtmlElement>().ok())
    {
        Some(field) => {
            let _ = details.set_attribute("open", "");
            let _ = field.focus();
        }
        None => summary.click(),
    }
}

/// The list of keys, closed until somebody wants it.
#[component]
pub fn KeyHelp() -> impl IntoView {
    let locale = use_locale();
    let keys = [
        ("j", td_string!(locale, alerts.key_down)),
        ("k", td_string!(locale, alerts.key_up)),
        ("o", td_string!(locale, alerts.key_open)),
        ("x", td_string!(locale, alerts.key_pick)),
        ("a", td_string!(locale, alerts.key_take)),
        ("r", td_string!(locale, alerts.key_resolve)),
        ("e", td_string!(locale, alerts.key_escalate)),
        ("n", td_string!(locale, alerts.key_note)),
        ("s", td_string!(locale, alerts.key_snooze)),
        ("t", td_string!(locale, alerts.key_next)),
        ("/", td_string!(locale, alerts.key_search)),
        ("Ctrl + Enter", td_string!(locale, alerts.key_send)),
        ("Esc", td_string!(locale, alerts.key_leave)),
        ("?", td_string!(locale, alerts.key_help)),
    ];
    let keys = keys.map(|(key, words)| view! { <div><dt><kbd>{key}</kbd></dt><dd>{words}</dd></div> });
    view! {
        <details class="menu keys">
            <summary class="btn plain small" data-key="?">{td_string!(locale, alerts.keys)} <kbd>"?"</kbd></summary>
            <div class="menu-list"><dl class="facts">{keys.collect_view()}</dl></div>
        </details>
    }
}
