//! Fills an empty database: exchange rates always, demo people and payments when asked. Doing it twice is once.
use domain::form::Password;
use domain::fx::Rate;
use domain::money::Currency;

use super::store;
use crate::context::AppState;
use crate::identity::model::DemoLogin;
use crate::identity::passwords::HashingFailed;
use crate::{db, vault};

/// Published on the log-in page of a demo, so that it protects nothing.
const DEMO_PASSWORD: &str = "fjord-lampe-42";
/// The schema document's rates, and mid-market rates that lie a third of a per cent above them.
const RATES: [(Currency, &str, &str); 6] = [
    (Currency::Rsd, "11.7", "11.74"),
    (Currency::Bam, "1.04", "1.0435"),
    (Currency::Pln, "0.41", "0.4114"),
    (Currency::Pkr, "26.8", "26.89"),
    (Currency::Try, "3.45", "3.4617"),
    (Currency::Eur, "0.089", "0.0893"),
];

#[derive(Debug, thiserror::Error)]
pub enum SeedError {
    #[error(transparent)]
    Database(#[from] sqlx::Error),
    #[error(transparent)]
    Hashing(#[from] HashingFailed),
    #[error(transparent)]
    Sealing(#[from] vault::service::RotateError),
    #[error("a seeded rate is not valid: {0}")]
    Rate(String),
}

/// The demo people who may log in as customers.
#[must_use]
pub fn customer_logins() -> Vec<DemoLogin> {
    [("demo@drop.example", "Amir Ahmetov"), ("kari@drop.example", "Kari Nordmann")]
        .into_iter()
        .map(|(email, about)| DemoLogin {
            email: email.to_owned(),
            password: DEMO_PASSWORD.to_owned(),
            about: about.to_owned(),
        })
        .collect()
}

/// Rates to quote with, where there are none; in a demo they are also kept fresh.
pub async fn seed_base(state: &AppState) -> Result<(), SeedError> {
    let mut rows = Vec::new();
    for (currency, rate, mid) in RATES {
        let parse = |text: &str| Rate::parse(text).map_err(|error| SeedError::Rate(error.to_string()));
        rows.push((currency.code(), db::rate_decimal(parse(rate)?), db::rate_decimal(parse(mid)?)));
    }
    Ok(store::seed_rates(&state.db, &rows, state.settings.demo, state.clock.now()).await?)
}

/// The demo people, their banks, recipients and payments. `sandbox_url` is where the sandbox bank answers;
/// browsers find its approval pages at `approval_url`.
pub async fn seed_demo(state: &AppState, sandbox_url: &str, approval_url: &str) -> Result<(), SeedError> {
    seed_base(state).await?;
    let password_hash = state.passwords.hash(&Password::known(DEMO_PASSWORD)).await?;
    let urls = (sandbox_url.trim_end_matches('/'), approval_url.trim_end_matches('/'));
    store::seed_demo(&state.db, &password_hash, urls, state.clock.now()).await?;
    vault::service::rotate(&state.db, &state.vault).await?;
    Ok(())
}
