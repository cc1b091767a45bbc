//! `drop keys rotate`: seals every secret with the first key of DROP_SECRET_KEYS.
use app::vault::service::rotate;

use super::{CliError, migrate, say};
use crate::config::Config;
use crate::state;

#[derive(clap::Subcommand)]
pub(super) enum Command {
    /// Seal anew what an older key has sealed, or none. May be stopped and run again.
    Rotate,
}

pub(super) async fn run(config: &Config, command: &Command) -> Result<(), CliError> {
    match command {
        Command::Rotate => {
            let db = state::connect(config).await?;
            migrate::check(&db).await?;
            let state = state::build(db.clone(), config)?;
            let rotated = rotate(&db, &state.vault).await.map_err(CliError::other)?;
            db.close().await;
            say(format_args!(
                "sealed anew: {} consents, {} payments, {} identities, {} second factors, {} letters, {} browsers; \
                 the rest already was",
                rotated.consents,
                rotated.payments,
                rotated.identities,
                rotated.factors,
                rotated.letters,
                rotated.browsers
            ))?;
            Ok(())
        }
    }
}
