//! What is to be read first in a copy: what is in it, and what art. 15(1) has us tell beside it, in the words of the
//! privacy notice.
use chrono::{DateTime, Utc};
use domain::calendar::oslo;

use super::parts::Part;
use crate::i18n::{Locale, td_string};

/// Known to whoever opens an archive, in any language.
pub(super) const NAME: &str = "README.txt";

pub(super) fn text(locale: Locale, at: DateTime<Utc>) -> String {
    let made = oslo(at).format("%Y-%m-%d %H:%M").to_string();
    let mut lines = vec![
        td_string!(locale, privacy.readme_title).to_owned(),
        td_string!(locale, privacy.readme_made, time = made),
        String::new(),
        td_string!(locale, privacy.readme_formats).to_owned(),
        String::new(),
    ];
    let files = Part::ALL.into_iter().map(|part| format!("- {}: {}", part.name(), part_text(locale, part)));
    lines.extend(files);
    for (title, texts) in facts(locale) {
        lines.extend([String::new(), title.to_owned()]);
        lines.extend(texts.iter().map(|text| (*text).to_owned()));
    }
    lines.push(String::new());
    // As Windows' simplest program reads it too.
    lines.join("\r\n")
}

/// Purposes, recipients, storage, rights, source, automated decisions; and what is not in it.
fn facts(locale: Locale) -> Vec<(&'static str, Vec<&'static str>)> {
    vec![
        (
            td_string!(locale, privacy.readme_left_out),
            vec![
                td_string!(locale, privacy.readme_left_out_a),
                td_string!(locale, privacy.readme_left_out_b),
            ],
        ),
        (td_string!(locale, about.privacy_what), vec![td_string!(locale, about.privacy_what_a)]),
        (td_string!(locale, privacy.readme_source), vec![td_string!(locale, privacy.readme_source_a)]),
        (
            td_string!(locale, about.privacy_why),
            vec![
                td_string!(locale, about.privacy_why_a),
                td_string!(locale, about.privacy_why_b),
                td_string!(locale, about.privacy_why_c),
                td_string!(locale, about.privacy_why_d),
            ],
        ),
        (
            td_string!(locale, about.privacy_who),
            vec![td_string!(locale, about.privacy_who_a), td_string!(locale, about.privacy_who_b)],
        ),
        (td_string!(locale, about.privacy_long), vec![td_string!(locale, about.privacy_long_a)]),
        (td_string!(locale, about.privacy_auto), vec![td_string!(locale, about.privacy_auto_a)]),
        (
            td_string!(locale, about.privacy_rights),
            vec![td_string!(locale, about.privacy_rights_a), td_string!(locale, about.privacy_rights_b)],
        ),
    ]
}

fn part_text(locale: Locale, part: Part) -> &'static str {
    match part {
        Part::Profile => td_string!(locale, privacy.part_profile),
        Part::Settings => td_string!(locale, privacy.part_settings),
        Part::NotificationChoices => td_string!(locale, privacy.part_notification_choices),
        Part::Browsers => td_string!(locale, privacy.part_browsers),
        Part::Identity => td_string!(locale, privacy.part_identity),
        Part::Consents => td_string!(locale, privacy.part_consents),
        Part::BankConsents => td_string!(locale, privacy.part_bank_consents),
        Part::BankReadings => td_string!(locale, privacy.part_bank_readings),
        Part::BankAccounts => td_string!(locale, privacy.part_bank_accounts),
        Part::Recipients => td_string!(locale, privacy.part_recipients),
        Part::Payments => td_string!(locale, privacy.part_payments),
        Part::Quotes => td_string!(locale, privacy.part_quotes),
        Part::Shops => td_string!(locale, privacy.part_shops),
        Part::ShopHistory => td_string!(locale, privacy.part_shop_history),
        Part::ShopCodes => td_string!(locale, privacy.part_shop_codes),
        Part::ShopBook => td_string!(locale, privacy.part_shop_book),
        Part::Cards => td_string!(locale, privacy.part_cards),
        Part::SpendingLimits => td_string!(locale, privacy.part_spending_limits),
        Part::Notifications => td_string!(locale, privacy.part_notifications),
        Part::Letters => td_string!(locale, privacy.part_letters),
        Part::Logins => td_string!(locale, privacy.part_logins),
        Part::SecondFactor => td_string!(locale, privacy.part_second_factor),
        Part::Passkeys => td_string!(locale, privacy.part_passkeys),
        Part::Complaints => td_string!(locale, privacy.part_complaints),
        Part::ComplaintLetters => td_string!(locale, privacy.part_complaint_letters),
        Part::DataRequests => td_string!(locale, privacy.part_data_requests),
        Part::Copies => td_string!(locale, privacy.part_copies),
    }
}
