//! The sandbox bank as a program: migrate, seed, serve, stop in order.

use std::net::SocketAddr;

use clap::Parser;
use sandbox_bank::{BankError, Options, migrate, router, seed_demo};
use sqlx::postgres::PgPoolOptions;
use tokio::net::TcpListener;
use tracing_subscriber::EnvFilter;
use url::Url;

const CONNECTIONS_MAX: u32 = 10;

#[derive(Parser)]
#[command(about = "A bank that speaks NextGenPSD2, for development and tests")]
struct Arguments {
    /// PostgreSQL database; the bank keeps to its own schema, sandbox_bank. DATABASE_URL serves when unset.
    #[arg(long, env = "SANDBOX_DATABASE_URL")]
    database_url: Option<String>,
    #[arg(long, env = "DATABASE_URL", hide = true)]
    fallback_database_url: Option<String>,
    #[arg(long, env = "SANDBOX_ADDR", default_value = "127.0.0.1:3001")]
    addr: SocketAddr,
    /// Where callers and browsers reach the bank.
    #[arg(long, env = "SANDBOX_PUBLIC_URL", default_value = "http://localhost:3001")]
    public_url: Url,
}

#[tokio::main]
async fn main() -> Result<(), BankError> {
    tracing_subscriber::fmt()
        .with_env_filter(
            EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info,tower_http=warn")),
        )
        .init();
    let arguments = Arguments::parse();
    let Some(database_url) = arguments.database_url.or(arguments.fallback_database_url) else {
        return Err(BankError::Configuration("SANDBOX_DATABASE_URL or DATABASE_URL must be set"));
    };
    let pool = PgPoolOptions::new().max_connections(CONNECTIONS_MAX).connect(&database_url).await?;
    migrate(&pool).await?;
    seed_demo(&pool).await?;

    let listener = TcpListener::bind(arguments.addr).await?;
    tracing::info!(addr = %arguments.addr, public_url = %arguments.public_url, "the sandbox bank is open");
    let options = Options { public_url: arguments.public_url, ..Options::default() };
    axum::serve(listener, router(pool.clone(), options)).with_graceful_shutdown(stopped()).await?;
    pool.close().await;
    Ok(())
}

/// Ctrl-C or SIGTERM.
async fn stopped() {
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
    tracing::info!("the sandbox bank closes");
}
