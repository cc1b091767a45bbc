//! Step 1: to whom?
use domain::ids::RecipientId;
use domain::remittance::search::Searchable;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use super::step_bar::StepBar;
use crate::i18n::{td_string, use_locale};
use crate::kyc::pages::IdentityNotice;
use crate::remittance::api::load_recipients;
use crate::remittance::model::{RecipientView, amount_path};
use crate::ui::{Icon, IconName, country_name, format, loaded, page_resource};

/// Longer than any name.
const QUERY_MAX_CHARS: u32 = 80;

#[component]
pub fn RecipientsPage() -> impl IntoView {
    let locale = use_locale();
    let query = use_query_map();
    let step = page_resource(|| (), |()| load_recipients());
    view! {
        <Title text=td_string!(locale, common.send) />
        <StepBar step=1 name=td_string!(locale, send.step_recipient) />
        <h1>{td_string!(locale, send.recipient_question)}</h1>
        {move || {
            let removed: Option<RecipientId> = query.with(|query| query.get("removed")?.parse().ok());
            removed.map(|id| view! { <Removed id=id /> })
        }}
        {loaded(step, move |step| {
            let sought = query.with_untracked(|query| query.get("q").unwrap_or_default());
            view! {
                <IdentityNotice step=step.identity />
                <Choose recipients=step.recipients sought=sought />
            }
        })}
    }
}

/// Somebody was removed a moment ago.
#[component]
fn Removed(id: RecipientId) -> impl IntoView {
    let locale = use_locale();
    view! {
        <div class="notice good" role="status">
            <Icon name=IconName::Check />
            <div><p>{td_string!(locale, recipients.removed)}</p></div>
            <a class="btn plain small" href=format!("/send/recipient?copy={id}")>{td_string!(locale, recipients.add_again)}</a>
        </div>
    }
}

#[component]
fn Choose(recipients: Vec<RecipientView>, sought: String) -> impl IntoView {
    let locale = use_locale();
    if recipients.is_empty() {
        return view! {
            <div class="empty">
                <span class="icon-disc big"><Icon name=IconName::Person class="icon big" /></span>
                <h2>{td_string!(locale, send.no_recipients)}</h2>
                <p>{td_string!(locale, send.no_recipients_text)}</p>
                <a class="btn" href="/send/recipient">{td_string!(locale, send.add_recipient)}</a>
            </div>
        }
        .into_any();
    }
    let sought = RwSignal::new(sought);
    let all: Vec<Searchable> = recipients.iter().map(searchable).collect();
    // Which rows fit, in their order: the list is short, and all of it is on the page.
    let fits = Memo::new(move |_| {
        sought.with(|sought| all.iter().map(|one| one.matches(sought)).collect::<Vec<_>>())
    });
    let none = move || fits.with(|fits| !fits.contains(&true));
    let rows = recipients
        .into_iter()
        .enumerate()
        .map(|(index, recipient)| {
            let hidden = move || fits.with(|fits| !fits.get(index).copied().unwrap_or(true));
            view! { <li hidden=hidden><RecipientRow recipient=recipient /></li> }
        })
        .collect_view();
    view! {
        <Search sought=sought />
        <section class="card" hidden=none><ul class="rows recipients">{rows}</ul></section>
        <p class="hint" role="status">{move || none().then_some(td_string!(locale, recipients.no_match))}</p>
        <a class="btn plain" href="/send/recipient">
            <Icon name=IconName::Plus />
            {td_string!(locale, send.add_recipient)}
        </a>
    }
    .into_any()
}

fn searchable(recipient: &RecipientView) -> Searchable {
    let bank = recipient.bank_name.as_deref().unwrap_or_default();
    Searchable::new(&[&recipient.name, bank, country_name(recipient.country)], &recipient.iban)
}

/// Asks the server without JavaScript; with it the list follows the typing.
#[component]
fn Search(sought: RwSignal<String>) -> impl IntoView {
    let locale = use_locale();
    let input = NodeRef::<leptos::html::Input>::new();
    // What was typed before the page woke up.
    Effect::new(move |_| {
        if let Some(input) = input.get() {
            sought.set(input.value());
        }
    });
    view! {
        <form class="search" method="get" action="/send" role="search" on:submit=|event| event.prevent_default()>
            <div class="field">
                <label for="recipient-search">{td_string!(locale, recipients.search)}</label>
                <div class="affix">
                    <Icon name=IconName::Search />
                    <input
                        id="recipient-search"
                        type="search"
                        name="q"
                        value=sought.get_untracked()
                        maxlength=QUERY_MAX_CHARS
                        autocomplete="off"
                        node_ref=input
                        on:input=move |event| sought.set(event_target_value(&event))
                    />
                    <button class="btn link" type="submit">{td_string!(locale, recipients.find)}</button>
                </div>
            </div>
        </form>
    }
}

#[component]
fn RecipientRow(recipient: RecipientView) -> impl IntoView {
    let locale = use_locale();
    let bank = recipient.bank_name.map(|bank| format!(" · {bank}"));
    let name_id = format!("name-{}", recipient.id);
    view! {
        <a class="row" href=amount_path(recipient.id.as_str())>
            <span class="avatar" aria-hidden="true">{format::initials(&recipient.name)}</span>
            <span class="text">
                <b id=name_id.clone()>{recipient.name}</b>
                <span class="quiet">{country_name(recipient.country)} {bank}</span>
                <span class="quiet iban">{recipient.iban}</span>
            </span>
            <Icon name=IconName::Chevron class="icon flip" />
        </a>
        <a
            class="icon-btn bare"
            href=format!("/recipients/{}", recipient.id)
            aria-label=td_string!(locale, recipients.show)
            aria-describedby=name_id
        >
            <Icon name=IconName::Edit />
        </a>
    }
}
