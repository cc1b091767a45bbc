//! Reading balances anew while the customer is there, and what is said of a bank that does not answer.
use chrono::{DateTime, Utc};
use leptos::prelude::*;

use crate::accounts::model::AccountView;
use crate::form::Flash;
use crate::i18n::{tu_string, use_i18n};
use crate::ui::{ErrorSummary, Icon, IconName, PostAction, PostForm, SubmitButton, ago, form_state};

/// Reads every linked account; `back` names the page that it stands on.
#[component]
pub fn RefreshForm(action: PostAction, back: &'static str) -> impl IntoView {
    let i18n = use_i18n();
    let state = form_state("refresh", action, Flash::default());
    view! {
        <PostForm action=action>
            <ErrorSummary state=state />
            <input type="hidden" name="back" value=back />
            <SubmitButton state=state class="btn plain small">{tu_string!(i18n, accounts.refresh)}</SubmitButton>
        </PostForm>
    }
}

/// The linked banks that gave no balance when they were last asked.
#[component]
pub fn SilentBanks(accounts: Vec<AccountView>) -> impl IntoView {
    let i18n = use_i18n();
    let silent = accounts.into_iter().filter(|account| account.linked && account.unanswered_at.is_some());
    let mut banks: Vec<String> = silent.map(|account| account.bank_name).collect();
    banks.sort();
    banks.dedup();
    (!banks.is_empty()).then(|| {
        view! {
            <div class="notice wait" role="status">
                <Icon name=IconName::Alert />
                <p>{tu_string!(i18n, accounts.silent, banks = banks.join(", ")).to_string()}</p>
            </div>
        }
    })
}

/// How old a balance is.
#[must_use]
pub fn age(read_at: Option<DateTime<Utc>>, now: DateTime<Utc>) -> String {
    let i18n = use_i18n();
    match read_at {
        Some(at) => tu_string!(i18n, accounts.read, ago = ago(at, now)).to_string(),
        None => tu_string!(i18n, accounts.never_read).to_owned(),
    }
}
