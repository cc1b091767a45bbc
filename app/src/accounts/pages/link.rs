//! Which bank? And what Drop will be able to read there.
use leptos::prelude::*;
use leptos_meta::Title;

use crate::accounts::api::{LinkBank, load_banks};
use crate::accounts::model::BankView;
use crate::error::AppError;
use crate::form::{Flash, flash_resource};
use crate::i18n::{t, t_string, use_i18n};
use crate::ui::{ErrorSummary, Icon, IconName, form_state, loaded};

#[component]
pub fn LinkPage() -> impl IntoView {
    let i18n = use_i18n();
    let banks = Resource::new_blocking(|| (), |()| load_banks());
    let flash = flash_resource("link");
    let both = Resource::new_blocking(
        || (),
        move |()| async move { Ok::<_, AppError>((banks.await?, flash.await?)) },
    );
    view! {
        <Title text=t_string!(i18n, accounts.link) />
        <h1>{t!(i18n, accounts.link_question)}</h1>
        <p>{t!(i18n, accounts.link_lead)}</p>
        {loaded(both, |(banks, flash)| view! { <Banks banks=banks flash=flash /> })}
    }
}

#[component]
fn Banks(banks: Vec<BankView>, flash: Flash) -> impl IntoView {
    let i18n = use_i18n();
    let action = ServerAction::<LinkBank>::new();
    let state = form_state("link", action, flash);
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
        <ActionForm action=action attr:class="form">
            <ErrorSummary state=state />
            <section class="card"><ul class="rows">{rows}</ul></section>
        </ActionForm>
        <a class="btn plain" href="/accounts">{t!(i18n, common.back)}</a>
    }
}
