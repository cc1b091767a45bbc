//! Reading balances anew while the customer is there, and what is said of a bank that does not answer.
use chrono::{DateTime, Utc};
use leptos::prelude::*;

use crate::accounts::model::AccountView;
use crate::form::Flash;
use crate::i18n::{td_string, use_locale};
use crate::ui::{ErrorSummary, Icon, IconName, PostAction, PostForm, SubmitButton, ago, form_state};

/// Reads every linked account; `back` names the page that it stands on.
#[component]
pub fn RefreshForm(action: PostAction, back: &'static str) -> impl IntoView {
    let locale = use_locale();
    let state = form_state("refresh", action, Flash::default());
    view! {
        <PostForm action=action>
            <ErrorSummary state=state />
            <input type="hidden" name="back" value=back />
            <SubmitButton state=state class="btn plain small">{td_string!(locale, accounts.refresh)}</SubmitButton>
        </PostForm>
    }
}

/// The linked banks that gave no balance when they were last asked.
#[component]
pub fn SilentBanks(accounts: Vec<AccountView>) -> impl IntoView {
    let locale = use_locale();
    let silent = accounts.into_iter().filter(|account| account.linked && account.unanswered_at.is_some());
    let mut banks: Vec<String> = silent.map(|account| account.bank_name).collect();
    banks.sort();
    banks.dedup();
    (!banks.is_empty()).then(|| {
        view! {
            <div class="notice wait" role="status">
                <Icon name=IconName::Alert />
                <p>{td_string!(locale, accounts.silent, banks = banks.join(", "))}</p>
            </div>
        }
    })
}

/// How old a balance is.
#[must_use]
pub fn age(read_at: Option<DateTime<Utc>>, now: DateTime<Utc>) -> String {
    let locale = use_locale();
    match read_at {
        Some(at) => td_string!(locale, accounts.read, ago = ago(at, now)),
        None => td_string!(locale, accounts.never_read).to_owned(),
    }
}
