//! The articles, with the figures that the code uses.
use domain::bank::consent::CONSENT_VALID_DAYS;
use domain::merchant::fee::SHOP_FEE;
use domain::merchant::price::{PRICE_MAX_ORE, PRICE_MIN_ORE};
use domain::money::{Currency, Money};
use domain::remittance::corridor::CUT_OFF_HOUR;
use domain::remittance::fee::REMITTANCE_FEE;
use domain::remittance::limit::Limits;
use domain::remittance::quote::QUOTE_VALID_MINUTES;

use crate::i18n::{Locale, td_string};
use crate::ui::format;

/// What an article is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Topic {
    How,
    Fees,
    Terms,
    Privacy,
    Cookies,
    Complaints,
    Accessibility,
}

pub struct Article {
    pub title: &'static str,
    pub lead: &'static str,
    pub sections: Vec<Section>,
}

pub struct Section {
    pub title: &'static str,
    pub paragraphs: Vec<String>,
}

impl Topic {
    pub const ALL: [Self; 7] = [
        Self::How,
        Self::Fees,
        Self::Terms,
        Self::Privacy,
        Self::Cookies,
        Self::Complaints,
        Self::Accessibility,
    ];

    /// Where it stands.
    #[must_use]
    pub const fn path(self) -> &'static str {
        match self {
            Self::How => "/about",
            Self::Fees => "/about/fees",
            Self::Terms => "/about/terms",
            Self::Privacy => "/about/privacy",
            Self::Cookies => "/about/cookies",
            Self::Complaints => "/about/complaints",
            Self::Accessibility => "/about/accessibility",
        }
    }

    /// The one that stands at an address.
    #[must_use]
    pub fn at(path: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|topic| topic.path() == path.trim_end_matches('/'))
    }

    #[must_use]
    pub fn title(self, locale: Locale) -> &'static str {
        match self {
            Self::How => td_string!(locale, about.how),
            Self::Fees => td_string!(locale, about.fees),
            Self::Terms => td_string!(locale, about.terms),
            Self::Privacy => td_string!(locale, about.privacy),
            Self::Cookies => td_string!(locale, about.cookies),
            Self::Complaints => td_string!(locale, about.complaints),
            Self::Accessibility => td_string!(locale, about.accessibility),
        }
    }

    fn lead(self, locale: Locale) -> &'static str {
        match self {
            Self::How => td_string!(locale, about.how_lead),
            Self::Fees => td_string!(locale, about.fees_lead),
            Self::Terms => td_string!(locale, about.terms_lead),
            Self::Privacy => td_string!(locale, about.privacy_lead),
            Self::Cookies => td_string!(locale, about.cookies_lead),
            Self::Complaints => td_string!(locale, about.complaints_lead),
            Self::Accessibility => td_string!(locale, about.accessibility_lead),
        }
    }

    #[must_use]
    pub fn article(self, locale: Locale) -> Article {
        let sections = match self {
            Self::How => how(locale),
            Self::Fees => fees(locale),
            Self::Terms => terms(locale),
            Self::Privacy => privacy(locale),
            Self::Cookies => cookies(locale),
            Self::Complaints => complaints(locale),
            Self::Accessibility => accessibility(locale),
        };
        Article { title: self.title(locale), lead: self.lead(locale), sections }
    }
}

/// Sections of words: `heading: paragraph(figure = value, …), paragraph;`.
macro_rules! sections {
    ($locale:ident: $($title:ident: $($words:ident $(($($name:ident = $value:expr),+))?),+;)+) => {
        vec![$(Section {
            title: td_string!($locale, about.$title),
            paragraphs: vec![$(td_string!($locale, about.$words $(, $($name = $value),+)?).to_string()),+],
        }),+]
    };
}

fn how(locale: Locale) -> Vec<Section> {
    sections! { locale:
        how_link: how_link_a, how_link_b(days = CONSENT_VALID_DAYS);
        how_send: how_send_a, how_send_b(minutes = QUOTE_VALID_MINUTES);
        how_identity: how_identity_a;
        how_shop: how_shop_a;
        how_wrong: how_wrong_a;
    }
}

fn fees(locale: Locale) -> Vec<Section> {
    let limits = Limits::default();
    let kroner = |amount: Money| format::money(locale, amount);
    let ore = |minor: i64| format::money(locale, Money::new(minor, Currency::Nok));
    let percent = |basis_points: u32| format::percent(locale, basis_points);
    sections! { locale:
        fees_send: fees_send_a(fee = percent(REMITTANCE_FEE.value())), fees_send_b, fees_send_c;
        fees_limits: fees_limits_a(min = kroner(limits.min), max = kroner(limits.max), day = kroner(limits.day), month = kroner(limits.month));
        fees_time: fees_time_a(hour = CUT_OFF_HOUR);
        fees_shop: fees_shop_a(fee = percent(SHOP_FEE.value()), min = ore(PRICE_MIN_ORE), max = ore(PRICE_MAX_ORE));
    }
}

fn terms(locale: Locale) -> Vec<Section> {
    sections! { locale:
        terms_service: terms_service_a, terms_service_b;
        terms_you: terms_you_a;
        terms_order: terms_order_a, terms_order_b;
        terms_liability: terms_liability_a;
        terms_end: terms_end_a;
        terms_change: terms_change_a;
        terms_law: terms_law_a;
    }
}

fn privacy(locale: Locale) -> Vec<Section> {
    sections! { locale:
        privacy_what: privacy_what_a;
        privacy_why: privacy_why_a, privacy_why_b, privacy_why_c, privacy_why_d;
        privacy_who: privacy_who_a, privacy_who_b;
        privacy_long: privacy_long_a;
        privacy_auto: privacy_auto_a;
        privacy_rights: privacy_rights_a, privacy_rights_b;
        privacy_cookies: privacy_cookies_a;
    }
}

fn cookies(locale: Locale) -> Vec<Section> {
    sections! { locale:
        cookies_needed: cookies_needed_a, cookies_needed_b, cookies_needed_c, cookies_needed_d;
        cookies_optional: cookies_optional_a;
        cookies_never: cookies_never_a;
        cookies_withdraw: cookies_withdraw_a;
    }
}

fn complaints(locale: Locale) -> Vec<Section> {
    sections! { locale:
        complaints_how: complaints_how_a;
        complaints_when: complaints_when_a;
        complaints_next: complaints_next_a;
    }
}

fn accessibility(locale: Locale) -> Vec<Section> {
    sections! { locale:
        accessibility_how: accessibility_how_a;
        accessibility_known: accessibility_known_a;
        accessibility_tell: accessibility_tell_a;
    }
}
