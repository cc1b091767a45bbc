//! Which bank? And what Drop will be able to read there.
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use crate::accounts::api::{LinkBank, load_banks};
use crate::accounts::model::BankView;
use crate::error::AppError;
use crate::form::{Flash, flash_if, is_second_look};
use crate::i18n::{td_string, use_locale};
use crate::identity::model::safe_next;
use crate::ui::{ErrorSummary, Icon, IconName, PostAction, PostForm, form_state, loaded, page_resource};

#[component]
pub fn LinkPage() -> impl IntoView {
    let locale = use_locale();
    let again = is_second_look();
    let load =
        move |()| async move { Ok::<_, AppError>((load_banks().await?, flash_if(again, "link").await?)) };
    let both = page_resource(|| (), load);
    view! {
        <Title text=td_string!(locale, accounts.link) />
        <h1>{td_string!(locale, accounts.link_question)}</h1>
        <p>{td_string!(locale, accounts.link_lead)}</p>
        {loaded(both, |(banks, flash)| view! { <Banks banks=banks flash=flash /> })}
    }
}

#[component]
fn Banks(banks: Vec<BankView>, flash: Flash) -> impl IntoView {
    let locale = use_locale();
    let action = PostAction::to::<LinkBank, _>();
    let state = form_state("link", action, flash);
    let next = use_query_map().with_untracked(|query| query.get("next")).unwrap_or_default();
    let back = safe_next(&next).unwrap_or("/accounts").to_owned();
    let rows = banks
        .into_iter()
        .map(|bank| {
            view! {
                <li>
                    <button class="row" type="submit" name="bank" value=bank.id disabled=move || state.pending.get()>
                        <span class="icon-disc"><Icon name=IconName::Bank /></span>
                        <span class="text"><b>{bank.name}</b></span>
                        <Icon name=IconName::Chevron class="icon flip" />
                    </button>
                </li>
            }
        })
        .collect_view();
    view! {
        <PostForm action=action attr:class="form">
            <ErrorSummary state=state />
            <input type="hidden" name="next" value=next />
            <section class="card"><ul class="rows">{rows}</ul></section>
        </PostForm>
        <a class="btn plain" href=back>{td_string!(locale, common.back)}</a>
    }
}
