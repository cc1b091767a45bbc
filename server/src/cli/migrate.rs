//! `drop migrate`: brings the database's schema up to date.
use sqlx::{ConnectOptions, Connection, PgPool};

use super::{CliError, say, store};
use crate::config::Config;
use crate::{MIGRATOR, state};

#[derive(clap::Args)]
pub(super) struct Arguments {
    /// A database role that exists: it gets what the server needs, and nothing that could change the past.
    #[arg(long)]
    grant_to: Option<String>,
}

pub(super) async fn run(config: &Config, arguments: &Arguments) -> Result<(), CliError> {
    apply(config).await?;
    say("the schema is up to date")?;
    if let Some(role) = &arguments.grant_to {
        let mut connection = state::migration_options(&config.database_url)?.connect().await?;
        store::grant_to(&mut connection, role).await?;
        connection.close().await?;
        say(format_args!("{role} may serve"))?;
    }
    Ok(())
}

/// Applies what is missing. Several servers may start at once: the migrator's lock lets one do it.
pub(super) async fn apply(config: &Config) -> Result<(), CliError> {
    let mut connection = state::migration_options(&config.database_url)?.connect().await?;
    MIGRATOR.run_direct(&mut connection).await?;
    connection.close().await?;
    Ok(())
}

/// Refuses a database whose schema is not the one that this binary was built for.
pub(super) async fn check(db: &PgPool) -> Result<(), CliError> {
    let applied = store::applied_migrations(db).await?;
    let missing = MIGRATOR
        .iter()
        .filter(|migration| !applied.contains(&migration.version))
        .map(|migration| format!("{} {}", migration.version, migration.description))
        .collect::<Vec<_>>();
    if missing.is_empty() {
        return Ok(());
    }
    Err(CliError::Other(format!(
        "the database's schema is behind; run `drop migrate`, or start with `drop serve --migrate`. Missing:\n  - {}",
        missing.join("\n  - ")
    )))
}
