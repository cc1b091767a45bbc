//! `drop audit`: walks the audit log's chain from its beginning, and prints its end.
use app::audit::service::{Verification, head, unsealed, verify};
use domain::compliance::audit_chain::Head;

use super::{CliError, migrate, say};
use crate::config::Config;
use crate::state;

#[derive(clap::Subcommand)]
pub(super) enum Command {
    /// Check every row against the chain. Ends with 1 and the first broken row when something was changed.
    Verify {
        /// An end of the chain that was noted elsewhere, as `drop audit head` prints it; may be given several times.
        /// Without one, rows that are missing at the end cannot be seen.
        #[arg(long)]
        head: Vec<Head>,
    },
    /// Print the end of the chain, to be noted outside the database. The server logs it once an hour.
    Head,
}

pub(super) async fn run(config: &Config, command: &Command) -> Result<(), CliError> {
    let db = state::connect(config).await?;
    migrate::check(&db).await?;
    let done = match command {
        Command::Verify { head } => {
            let verification = verify(&db, head).await?;
            told(&verification, unsealed(&db).await?)
        }
        Command::Head => match head(&db).await? {
            Some(head) => Ok(say(head)?),
            None => Ok(say("nothing is sealed yet")?),
        },
    };
    db.close().await;
    done
}

fn told(verification: &Verification, unsealed: i64) -> Result<(), CliError> {
    match verification {
        Verification::Intact(rows) => {
            say(format_args!("intact: {rows} rows, {unsealed} not linked yet"))?;
            return Ok(());
        }
        Verification::Broken { seq, id } => {
            say(format_args!("broken at row {seq}: {id} is not as it was written"))?;
        }
        Verification::Rewritten { seq, id } => say(format_args!(
            "broken at row {seq}: {id} was written anew, or the row after it; they do not belong together"
        ))?,
        Verification::Missing { seq, next } => {
            say(format_args!("broken at row {seq}: it is missing; the next one is row {next}"))?;
        }
        Verification::CutOff { rows, noted } => {
            say(format_args!("broken after row {rows}: there were {noted} rows, and the rest is missing"))?;
        }
        Verification::OtherHead { seq } => say(format_args!(
            "broken at or before row {seq}: it has another hash than was noted, so that the chain was written anew"
        ))?,
    }
    Err(CliError::Told)
}
