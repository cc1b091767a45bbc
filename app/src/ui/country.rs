//! Names of countries.
use domain::remittance::corridor::Country;

use crate::i18n::{tu_string, use_i18n};

/// A country in the customer's language.
#[must_use]
pub fn country_name(country: Country) -> &'static str {
    let i18n = use_i18n();
    match country {
        Country::Rs => tu_string!(i18n, common.country_rs),
        Country::Ba => tu_string!(i18n, common.country_ba),
        Country::Pl => tu_string!(i18n, common.country_pl),
        Country::Pk => tu_string!(i18n, common.country_pk),
        Country::Tr => tu_string!(i18n, common.country_tr),
    }
}
