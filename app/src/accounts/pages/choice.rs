//! Which account pays? A list to choose one of, for every form that starts a payment.
use domain::ids::BankAccountId;
use leptos::prelude::*;

use crate::accounts::model::AccountView;
use crate::i18n::{td_string, use_locale};
use crate::ui::{FormState, format};

/// Posts `form[account]`. Ticked is what was chosen before, else `chosen`, else the primary account.
#[component]
pub fn AccountChoice(
    state: FormState,
    accounts: Vec<AccountView>,
    #[prop(into)] chosen: String,
) -> impl IntoView {
    let locale = use_locale();
    let known = |text: &str| -> Option<BankAccountId> {
        text.parse().ok().filter(|id| accounts.iter().any(|account| account.id == *id))
    };
    let typed = known(&state.value("account")).or_else(|| known(&chosen));
    let primary = || accounts.iter().find(|it| it.is_primary).map(|it| it.id.clone());
    let only = || accounts.first().filter(|_| accounts.len() == 1).map(|it| it.id.clone());
    let chosen = typed.or_else(primary).or_else(only);
    let choices = accounts
        .into_iter()
        .map(|account| {
            let checked = chosen.as_ref() == Some(&account.id);
            let balance = account.balance;
            view! {
                <label class="choice">
                    <input type="radio" name="form[account]" value=account.id.to_string() checked=checked required=true />
                    <span class="choice-body">
                        <b>{account.bank_name}</b>
                        <span class="quiet iban">{account.account_number}</span>
                    </span>
                    <span class="amount"><format::Amount value=balance /></span>
                </label>
            }
        })
        .collect_view();
    view! {
        <fieldset class="group" id=state.field_id("account")>
            <legend>{td_string!(locale, send.from_account)}</legend>
            <div class="choices">{choices}</div>
            {move || state.field_error("account").map(|text| view! { <p class="error">{text}</p> })}
        </fieldset>
    }
}
