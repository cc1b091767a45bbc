//! `drop jobs`: what waits to be done, and what failed for good.
use app::jobs::model::Listed;
use app::jobs::service::{dismiss, list, revive};
use domain::ids::JobId;

use super::{CliError, migrate, say};
use crate::config::Config;
use crate::state;

#[derive(clap::Subcommand)]
pub(super) enum Command {
    /// What waits, and the dead letters: jobs that failed for good and need a person.
    List {
        /// The dead letters only.
        #[arg(long)]
        dead: bool,
    },
    /// Let a dead letter be tried again.
    #[command(arg_required_else_help = true)]
    Retry {
        /// Its id, as `drop jobs list` shows it.
        id: Option<JobId>,
        /// Every dead letter.
        #[arg(long, conflicts_with = "id")]
        all: bool,
    },
    /// Forget a dead letter whose work was done otherwise.
    Dismiss {
        /// Its id, as `drop jobs list` shows it.
        id: JobId,
    },
}

pub(super) async fn run(config: &Config, command: Command) -> Result<(), CliError> {
    let db = state::connect(config).await?;
    migrate::check(&db).await?;
    let state = state::build(db.clone(), config)?;
    let outcome = carry_out(&state, command).await;
    db.close().await;
    outcome
}

async fn carry_out(state: &app::context::AppState, command: Command) -> Result<(), CliError> {
    match command {
        Command::List { dead } => {
            let jobs = list(&state.db, dead).await.map_err(CliError::other)?;
            jobs.iter().try_for_each(|job| say(line(job)))?;
            say(format_args!("{} jobs", jobs.len()))?;
        }
        Command::Retry { id, .. } => {
            let count = revive(state, id.as_ref()).await.map_err(CliError::other)?;
            if count == 0 && id.is_some() {
                return Err(CliError::Other("there is no dead letter of this id".to_owned()));
            }
            say(format_args!("{count} dead letters are tried again"))?;
        }
        Command::Dismiss { id } => {
            if !dismiss(&state.db, &id).await.map_err(CliError::other)? {
                return Err(CliError::Other("there is no dead letter of this id".to_owned()));
            }
            say(format_args!("{id} is forgotten"))?;
        }
    }
    Ok(())
}

fn line(job: &Listed) -> String {
    let (state, at) = (if job.dead { "dead" } else { "waits" }, job.run_at.format("%F %T UTC"));
    let error = job.last_error.as_deref().unwrap_or_default();
    format!("{}  {state:<5}  {:<24}  {at}  {} tries  {error}", job.id, job.kind, job.attempts)
}
