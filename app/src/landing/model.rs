//! What the calculator needs to price in the browser exactly as the server will.
use chrono::{DateTime, NaiveDate, Utc};
use domain::money::{Currency, Money};
use domain::remittance::corridor::Country;
use domain::remittance::limit::Limits;
use domain::remittance::quote::{QuoteError, Rates, Side, Terms, quote};
use serde::{Deserialize, Serialize};

/// Today's prices, for whoever asks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Prices {
    /// The countries with a fresh rate.
    pub corridors: Vec<Corridor>,
    pub limits: Limits,
    /// The server's time, by which rates are fresh.
    pub now: DateTime<Utc>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Corridor {
    pub country: Country,
    pub rates: Rates,
    /// When money sent now should be there.
    pub delivery_by: NaiveDate,
}

impl Prices {
    /// The corridor to a country, or the first.
    #[must_use]
    pub fn corridor(&self, code: &str) -> Option<Corridor> {
        let wanted = self.corridors.iter().find(|corridor| corridor.country.code() == code);
        wanted.or(self.corridors.first()).copied()
    }

    /// What sending `text` kroner costs; nothing while nothing is typed.
    #[must_use]
    pub fn price(&self, text: &str, corridor: Corridor) -> Option<Result<Terms, QuoteError>> {
        if text.trim().is_empty() {
            return None;
        }
        let amount = Money::parse_input(text, Currency::Nok).map_err(QuoteError::from);
        let price = |send| quote(Side::Send(send), corridor.country, &corridor.rates, &self.limits, self.now);
        Some(amount.and_then(price))
    }
}
