//! `drop audit verify`: walks the audit log's chain from its beginning.
use app::audit::service::{Verification, verify};

use super::{CliError, migrate, say};
use crate::config::Config;
use crate::state;

#[derive(clap::Subcommand)]
pub(super) enum Command {
    /// Check every row against the chain. Ends with 1 and the first broken row when something was changed.
    Verify,
}

pub(super) async fn run(config: &Config, command: &Command) -> Result<(), CliError> {
    match command {
        Command::Verify => {
            let db = state::connect(config).await?;
            migrate::check(&db).await?;
            let verification = verify(&db).await?;
            db.close().await;
            match verification {
                Verification::Intact(rows) => {
                    say(format_args!("intact: {rows} rows"))?;
                    Ok(())
                }
                Verification::Broken { seq, id } => {
                    say(format_args!("broken at row {seq}: {id} is not as it was written"))?;
                    Err(CliError::Told)
                }
            }
        }
    }
}
