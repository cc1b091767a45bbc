//! A letter in words. It says what happened and what to do, and names nobody.
use chrono::{DateTime, Utc};
use domain::calendar::oslo_date;

use super::layout::Written;
use super::model::Letter;
use crate::i18n::{Locale, td_string};
use crate::notifications::{SETTINGS_PATH, headline};
use crate::ui::format;

/// Where the site is, and when the letter was written.
#[derive(Clone, Copy, Debug)]
pub struct Where<'a> {
    /// Without a trailing slash.
    pub base_url: &'a str,
    pub now: DateTime<Utc>,
}

#[must_use]
pub fn written(locale: Locale, letter: &Letter, place: Where<'_>) -> Written {
    match letter {
        Letter::ConfirmEmail { .. }
        | Letter::AccountExists { .. }
        | Letter::ResetPassword { .. }
        | Letter::ConfirmNewEmail { .. } => door(locale, letter),
        Letter::ExportReady { link } => export_ready(locale, link),
        Letter::AccountClosed { until } => Written {
            subject: td_string!(locale, mail.closed).to_owned(),
            paragraphs: vec![td_string!(
                locale,
                mail.closed_text,
                day = format::date(locale, *until, oslo_date(place.now))
            )],
            ways: vec![(td_string!(locale, mail.log_in).to_owned(), format!("{}/login", place.base_url))],
            after: vec![td_string!(locale, mail.closed_not_you).to_owned()],
            foot: vec![],
        },
        Letter::News { notice, link } => news(locale, &headline(locale, notice), link.as_deref(), place),
        _ => changed(locale, letter, place),
    }
}

/// Letters that open something to whoever reads the mail of an address.
fn door(locale: Locale, letter: &Letter) -> Written {
    let (subject, text, ways, holds) = match letter {
        Letter::AccountExists { log_in, reset } => (
            td_string!(locale, mail.exists),
            td_string!(locale, mail.exists_text),
            vec![
                (td_string!(locale, mail.log_in), log_in.clone()),
                (td_string!(locale, mail.reset_button), reset.clone()),
            ],
            None,
        ),
        Letter::ResetPassword { link } => (
            td_string!(locale, mail.reset),
            td_string!(locale, mail.reset_text),
            vec![(td_string!(locale, mail.reset_button), link.clone())],
            Some(td_string!(locale, mail.reset_holds)),
        ),
        Letter::ConfirmNewEmail { link } => (
            td_string!(locale, mail.new_email),
            td_string!(locale, mail.new_email_text),
            vec![(td_string!(locale, mail.confirm_button), link.clone())],
            Some(td_string!(locale, mail.once)),
        ),
        Letter::ConfirmEmail { link } => (
            td_string!(locale, mail.confirm),
            td_string!(locale, mail.confirm_text),
            vec![(td_string!(locale, mail.confirm_button), link.clone())],
            Some(td_string!(locale, mail.once)),
        ),
        _ => return Written::default(),
    };
    Written {
        subject: subject.to_owned(),
        paragraphs: vec![text.to_owned()],
        ways: ways.into_iter().map(|(label, link)| (label.to_owned(), link)).collect(),
        after: holds.into_iter().chain([td_string!(locale, mail.ignore)]).map(str::to_owned).collect(),
        foot: vec![],
    }
}

fn export_ready(locale: Locale, link: &str) -> Written {
    Written {
        subject: td_string!(locale, mail.export).to_owned(),
        paragraphs: vec![td_string!(locale, mail.export_text).to_owned()],
        ways: vec![(td_string!(locale, mail.export_button).to_owned(), link.to_owned())],
        after: vec![td_string!(locale, mail.export_holds).to_owned()],
        foot: vec![],
    }
}

/// Letters about a change of what protects the account. They lead to where it is undone.
fn changed(locale: Locale, letter: &Letter, place: Where<'_>) -> Written {
    let (subject, text) = what_changed(locale, letter, place.now);
    let way = match letter {
        Letter::EmailChanged { undo, .. } => {
            (td_string!(locale, mail.email_changed_undo).to_owned(), undo.clone())
        }
        _ => (td_string!(locale, mail.look).to_owned(), format!("{}/me/security", place.base_url)),
    };
    let after = match letter {
        Letter::EmailChanged { .. } => td_string!(locale, mail.email_changed_holds),
        _ => td_string!(locale, mail.not_you),
    };
    Written {
        subject,
        paragraphs: vec![text],
        ways: vec![way],
        after: vec![after.to_owned()],
        foot: vec![td_string!(locale, mail.security_foot).to_owned()],
    }
}

fn what_changed(locale: Locale, letter: &Letter, now: DateTime<Utc>) -> (String, String) {
    let fixed = |subject: &str, text: &str| (subject.to_owned(), text.to_owned());
    match letter {
        Letter::EmailChanged { to_masked, .. } => (
            td_string!(locale, mail.email_changed).to_owned(),
            td_string!(locale, mail.email_changed_text, email = to_masked),
        ),
        Letter::PhoneChanged { ending } => (
            td_string!(locale, mail.phone_changed).to_owned(),
            td_string!(locale, mail.phone_changed_text, ending = ending),
        ),
        Letter::NewDevice { device, ip, at } => {
            let time = format::date_and_time(locale, *at, now);
            (
                td_string!(locale, mail.new_device).to_owned(),
                td_string!(locale, mail.new_device_text, device = device, ip = ip, time = time),
            )
        }
        Letter::FactorAdded => {
            fixed(td_string!(locale, mail.factor_added), td_string!(locale, mail.factor_added_text))
        }
        Letter::FactorRemoved => {
            fixed(td_string!(locale, mail.factor_removed), td_string!(locale, mail.factor_removed_text))
        }
        Letter::RecoveryCodesRenewed => {
            fixed(td_string!(locale, mail.codes_renewed), td_string!(locale, mail.codes_renewed_text))
        }
        Letter::RecoveryCodeUsed { left } => (
            td_string!(locale, mail.code_used).to_owned(),
            td_string!(locale, mail.code_used_text, count = left),
        ),
        Letter::PasskeyAdded { name } => (
            td_string!(locale, mail.passkey_added).to_owned(),
            td_string!(locale, mail.passkey_added_text, name = name),
        ),
        Letter::PasskeyRemoved { name } => (
            td_string!(locale, mail.passkey_removed).to_owned(),
            td_string!(locale, mail.passkey_removed_text, name = name),
        ),
        _ => fixed(td_string!(locale, mail.password_changed), td_string!(locale, mail.password_changed_text)),
    }
}

/// What happened in one line. Mail is read on the way and on locked screens: the rest is told after a log-in.
fn news(locale: Locale, headline: &str, link: Option<&str>, place: Where<'_>) -> Written {
    let link = link.unwrap_or("/notifications");
    let settings = format!("{}{}", place.base_url, SETTINGS_PATH);
    Written {
        subject: td_string!(locale, mail.news).to_owned(),
        paragraphs: vec![headline.to_owned()],
        ways: vec![(td_string!(locale, mail.news_button).to_owned(), format!("{}{link}", place.base_url))],
        after: vec![],
        foot: vec![td_string!(locale, mail.news_foot).to_owned(), settings],
    }
}
