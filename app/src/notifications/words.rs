//! A notification in words.
use super::model::{Notice, SecurityChange};
use crate::i18n::{Locale, td_string};
use crate::ui::format;

/// Headline and text.
#[must_use]
pub fn words(locale: Locale, notice: &Notice) -> (String, String) {
    match notice {
        Notice::Sale { shop, amount, reference } => {
            let amount = format::money(locale, *amount);
            (
                td_string!(locale, notifications.sale, amount = amount),
                td_string!(locale, notifications.sale_text, shop = shop, reference = reference),
            )
        }
        Notice::RefundReceived { shop, amount, reference } => {
            let amount = format::money(locale, *amount);
            (
                td_string!(locale, notifications.refund, amount = amount),
                td_string!(locale, notifications.refund_text, shop = shop, reference = reference),
            )
        }
        Notice::ShopAccountChanged { shop, ending } => (
            td_string!(locale, notifications.account_changed).to_owned(),
            td_string!(locale, notifications.account_changed_text, shop = shop, ending = ending),
        ),
        Notice::ShopSuspended { shop } => (
            td_string!(locale, notifications.suspended, shop = shop),
            td_string!(locale, notifications.suspended_text).to_owned(),
        ),
        Notice::ShopResumed { shop } => (
            td_string!(locale, notifications.resumed, shop = shop),
            td_string!(locale, notifications.resumed_text).to_owned(),
        ),
        Notice::ShopNotConfirmed { shop } => (
            td_string!(locale, notifications.not_confirmed, shop = shop),
            td_string!(locale, notifications.not_confirmed_text).to_owned(),
        ),
        Notice::PaymentWaits { amount, reference }
        | Notice::PaymentNotMade { amount, reference }
        | Notice::PaymentReturned { amount, reference } => {
            payment(locale, notice, &format::money(locale, *amount), reference)
        }
        Notice::IdentityApproved => {
            fixed(td_string!(locale, kyc.approved_title), td_string!(locale, kyc.approved_text))
        }
        Notice::IdentityRejected => {
            fixed(td_string!(locale, kyc.rejected_title), td_string!(locale, kyc.notice_rejected_text))
        }
        Notice::IdentityAsked => {
            fixed(td_string!(locale, kyc.more_title), td_string!(locale, kyc.notice_more_text))
        }
        Notice::ComplaintNews { subject } => (
            td_string!(locale, notifications.complaint).to_owned(),
            td_string!(locale, notifications.complaint_text, subject = subject),
        ),
        Notice::RequestAnswered => {
            fixed(td_string!(locale, notifications.request), td_string!(locale, notifications.request_text))
        }
        Notice::SecurityChanged { what } => {
            fixed(changed(locale, *what), td_string!(locale, notifications.security_text))
        }
        Notice::Other { title, body } => (title.clone(), body.clone()),
    }
}

/// Of a payment that took longer than usual.
fn payment(locale: Locale, notice: &Notice, amount: &str, reference: &str) -> (String, String) {
    match notice {
        Notice::PaymentWaits { .. } => (
            td_string!(locale, notifications.waits, amount = amount),
            td_string!(locale, notifications.waits_text, reference = reference),
        ),
        Notice::PaymentReturned { .. } => (
            td_string!(locale, notifications.returned, amount = amount),
            td_string!(locale, notifications.returned_text, reference = reference),
        ),
        _ => (
            td_string!(locale, notifications.not_made, amount = amount),
            td_string!(locale, notifications.not_made_text, reference = reference),
        ),
    }
}

/// What happened, in one line.
#[cfg(feature = "ssr")]
#[must_use]
pub fn headline(locale: Locale, notice: &Notice) -> String {
    words(locale, notice).0
}

fn changed(locale: Locale, what: SecurityChange) -> &'static str {
    match what {
        SecurityChange::Password => td_string!(locale, notifications.security_password),
        SecurityChange::Email => td_string!(locale, notifications.security_email),
        SecurityChange::Phone => td_string!(locale, notifications.security_phone),
        SecurityChange::SecondFactor => td_string!(locale, notifications.security_factor),
        SecurityChange::Passkey => td_string!(locale, notifications.security_passkey),
        SecurityChange::NewDevice => td_string!(locale, notifications.security_device),
    }
}

/// Words that name nothing.
fn fixed(title: &str, text: &str) -> (String, String) {
    (title.to_owned(), text.to_owned())
}
