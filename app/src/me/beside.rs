//! An amount in kroner, also in the customer's other currency: about, by a rate whose day is said. Never where money is
//! promised: a quote, a confirmation and a receipt say what is paid, and nothing beside it.
use chrono::NaiveDate;
use domain::fx::Rate;
use domain::money::{Currency, Money, Rounding};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::i18n::{Locale, td_string, use_locale};
use crate::ui::format;

/// By which rate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Beside {
    pub currency: Currency,
    /// What one krone is in the middle of the market.
    pub mid: Rate,
    pub as_of: NaiveDate,
}

impl Beside {
    /// About as much, of an amount in kroner.
    #[must_use]
    pub fn about(&self, amount: Money) -> Option<Money> {
        let in_nok = amount.currency() == Currency::Nok;
        in_nok.then(|| self.mid.apply(amount, self.currency, Rounding::HalfUp).ok()).flatten()
    }

    /// The same as a page writes it: `≈ 171,50 EUR`.
    #[must_use]
    pub fn text(&self, locale: Locale, amount: Money) -> Option<String> {
        self.about(amount).map(|about| format!("≈\u{a0}{}", format::money(locale, about)))
    }
}

/// What such amounts are, and by the rate of which day.
#[component]
pub fn BesideNote(beside: Beside, today: NaiveDate) -> impl IntoView {
    let locale = use_locale();
    let day = format::date(locale, beside.as_of, today);
    view! {
        <p class="quiet">
            {td_string!(locale, me.beside_note, currency = beside.currency, day = day)} " "
            <a href="/me/language">{td_string!(locale, me.beside_change)}</a>
        </p>
    }
}

/// As a statement of the database hands it over.
#[cfg(feature = "ssr")]
#[derive(Deserialize)]
pub struct BesideRow {
    pub currency: String,
    pub mid: rust_decimal::Decimal,
    pub as_of: NaiveDate,
}

#[cfg(feature = "ssr")]
impl TryFrom<BesideRow> for Beside {
    type Error = crate::db::BadRow;

    fn try_from(row: BesideRow) -> Result<Self, Self::Error> {
        Ok(Self {
            currency: crate::db::parsed("a currency", &row.currency)?,
            mid: crate::db::rate(row.mid)?,
            as_of: row.as_of,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kroner_are_also_shown_in_another_currency() {
        let mid = Rate::parse("0.0857").unwrap();
        let beside = Beside { currency: Currency::Eur, mid, as_of: NaiveDate::default() };
        let text = |minor, currency| beside.text(Locale::nb, Money::new(minor, currency));
        assert_eq!(text(200_100, Currency::Nok).as_deref(), Some("≈\u{a0}171,49\u{a0}EUR"));
        assert_eq!(text(-200_100, Currency::Nok).as_deref(), Some("≈\u{a0}\u{2212}171,49\u{a0}EUR"));
        assert_eq!(text(200_100, Currency::Rsd), None);
    }
}
