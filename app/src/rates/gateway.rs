//! What rates need of the outside world. Implemented in the server, and by the demo data.
use async_trait::async_trait;
use domain::money::Currency;
use domain::remittance::rate_news::DatedRate;

/// A mid-market rate, units of `currency` for one krone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Observation {
    pub currency: Currency,
    pub rate: DatedRate,
}

/// Why a source gave no rates.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RateSourceError {
    /// Not reached, too slow, or an answer that says it failed.
    #[error("no answer: {0}")]
    NoAnswer(String),
    /// An answer that is not what was asked for. Nothing of it is used.
    #[error("an answer that cannot be read: {0}")]
    Unreadable(&'static str),
}

/// Somebody who publishes rates.
#[async_trait]
pub trait RateSource: Send + Sync {
    /// What stands in `exchange_rates.source`.
    fn name(&self) -> &'static str;

    /// The newest rate of each currency that the source has. A currency that is not in it has no news.
    ///
    /// # Errors
    /// See [`RateSourceError`]; then no currency has news.
    async fn latest(&self) -> Result<Vec<Observation>, RateSourceError>;
}
