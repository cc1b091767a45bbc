//! The answers of the form in words.
use domain::identity::{Employment, Exposure, Monthly, Purpose, SourceOfFunds, Topic};

use crate::i18n::{td_string, use_locale};

pub(crate) fn topic(topic: Topic) -> &'static str {
    let locale = use_locale();
    match topic {
        Topic::NationalId => td_string!(locale, kyc.topic_national_id),
        Topic::Address => td_string!(locale, kyc.topic_address),
        Topic::Nationality => td_string!(locale, kyc.topic_nationality),
        Topic::Occupation => td_string!(locale, kyc.topic_occupation),
        Topic::Purpose => td_string!(locale, kyc.topic_purpose),
        Topic::SourceOfFunds => td_string!(locale, kyc.topic_source_of_funds),
        Topic::Exposure => td_string!(locale, kyc.topic_exposure),
    }
}

/// Codes and words, in the order of the page.
fn options<T: Copy + ToString>(all: &[T], words: impl Fn(T) -> &'static str) -> Vec<(String, String)> {
    all.iter().map(|one| (one.to_string(), words(*one).to_owned())).collect()
}

pub(crate) fn employments() -> Vec<(String, String)> {
    let locale = use_locale();
    options(Employment::ALL, |one| match one {
        Employment::Employed => td_string!(locale, kyc.employed),
        Employment::SelfEmployed => td_string!(locale, kyc.self_employed),
        Employment::Student => td_string!(locale, kyc.student),
        Employment::Retired => td_string!(locale, kyc.retired),
        Employment::NotWorking => td_string!(locale, kyc.not_working),
    })
}

pub(crate) fn purposes() -> Vec<(String, String)> {
    let locale = use_locale();
    options(Purpose::ALL, |one| match one {
        Purpose::SupportFamily => td_string!(locale, kyc.support_family),
        Purpose::OwnNeeds => td_string!(locale, kyc.own_needs),
        Purpose::Gifts => td_string!(locale, kyc.gifts),
        Purpose::Purchases => td_string!(locale, kyc.purchases),
        Purpose::Other => td_string!(locale, kyc.something_else),
    })
}

pub(crate) fn sources() -> Vec<(String, String)> {
    let locale = use_locale();
    options(SourceOfFunds::ALL, |one| match one {
        SourceOfFunds::Salary => td_string!(locale, kyc.salary),
        SourceOfFunds::Business => td_string!(locale, kyc.business),
        SourceOfFunds::Benefits => td_string!(locale, kyc.benefits),
        SourceOfFunds::Savings => td_string!(locale, kyc.savings),
        SourceOfFunds::Sale => td_string!(locale, kyc.sale),
        SourceOfFunds::Gift => td_string!(locale, kyc.gift),
        SourceOfFunds::Other => td_string!(locale, kyc.something_else),
    })
}

pub(crate) fn amounts() -> Vec<(String, String)> {
    let locale = use_locale();
    options(Monthly::ALL, |one| match one {
        Monthly::Small => td_string!(locale, kyc.up_to_5000),
        Monthly::Usual => td_string!(locale, kyc.up_to_20000),
        Monthly::Large => td_string!(locale, kyc.up_to_50000),
        Monthly::VeryLarge => td_string!(locale, kyc.over_50000),
    })
}

pub(crate) fn exposures() -> Vec<(String, String, String)> {
    let locale = use_locale();
    let words = |one| match one {
        Exposure::None => (td_string!(locale, kyc.exposed_no), td_string!(locale, kyc.exposed_no_text)),
        Exposure::Own => (td_string!(locale, kyc.exposed_own), td_string!(locale, kyc.exposed_own_text)),
        Exposure::Close => {
            (td_string!(locale, kyc.exposed_close), td_string!(locale, kyc.exposed_close_text))
        }
    };
    let option = |one: &Exposure| {
        let (head, more) = words(*one);
        (one.to_string(), head.to_owned(), more.to_owned())
    };
    Exposure::ALL.iter().map(option).collect()
}
