//! Builds the state that every request and job shares: the pool, the clock, randomness, hashing, the banks.
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use app::compliance::monitoring::Monitoring;
use app::compliance::screening::Lists;
use app::context::{AppSettings, AppState};
use app::demo::{BuiltInRegister, SeededRates};
use app::identity::gateway::{BreachedPasswords, NobodyAsked};
use app::identity::passwords::Passwords;
use app::live::Live;
use app::merchant::shops::RegisterName;
use app::merchant::shops::gateway::UnitRegister;
use app::rates::SourceName;
use app::rates::gateway::RateSource;
use app::vault::{Keys, Vault};
use chrono::{DateTime, Utc};
use domain::clock::{Clock, Entropy};
use leptos::config::LeptosOptions;
use sqlx::PgPool;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};

use crate::config::{Config, DatabaseUrl};
use crate::gateways::breaches::PwnedPasswords;
use crate::gateways::open_banking::NextGenPsd2;
use crate::gateways::rates::NorgesBank;
use crate::gateways::register::Brreg;

const ACQUIRE_TIMEOUT_SECONDS: u64 = 5;
/// A connection that was used a moment ago is alive; one that has rested longer is asked first.
const PING_AFTER_IDLE_MILLIS: u128 = 1_000;

/// Why the process's state could not be built.
#[derive(Debug, thiserror::Error)]
pub enum StateError {
    #[error("the database: {0}")]
    Database(#[from] sqlx::Error),
    #[error(transparent)]
    Hashing(#[from] app::identity::passwords::HashingFailed),
    #[error("the client for banks, rates, the register and push services: {0}")]
    Clients(#[from] reqwest::Error),
    #[error(transparent)]
    Post(#[from] crate::gateways::post::PostSetUp),
    #[error(transparent)]
    Push(#[from] crate::gateways::push::PushSetUp),
}

/// The machine's clock, in the database's precision.
#[derive(Debug)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> DateTime<Utc> {
        #[expect(clippy::disallowed_methods, reason = "this is where the clock is injected from")]
        let now = Utc::now();
        DateTime::from_timestamp_micros(now.timestamp_micros()).unwrap_or(now)
    }
}

/// A cryptographic generator that the operating system seeds.
#[derive(Debug)]
pub struct OsEntropy;

impl Entropy for OsEntropy {
    fn fill(&self, bytes: &mut [u8]) {
        use rand::RngCore as _;
        #[expect(clippy::disallowed_methods, reason = "this is where randomness is injected from")]
        rand::rng().fill_bytes(bytes);
    }
}

/// How to reach the database for a migration: without time limits on statements.
///
/// # Errors
/// When the address cannot be read.
pub fn migration_options(url: &DatabaseUrl) -> sqlx::Result<PgConnectOptions> {
    Ok(PgConnectOptions::from_str(url.as_str())?
        .application_name("drop-migrate")
        .options([("timezone", "UTC"), ("lock_timeout", "30s")]))
}

/// The pool that requests and jobs share: every statement is bounded, so that one cannot hold up the rest.
///
/// # Errors
/// When the database does not answer.
pub async fn connect(config: &Config) -> sqlx::Result<PgPool> {
    let options =
        PgConnectOptions::from_str(config.database_url.as_str())?.application_name("drop").options([
            ("timezone", "UTC"),
            ("statement_timeout", "15s"),
            ("lock_timeout", "5s"),
            ("idle_in_transaction_session_timeout", "30s"),
        ]);
    PgPoolOptions::new()
        .max_connections(config.db_max_connections)
        .acquire_timeout(Duration::from_secs(ACQUIRE_TIMEOUT_SECONDS))
        .test_before_acquire(false)
        .before_acquire(|connection, meta| {
            Box::pin(async move {
                if meta.idle_for.as_millis() > PING_AFTER_IDLE_MILLIS {
                    sqlx::Connection::ping(connection).await?;
                }
                Ok(true)
            })
        })
        .connect_with(options)
        .await
}

/// What pages and use cases see of the configuration.
#[must_use]
pub fn settings(config: &Config) -> AppSettings {
    AppSettings {
        base_url: config.base_url(),
        demo: config.seed_demo,
        secure_cookies: config.secure_cookies(),
        rates: config.rates.clone(),
        register: config.register.clone(),
        operator: config.operator.clone(),
        kyc_auto_approval: config.kyc_auto_approval,
        mail: config.mail.clone(),
        push: config.vapid_key.clone(),
        breaches_url: config.breaches_url.clone(),
    }
}

/// The state of a real process.
///
/// # Errors
/// When hashing or TLS cannot be set up.
pub fn build(db: PgPool, config: &Config) -> Result<AppState, StateError> {
    let keys = config.vault_keys.clone();
    build_with(db, settings(config), keys, Arc::new(SystemClock), Arc::new(OsEntropy))
}

/// The same with another clock and other randomness, for tests.
///
/// # Errors
/// When hashing or TLS cannot be set up.
pub fn build_with(
    db: PgPool,
    settings: AppSettings,
    keys: Keys,
    clock: Arc<dyn Clock>,
    entropy: Arc<dyn Entropy>,
) -> Result<AppState, StateError> {
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let banks = Arc::new(NextGenPsd2::new()?);
    let rates: Arc<dyn RateSource> = match settings.rates.source {
        SourceName::Seed => Arc::new(SeededRates(clock.clone())),
        SourceName::NorgesBank => Arc::new(NorgesBank::new(&settings.rates.url)?),
    };
    let register: Arc<dyn UnitRegister> = match settings.register.source {
        RegisterName::BuiltIn => Arc::new(BuiltInRegister),
        RegisterName::Brreg => Arc::new(Brreg::new(&settings.register.url)?),
    };
    let breaches: Arc<dyn BreachedPasswords> = match &settings.breaches_url {
        Some(url) => Arc::new(PwnedPasswords::new(url)?),
        None => Arc::new(NobodyAsked),
    };
    Ok(AppState {
        post: crate::gateways::post::of(&settings.mail)?,
        push: crate::gateways::push::of(&settings, clock.clone(), entropy.clone())?,
        db,
        clock,
        passwords: Passwords::new(cores, entropy.clone())?,
        breaches,
        vault: Vault::new(keys, entropy.clone()),
        entropy,
        accounts_at_banks: banks.clone(),
        payments_at_banks: banks,
        rates,
        register,
        live: Live::default(),
        lists: Lists::default(),
        monitoring: Monitoring::default(),
        settings: Arc::new(settings),
        leptos: leptos_options(),
    })
}

/// Where the site's files are, from the `LEPTOS_*` variables that cargo-leptos and the scripts set. Without
/// them pages are still served, only without styles and scripts.
fn leptos_options() -> LeptosOptions {
    let mut options = leptos::config::get_configuration(None).map_or_else(
        |_| LeptosOptions::builder().output_name("drop").site_root("target/site").build(),
        |file| file.leptos_options,
    );
    if options.output_name.is_empty() {
        options.output_name = "drop".into();
    }
    let hashes = std::env::current_exe()
        .ok()
        .and_then(|path| path.parent().map(|folder| folder.join(options.hash_file.as_ref())));
    options.hash_files = options.hash_files && hashes.is_some_and(|path| path.exists());
    options
}
