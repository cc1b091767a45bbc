//! Whom a customer sends money to, and who else sends to the same account.
use leptos::prelude::*;

use crate::backoffice::customers::model::{Recipient, customer_path};
use crate::backoffice::parts::Lines;
use crate::i18n::{Locale, td_string, use_locale};
use crate::ui::{country_name_in, format};

#[component]
pub(super) fn Recipients(recipients: Vec<Recipient>) -> impl IntoView {
    let locale = use_locale();
    (!recipients.is_empty()).then(|| {
        let heads = vec![
            (td_string!(locale, customer.recipient), ""),
            (td_string!(locale, customer.account), ""),
            (td_string!(locale, customer.shared_with), ""),
            (td_string!(locale, customer.payments), "end"),
            (td_string!(locale, customer.amount), "end"),
        ];
        let lines = recipients.into_iter().map(|one| line(locale, one)).collect_view();
        view! {
            <section class="panel">
                <h2>{td_string!(locale, customer.recipients)}</h2>
                <Lines label=td_string!(locale, customer.recipients) heads=heads>{lines}</Lines>
            </section>
        }
    })
}

fn line(locale: Locale, one: Recipient) -> impl IntoView {
    let removed = one.removed.then(|| {
        view! { " " <span class="quiet">{td_string!(locale, customer.removed)}</span> }
    });
    let account = match one.bank {
        Some(bank) => format!("{} · {bank}", one.account),
        None => one.account,
    };
    let others = one.others.into_iter().map(|other| {
        view! { <a href=customer_path(&other.id)>{other.name}</a> " " }
    });
    let more = one.more_others.then(|| td_string!(locale, customer.and_more));
    view! {
        <tr role="row">
            <td role="cell" class="lead" data-label=td_string!(locale, customer.recipient)>
                {one.name} " · " {country_name_in(locale, one.country)} {removed}
            </td>
            <td role="cell" class="ltr" data-label=td_string!(locale, customer.account)>{account}</td>
            <td role="cell" data-label=td_string!(locale, customer.shared_with)>{others.collect_view()} {more}</td>
            <td role="cell" class="end" data-label=td_string!(locale, customer.payments)>{one.payments}</td>
            <td role="cell" class="end" data-label=td_string!(locale, customer.amount)>{format::money(locale, one.amount)}</td>
        </tr>
    }
}
