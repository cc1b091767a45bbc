//! `drop serve`: the site, its jobs and, in development, the sandbox bank; stopped in order.
use std::net::SocketAddr;
use std::time::Duration;

use app::context::AppState;
use axum::Router;
use sqlx::PgPool;
use sqlx::postgres::PgPoolOptions;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use super::{CliError, migrate, say, seed};
use crate::config::{Config, Environment, Sandbox};
use crate::jobs::Jobs;
use crate::router::{Web, router};
use crate::state;

/// How long requests that are under way may take once the server stops.
const DRAIN_SECONDS: u64 = 10;
const SANDBOX_CONNECTIONS_MAX: u32 = 10;

#[derive(clap::Args, Default)]
pub(super) struct Arguments {
    /// Bring the schema up to date before serving. Development does so anyway.
    #[arg(long)]
    migrate: bool,
}

pub(super) async fn run(config: &Config, arguments: &Arguments) -> Result<(), CliError> {
    if arguments.migrate || config.environment == Environment::Development {
        migrate::apply(config).await?;
    }
    let db = state::connect(config).await?;
    migrate::check(&db).await?;
    let state = state::build(db.clone(), config)?;
    let (stop, stopped) = watch::channel(false);
    // Ports first: a port that is taken is told before anything is written.
    let listener = listen("DROP_ADDR", config.addr).await?;
    let sandbox = match &config.sandbox {
        Some(sandbox) => Some(open_sandbox(config, sandbox, stopped.clone()).await?),
        None => None,
    };
    seed::apply(config, &state, config.seed_demo).await?;
    if config.environment == Environment::Development {
        // Elsewhere the operator chooses when: servers with other keys may still be running.
        app::vault::service::rotate(&db, &state.vault).await.map_err(CliError::other)?;
    }
    let web = Web {
        bank_origins: app::payments::service::bank_origins(&db).await.map_err(CliError::other)?,
        trusted_proxy_hops: config.trusted_proxy_hops,
        live_reload_port: live_reload_port(config, &state),
    };
    let site = spawn_server(listener, router(state.clone(), &web), stopped);
    app::jobs::service::ensure_periodic(&state).await.map_err(CliError::other)?;
    screen(&state).await?;
    let jobs = Jobs::start(&state);
    tokio::spawn(app::live::service::hear(state.clone()));
    announce(config)?;
    stop_signal().await;
    tracing::info!("stopping: no new requests; those under way are finished");
    stop.send_replace(true);
    // Pages that follow news would hold their connections for ever.
    state.live.close();
    drain(site, jobs, sandbox).await;
    close(&state, &db).await;
    Ok(())
}

/// Has the lists in memory before the first payment asks, and everybody screened against lists that came with the seed.
async fn screen(state: &AppState) -> Result<(), CliError> {
    if app::compliance::screening::service::warm_up(state).await?.is_none() {
        tracing::warn!("no sanctions list was imported: payments wait for an officer; see `drop watchlist`");
    }
    app::compliance::screening::runs::ensure_run(state).await.map_err(CliError::other)
}

/// cargo-leptos says with LEPTOS_WATCH that it reloads pages after a build.
fn live_reload_port(config: &Config, state: &AppState) -> Option<u32> {
    let watched =
        config.environment == Environment::Development && std::env::var_os("LEPTOS_WATCH").is_some();
    watched.then_some(state.leptos.reload_port)
}

async fn listen(variable: &str, addr: SocketAddr) -> Result<TcpListener, CliError> {
    TcpListener::bind(addr)
        .await
        .map_err(|error| CliError::Other(format!("{addr} cannot be listened on ({error}); see {variable}")))
}

/// The bank of play money, with a pool of its own and its own schema in the same database.
async fn open_sandbox(
    config: &Config,
    sandbox: &Sandbox,
    stopped: watch::Receiver<bool>,
) -> Result<JoinHandle<std::io::Result<()>>, CliError> {
    let listener = listen("DROP_SANDBOX_ADDR", sandbox.addr).await?;
    let pool = PgPoolOptions::new()
        .max_connections(SANDBOX_CONNECTIONS_MAX)
        .connect(config.database_url.as_str())
        .await?;
    sandbox_bank::migrate(&pool).await.map_err(CliError::other)?;
    sandbox_bank::seed_demo(&pool).await.map_err(CliError::other)?;
    let defaults = sandbox_bank::Options::default();
    let options = sandbox_bank::Options {
        public_url: config.sandbox_public_url.clone(),
        settle_after: sandbox.settle_after.unwrap_or(defaults.settle_after),
        credit_after: sandbox.credit_after.unwrap_or(defaults.credit_after),
        ..defaults
    };
    Ok(spawn_server(listener, sandbox_bank::router(pool, options), stopped))
}

fn spawn_server(
    listener: TcpListener,
    router: Router,
    mut stopped: watch::Receiver<bool>,
) -> JoinHandle<std::io::Result<()>> {
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    let stop = async move {
        // An error means that the sender is gone, which is the end as well.
        let _ = stopped.wait_for(|stopped| *stopped).await;
    };
    tokio::spawn(async move { axum::serve(listener, service).with_graceful_shutdown(stop).await })
}

async fn drain(
    site: JoinHandle<std::io::Result<()>>,
    jobs: Jobs,
    sandbox: Option<JoinHandle<std::io::Result<()>>>,
) {
    let limit = Duration::from_secs(DRAIN_SECONDS);
    let ((), site) = tokio::join!(jobs.stop(), tokio::time::timeout(limit, site));
    if site.is_err() {
        tracing::warn!("requests were still under way after {DRAIN_SECONDS} s and are cut off");
    }
    if let Some(sandbox) = sandbox {
        sandbox.abort();
    }
}

async fn close(state: &AppState, db: &PgPool) {
    // Links what the last requests wrote, so that the chain ends where the log ends.
    if let Err(error) = app::audit::service::seal(&state.db).await {
        tracing::warn!(%error, "the last audit rows are sealed after the next start");
    }
    db.close().await;
    tracing::info!("stopped");
}

fn announce(config: &Config) -> Result<(), CliError> {
    say(format_args!("Drop is open on {}", config.base_url()))?;
    if config.sandbox.is_some() {
        say(format_args!("The sandbox bank is open on {}", config.sandbox_public_url()))?;
    }
    if config.seed_demo {
        say("Demo logins:")?;
        for login in app::demo::logins() {
            say(format_args!("  {}  {}  {}", login.email, login.password, login.about))?;
        }
    }
    Ok(())
}

/// Ctrl-C or SIGTERM.
async fn stop_signal() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        match signal(SignalKind::terminate()) {
            Ok(mut terminate) => tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                _ = terminate.recv() => {}
            },
            Err(error) => {
                tracing::warn!(%error, "SIGTERM cannot be heard");
                tokio::signal::ctrl_c().await.ok();
            }
        }
    }
    #[cfg(not(unix))]
    tokio::signal::ctrl_c().await.ok();
}
