//! `drop retention`: how long what is kept, and deleting what is past its date.
use app::compliance::retention::service;
use domain::compliance::retention::RecordKind;

use super::shops::officer;
use super::{CliError, migrate, say};
use crate::config::Config;
use crate::state;

#[derive(clap::Subcommand)]
pub(super) enum Command {
    /// List each kind of record: how many there are, how many are due, when the next one is, and by which law.
    List {
        /// Your own e-mail as an officer.
        #[arg(long)]
        by: String,
    },
    /// Show until when one record is kept, and why: `txn_…`, `kyc_…`, `ses_…`, `quo_…`, `ntf_…`, `cmp_…`,
    /// `dar_…` or `usr_…`.
    Show {
        id: String,
        /// Your own e-mail as an officer.
        #[arg(long)]
        by: String,
    },
    /// Delete now what is due. A job does so once an hour.
    Run,
}

pub(super) async fn run(config: &Config, command: Command) -> Result<(), CliError> {
    let db = state::connect(config).await?;
    migrate::check(&db).await?;
    let state = state::build(db.clone(), config)?;
    match command {
        Command::List { by } => {
            let actor = officer(&db, &by).await?;
            let kinds = service::overview(&state, &actor).await.map_err(CliError::other)?;
            for &kind in RecordKind::ALL {
                let found = kinds.iter().find(|line| line.kind == kind);
                let (records, due) = found.map_or((0, 0), |line| (line.records, line.due));
                let next = found.and_then(|line| line.next).map(|day| format!(", next {day}"));
                let next = next.unwrap_or_default();
                say(format_args!("{kind}: {records} records, {due} due{next}; {}", kind.rule().law))?;
            }
        }
        Command::Show { id, by } => {
            let actor = officer(&db, &by).await?;
            let date = service::date_of(&state, &actor, &id).await.map_err(CliError::other)?;
            let date = date.ok_or_else(|| CliError::Other(format!("{id} is no record with a date")))?;
            let law = date.kind.rule().law;
            match (date.started_on, date.delete_on) {
                (Some(started), Some(day)) => say(format_args!(
                    "{id} of {} is kept until {day}: {}, counted from {started}; {law}",
                    date.user, date.kind
                ))?,
                _ => say(format_args!(
                    "{id} of {} is kept: {}, whose time has not begun to run; {law}",
                    date.user, date.kind
                ))?,
            }
        }
        Command::Run => {
            let deleted = service::delete_due(&state).await.map_err(CliError::other)?;
            for it in &deleted {
                say(format_args!("{}: {} deleted", it.kind, it.rows))?;
            }
            if deleted.is_empty() {
                say("nothing is due")?;
            }
        }
    }
    db.close().await;
    Ok(())
}
