//! Names of countries.
use domain::remittance::corridor::Country;

use crate::i18n::{Locale, td_string, use_locale};

/// A country in the customer's language.
#[must_use]
pub fn country_name(country: Country) -> &'static str {
    country_name_in(use_locale(), country)
}

/// The same outside of a page.
#[must_use]
pub fn country_name_in(locale: Locale, country: Country) -> &'static str {
    match country {
        Country::Rs => td_string!(locale, common.country_rs),
        Country::Ba => td_string!(locale, common.country_ba),
        Country::Pl => td_string!(locale, common.country_pl),
        Country::Pk => td_string!(locale, common.country_pk),
        Country::Tr => td_string!(locale, common.country_tr),
    }
}
