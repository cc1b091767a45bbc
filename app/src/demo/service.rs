//! Fills an empty database: built-in exchange rates, demo people and payments when asked. Doing it twice is once.
use domain::compliance::watchlist::Source;
use domain::form::{NationalId, Password};
use domain::ids::UserId;
use domain::second_factor::Secret;
use serde_json::json;

use super::{desk, listed, store};
use crate::backoffice::reports::service::ReportsError;
use crate::compliance::monitoring::settings::MonitoringError;
use crate::compliance::screening::lists::{self, Import, ImportError};
use crate::compliance::screening::service::ScreeningError;
use crate::compliance::screening::settling::SettlingError;
use crate::context::AppState;
use crate::db;
use crate::identity::model::DemoLogin;
use crate::identity::passwords::HashingFailed;
use crate::rates;
use crate::rates::SourceName;
use crate::rates::service::RatesError;
use crate::vault;
use crate::vault::service::{NATIONAL_ID, national_id, second_factor};

/// Published on the log-in page of a demo, so that it protects nothing.
const DEMO_PASSWORD: &str = "fjord-lampe-42";

/// What the demo staff's telephones hold. Published as well.
pub const DEMO_SECRET: &str = "DROPDEMODROPDEMODROPDEMODROPDEMO";

/// Officers and a lead, by their ids.
const STAFF: [(&str, &str, &str); 3] = [
    ("usr_demo_officer", "officer@drop.example", "Ingrid Solberg"),
    ("usr_demo_officer2", "officer2@drop.example", "Jonas Lie"),
    ("usr_demo_lead", "lead@drop.example", "Henrik Dahl"),
];

/// Submissions, whose they are, and their numbers: of the tax administration's test population, so that they are nobody's.
const IDENTITIES: [(&str, &str, &str); 3] = [
    ("kyc_demo1", "usr_demo1", "12848800048"),
    ("kyc_demo2", "usr_demo2", "30899300005"),
    ("kyc_demo3", "usr_demo3", "11908500034"),
];

/// The same of people whom only officers see.
const OFFICERS_IDENTITIES: [(&str, &str, &str); 5] = [
    ("kyc_demo_zofia", "usr_demo_zofia", "14837200092"),
    ("kyc_demo_imran", "usr_demo_imran", "23889500093"),
    ("kyc_demo_halvor", "usr_demo_halvor", "05816100021"),
    ("kyc_demo_dino", "usr_demo_dino", "19927900052"),
    ("kyc_demo_nora", "usr_demo_nora", "07870050083"),
];

