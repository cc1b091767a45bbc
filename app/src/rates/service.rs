//! Use cases of exchange rates: ask the source, enter one by hand, list what is known.
use chrono::{DateTime, Utc};
use domain::calendar::oslo_date;
use domain::fx::RateError;
use domain::money::{Currency, Rounding};
use domain::remittance::quote::Rates;
use domain::remittance::rate_news::{DatedRate, News, judge};
use serde_json::json;
use sqlx::PgConnection;

use super::gateway::{Observation, RateSourceError};
use super::store;
use crate::context::AppState;
use crate::error::AppError;
use crate::{audit, db};

/// The name of the built-in rates in `exchange_rates.source`.
pub const SEED: &str = "seed";

#[derive(Debug, thiserror::Error)]
pub enum RatesError {
    #[error(transparent)]
    Source(#[from] RateSourceError),
    #[error("the customer's rate: {0}")]
    Rate(#[from] RateError),
    #[error(transparent)]
    Database(#[from] sqlx::Error),
    #[error(transparent)]
    BadRow(#[from] db::BadRow),
}

impl From<RatesError> for AppError {
    fn from(error: RatesError) -> Self {
        tracing::error!(%error, "rates");
        Self::Unexpected
    }
}

/// What became of one rate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    pub observation: Observation,
    /// The mid-market rate that was known before.
    pub before: Option<DatedRate>,
    pub outcome: Outcome,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Written down, or doubted; see [`News`].
    Judged(News),
    /// A built-in rate is never quoted over one from a real source.
    RealOneKept,
}

/// Asks the source for its rates. Each currency is judged alone; a jump is logged and changes nothing, unless
/// `believe_jumps` says that a person has looked.
///
/// # Errors
/// When the source gives nothing or the database fails; then nothing has changed.
pub async fn refresh(state: &AppState, believe_jumps: bool) -> Result<Vec<Report>, RatesError> {
    let observations = state.rates.latest().await?;
    let mut tx = state.db.begin().await?;
    store::lock_in_tx(&mut tx).await?;
    let mut reports = Vec::new();
    for observation in observations {
        let report = take_in_tx(&mut tx, state, state.rates.name(), observation, believe_jumps).await?;
        if believe_jumps && report.outcome == Outcome::Judged(News::New) {
            audit_in_tx(&mut tx, state, &report, state.rates.name(), true).await?;
        }
        tell(&report);
        reports.push(report);
    }
    tx.commit().await?;
    Ok(reports)
}

/// A rate that an operator enters, where no source has one.
#[derive(Clone, Debug)]
pub struct ByHand {
    pub observation: Observation,
    /// Who publishes it: `nbs`.
    pub source: String,
    pub believe_jump: bool,
}

/// Enters a rate by hand, and into the audit log. Entering the same again confirms it.
///
/// # Errors
/// When the database fails. A rate that is not believed is no error: see [`Report::outcome`].
pub async fn set(state: &AppState, by_hand: &ByHand) -> Result<Report, RatesError> {
    let mut tx = state.db.begin().await?;
    store::lock_in_tx(&mut tx).await?;
    let report =
        take_in_tx(&mut tx, state, &by_hand.source, by_hand.observation, by_hand.believe_jump).await?;
    audit_in_tx(&mut tx, state, &report, &by_hand.source, by_hand.believe_jump).await?;
    tx.commit().await?;
    Ok(report)
}

async fn take_in_tx(
    tx: &mut PgConnection,
    state: &AppState,
    source: &str,
    observation: Observation,
    believe_jump: bool,
) -> Result<Report, RatesError> {
    let (now, Observation { currency, rate: given }) = (state.clock.now(), observation);
    let known = store::known_in_tx(tx, currency.code()).await?;
    let before = known.as_ref().map(dated).transpose()?;
    let report = |outcome| Report { observation, before, outcome };
    if source == SEED && known.as_ref().is_some_and(|known| known.source != SEED) {
        return Ok(report(Outcome::RealOneKept));
    }
    // A built-in rate is invented: it is nothing to measure a real one by.
    let measure =
        before.filter(|_| source == SEED || known.as_ref().is_some_and(|known| known.source != SEED));
    let news = match judge(measure, given, oslo_date(now)) {
        News::Jump if believe_jump => News::New,
        news => news,
    };
    let customer = given.mid.with_margin(state.settings.rates.margin, Rounding::HalfUp)?;
    let new_row = store::NewRow {
        currency: currency.code(),
        rate: db::rate_decimal(customer),
        mid_rate: db::rate_decimal(given.mid),
        as_of: given.as_of,
        source,
        now,
    };
    match (news, known) {
        // Nothing is overwritten: another margin or another source is another row.
        (News::Confirmed, Some(known)) if known.rate == new_row.rate && known.source == source => {
            store::confirm_in_tx(tx, known.id, now).await?;
        }
        (News::Confirmed | News::New, _) => store::insert_in_tx(tx, &new_row).await?,
        (News::Older | News::NotYet | News::Jump, _) => {}
    }
    Ok(report(Outcome::Judged(news)))
}

fn dated(row: &store::KnownRow) -> Result<DatedRate, RatesError> {
    Ok(DatedRate { mid: db::rate(row.mid_rate)?, as_of: row.as_of })
}

fn tell(report: &Report) {
    let (currency, mid) = (report.observation.currency.code(), report.observation.rate.mid);
    let (as_of, before) = (report.observation.rate.as_of, report.before.map(|before| before.mid.to_string()));
    match report.outcome {
        Outcome::Judged(News::Jump) => {
            tracing::error!(
                currency, %mid, %as_of, ?before,
                "the rate jumps and is not believed; look at it, then `drop rates fetch --force`"
            );
        }
        Outcome::Judged(News::NotYet) => {
            tracing::error!(currency, %mid, %as_of, "a rate of a day to come is not believed");
        }
        Outcome::Judged(News::New) => tracing::info!(currency, %mid, %as_of, "a new rate"),
        Outcome::Judged(News::Confirmed | News::Older) | Outcome::RealOneKept => {
            tracing::debug!(currency, %mid, %as_of, "no news of a rate");
        }
    }
}

async fn audit_in_tx(
    tx: &mut PgConnection,
    state: &AppState,
    report: &Report,
    source: &str,
    forced: bool,
) -> sqlx::Result<()> {
    let Observation { currency, rate } = report.observation;
    let refused = matches!(report.outcome, Outcome::Judged(News::Older | News::NotYet | News::Jump));
    let entry = audit::Entry {
        user_id: None,
        action: if refused { "rate.refused" } else { "rate.set" },
        resource: Some(("exchange_rate", currency.code())),
        details: json!({
            "mid": rate.mid, "as_of": rate.as_of, "source": source, "forced": forced,
            "before": report.before.map(|before| before.mid),
        }),
    };
    audit::record_in_tx(tx, state.entropy.as_ref(), state.clock.now(), None, entry).await
}

/// The rate of a currency that counts, and whether prices are made of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    pub currency: Currency,
    pub rates: Rates,
    pub source: String,
    pub fresh: bool,
}

/// The rate of each currency that ever had one.
///
/// # Errors
/// When the database fails.
pub async fn list(state: &AppState) -> Result<Vec<Known>, RatesError> {
    let now: DateTime<Utc> = state.clock.now();
    let known = store::known(&state.db).await?.into_iter().map(|row| {
        let rates = Rates {
            customer: db::rate(row.rate)?,
            mid: db::rate(row.mid_rate)?,
            as_of: row.as_of,
            confirmed_at: row.updated_at,
        };
        let currency = db::parsed("a currency", &row.to_currency)?;
        Ok(Known { currency, fresh: rates.are_fresh(now), rates, source: row.source })
    });
    known.collect()
}
