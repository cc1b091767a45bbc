//! What several pages of officers are made of: filters that write the address, lists and their pages, histories.
use chrono::{DateTime, Utc};
use leptos::prelude::*;
use leptos_router::components::Form;

use crate::i18n::{td_string, use_locale};
use crate::ui::{Icon, IconName, PostAction, format};

/// Longer than any name, id or account number.
const SEARCH_MAX_CHARS: u32 = 80;

/// Grows with each post that went well: what a page loads anew by. After one that did not, what was typed stays.
pub(super) fn done(action: PostAction) -> Signal<usize> {
    let (value, version) = (action.value(), action.version());
    let done = Memo::new(move |before: Option<&usize>| {
        let now = version.get();
        if matches!(value.get(), Some(Ok(()))) { now } else { before.copied().unwrap_or_default() }
    });
    done.into()
}

/// The address of a list: what is empty is not in it.
pub(super) fn address(page: &str, fields: &[(&str, &str)]) -> String {
    let fields = fields.iter().filter(|(_, text)| !text.trim().is_empty());
    let fields: Vec<String> = fields.map(|(name, text)| format!("{name}={}", escaped(text.trim()))).collect();
    if fields.is_empty() { page.to_owned() } else { format!("{page}?{}", fields.join("&")) }
}

/// As it may stand in an address.
fn escaped(text: &str) -> String {
    use std::fmt::Write as _;
    let mut escaped = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            escaped.push(char::from(byte));
        } else {
            let _ = write!(escaped, "%{byte:02X}");
        }
    }
    escaped
}

/// The form at the left of a list. It writes the address, so that it works without JavaScript and can be kept.
#[component]
pub(super) fn Filters(page: &'static str, children: Children) -> impl IntoView {
    let locale = use_locale();
    view! {
        <aside class="queue-filters">
            <Form method="GET" action=page attr:class="form panel" attr:role="search">
                {children()}
                <div class="form-actions">
                    <button class="btn small" type="submit">{td_string!(locale, activity.filter_show)}</button>
                    <a class="btn plain small" href=page>{td_string!(locale, activity.filter_clear)}</a>
                </div>
            </Form>
        </aside>
    }
}

/// One of several answers, or all.
#[component]
pub(super) fn Pick(
    name: &'static str,
    label: &'static str,
    all: &'static str,
    value: String,
    options: Vec<(&'static str, &'static str)>,
) -> impl IntoView {
    let id = format!("filter-{name}");
    let options = options.into_iter().map(|(code, words)| {
        let selected = code == value;
        view! { <option value=code selected=selected>{words}</option> }
    });
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            <select id=id name=name>
                <option value="">{all}</option>
                {options.collect_view()}
            </select>
        </div>
    }
}

/// What is looked for.
#[component]
pub(super) fn SearchBox(label: &'static str, hint: &'static str, value: String) -> impl IntoView {
    view! {
        <div class="field">
            <label for="filter-q">{label}</label>
            <p class="hint" id="filter-q-hint">{hint}</p>
            <input
                id="filter-q"
                type="search"
                name="q"
                value=value
                maxlength=SEARCH_MAX_CHARS
                autocomplete="off"
                aria-describedby="filter-q-hint"
            />
        </div>
    }
}

/// The way to the first page, and to the next one.
#[component]
pub(super) fn Pager(first: Option<String>, next: Option<String>) -> impl IntoView {
    let locale = use_locale();
    (first.is_some() || next.is_some()).then(|| {
        view! {
            <nav class="pager" aria-label=td_string!(locale, common.pages)>
                {first.map(|href| view! { <a class="btn plain small" rel="prev" href=href>{td_string!(locale, backoffice.first_page)}</a> })}
                {next.map(|href| view! { <a class="btn plain small" rel="next" href=href>{td_string!(locale, backoffice.next_page)}</a> })}
            </nav>
        }
    })
}

/// A table of many rows: under little room each row is a card. `heads` are words and classes of the columns.
#[component]
pub(super) fn Lines(
    #[prop(into)] label: String,
    heads: Vec<(&'static str, &'static str)>,
    children: Children,
) -> impl IntoView {
    let heads = heads.into_iter().map(|(words, class)| {
        view! { <th role="columnheader" scope="col" class=class>{words}</th> }
    });
    view! {
        <div class="table-wrap" role="region" aria-label=label tabindex="0">
            <table class="table dense" role="table">
                <thead role="rowgroup"><tr role="row">{heads.collect_view()}</tr></thead>
                <tbody role="rowgroup">{children()}</tbody>
            </table>
        </div>
    }
}

/// Stands where a list has nothing to show.
#[component]
pub(super) fn NoLines(title: &'static str, text: &'static str) -> impl IntoView {
    view! {
        <div class="empty">
            <span class="icon-disc big"><Icon name=IconName::Check class="icon big" /></span>
            <h2>{title}</h2>
            <p>{text}</p>
        </div>
    }
}

/// Something that somebody decided.
pub(super) struct Event {
    pub at: DateTime<Utc>,
    pub by: String,
    pub what: String,
    pub why: String,
}

/// What was decided, the last first; `events` come in order of time. Nothing while there are none.
#[component]
pub(super) fn Timeline(title: &'static str, events: Vec<Event>, now: DateTime<Utc>) -> impl IntoView {
    let locale = use_locale();
    (!events.is_empty()).then(|| {
        let lines = events.into_iter().rev().map(|event| {
            let when = format!("{} · {}", format::date_and_time(locale, event.at, now), event.by);
            let why = (!event.why.is_empty()).then(|| view! { <p>{event.why}</p> });
            view! { <li><p class="when">{when}</p><p><b>{event.what}</b></p>{why}</li> }
        });
        view! {
            <section class="panel">
                <h2>{title}</h2>
                <ol class="log">{lines.collect_view()}</ol>
            </section>
        }
    })
}

/// Ten-thousandths as per cent.
pub(super) fn per_cent(score: i32) -> String {
    format!("{}\u{a0}%", (score + 50) / 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_hold_what_is_chosen_and_nothing_else() {
        assert_eq!(address("/admin/holds", &[("state", ""), ("cause", " ")]), "/admin/holds");
        assert_eq!(
            address("/admin/customers", &[("q", " Ås & co "), ("kyc", "pending")]),
            "/admin/customers?q=%C3%85s%20%26%20co&kyc=pending"
        );
    }

    #[test]
    fn scores_are_rounded() {
        assert_eq!(per_cent(9_949), "99\u{a0}%");
        assert_eq!(per_cent(10_000), "100\u{a0}%");
    }
}