#[derive(Debug, thiserror::Error)]
pub enum SeedError {
    #[error(transparent)]
    Database(#[from] sqlx::Error),
    #[error(transparent)]
    Hashing(#[from] HashingFailed),
    #[error(transparent)]
    Rates(#[from] RatesError),
    #[error(transparent)]
    Sealing(#[from] vault::service::RotateError),
    #[error(transparent)]
    Vault(#[from] vault::VaultError),
    #[error("the built-in sanctions list: {0}")]
    List(#[from] ImportError),
    #[error(transparent)]
    Reports(#[from] ReportsError),
    #[error(transparent)]
    BadRow(#[from] db::BadRow),
    #[error("matches: {0}")]
    Screening(#[from] ScreeningError),
    #[error("matches: {0}")]
    Settling(#[from] SettlingError),
    #[error("rules: {0}")]
    Monitoring(#[from] MonitoringError),
}

/// The demo people who may log in as customers.
#[must_use]
pub fn customer_logins() -> Vec<DemoLogin> {
    [
        ("demo@drop.example", "Amir Ahmetov"),
        ("kari@drop.example", "Kari Nordmann"),
        ("selma@drop.example", "Selma Hodžić"),
    ]
    .into_iter()
    .map(|(email, about)| login(email, about, None))
    .collect()
}

/// The demo people who work in the back-office.
#[must_use]
pub fn staff_logins() -> Vec<DemoLogin> {
    STAFF.into_iter().map(|(_, email, about)| login(email, about, Some(DEMO_SECRET))).collect()
}

/// All demo people who may log in.
#[must_use]
pub fn logins() -> Vec<DemoLogin> {
    let mut logins = customer_logins();
    logins.extend(staff_logins());
    logins
}

/// The secret of a demo person of the staff; nobody's outside a demo.
#[must_use]
pub fn staff_secret(state: &AppState, user: &UserId) -> Option<Secret> {
    let is_demo = state.settings.demo && STAFF.iter().any(|(id, ..)| *id == user.as_str());
    is_demo.then(|| Secret::from_base32(DEMO_SECRET)).flatten()
}

fn login(email: &str, about: &str, secret: Option<&str>) -> DemoLogin {
    DemoLogin {
        email: email.to_owned(),
        password: DEMO_PASSWORD.to_owned(),
        about: about.to_owned(),
        secret: secret.map(str::to_owned),
    }
}

/// The built-in rates, where they are the source of rates. Another source is asked by the job that fetches.
pub async fn seed_base(state: &AppState) -> Result<(), SeedError> {
    if state.settings.rates.source == SourceName::Seed {
        rates::service::refresh(state, false).await?;
    }
    Ok(())
}

/// The demo people, their banks, recipients and payments. `sandbox_url` is where the sandbox bank answers;
/// browsers find its approval pages at `approval_url`.
pub async fn seed_demo(state: &AppState, sandbox_url: &str, approval_url: &str) -> Result<(), SeedError> {
    seed_base(state).await?;
    let password_hash = state.passwords.hash(&Password::known(DEMO_PASSWORD)).await?;
    let urls = (sandbox_url.trim_end_matches('/'), approval_url.trim_end_matches('/'));
    let link_key = state.vault.link_key();
    store::seed_demo(&state.db, &password_hash, urls, link_key, state.clock.now()).await?;
    seed_identities(state).await?;
    seed_factors(state).await?;
    store::seed_desk(&state.db, &desk::rows(state.clock.now())).await?;
    vault::service::rotate(&state.db, &state.vault).await?;
    seed_list(state).await
}

/// A sanctions list of invented people. Another server that is doing the same is as good.
async fn seed_list(state: &AppState) -> Result<(), SeedError> {
    let import = Import {
        source: Source::BuiltIn,
        checksum: listed::checksum(),
        reader: Box::new(listed::BuiltInList),
        believe_losses: true,
    };
    match lists::import(state, import, |_| ()).await {
        Ok(_) | Err(ImportError::Busy) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

async fn seed_identities(state: &AppState) -> Result<(), SeedError> {
    let told = sealed(state, &IDENTITIES)?;
    store::seed_identities(&state.db, &told, state.clock.now()).await?;
    Ok(())
}

/// Submissions with their numbers sealed, as the demo's SQL reads them.
fn sealed(state: &AppState, identities: &[(&str, &str, &str)]) -> Result<serde_json::Value, SeedError> {
    let mut told = Vec::new();
    for (case, user, number) in identities {
        let masked = NationalId::parse(number).map(|id| id.masked()).unwrap_or_default();
        told.push(json!({
            "id": case,
            "user": user,
            "national_id": state.vault.seal(national_id(case), number)?,
            "hash": state.vault.fingerprint(NATIONAL_ID, number),
            "masked": masked,
        }));
    }
    Ok(told.into())
}

/// People, shops and held payments that officers have to look at. The same ones each time.
pub async fn seed_people(state: &AppState) -> Result<(), SeedError> {
    let told = sealed(state, &OFFICERS_IDENTITIES)?;
    store::seed_people(&state.db, &told, state.clock.now()).await?;
    Ok(())
}

/// The demo staff's second factors, unless somebody has enrolled another.
async fn seed_factors(state: &AppState) -> Result<(), SeedError> {
    for (id, ..) in STAFF {
        let sealed = state.vault.seal(second_factor(id), DEMO_SECRET)?;
        store::seed_factor(&state.db, id, &sealed, state.clock.now()).await?;
    }
    Ok(())
}

/// Two months of sales of the demo shop, so that its pages are worth looking at. The same ones each time.
pub async fn seed_sales(state: &AppState) -> Result<(), SeedError> {
    store::seed_sales(&state.db, state.vault.link_key(), state.clock.now()).await?;
    Ok(())
}

/// Customers with a story, and the alerts about them, so that the back-office is worth looking at.
pub async fn seed_alerts(state: &AppState) -> Result<(), SeedError> {
    store::seed_alerts(&state.db, state.clock.now()).await?;
    Ok(())
}

/// Matches with the built-in list, and changes of rules: what officers have to look at.
pub async fn seed_lists(state: &AppState) -> Result<(), SeedError> {
    super::lists::seed(state).await
}
