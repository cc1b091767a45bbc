//! Exchange rates: where they come from, which are believed, and what the customer's rate is made of.
pub mod gateway;
pub mod service;
mod store;
#[cfg(test)]
mod tests;

use domain::fx::BasisPoints;
use domain::remittance::rate_news::MARGIN_DEFAULT;

/// Norges Bank's address.
pub const NORGES_BANK_URL: &str = "https://data.norges-bank.no";

/// Where rates come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SourceName {
    /// The schema document's rates, always of today: for development and demos.
    Seed,
    NorgesBank,
}

impl std::str::FromStr for SourceName {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        match text {
            "seed" => Ok(Self::Seed),
            "norges-bank" => Ok(Self::NorgesBank),
            _ => Err(()),
        }
    }
}

/// The part of the configuration that rates need.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RateSettings {
    pub source: SourceName,
    /// Where Norges Bank answers, without a trailing slash.
    pub url: String,
    /// What Drop keeps of the mid-market rate.
    pub margin: BasisPoints,
}

impl Default for RateSettings {
    fn default() -> Self {
        Self { source: SourceName::Seed, url: NORGES_BANK_URL.to_owned(), margin: MARGIN_DEFAULT }
    }
}
