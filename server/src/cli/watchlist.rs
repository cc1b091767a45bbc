//! `drop watchlist`: importing published sanctions lists, and which versions there are.
use std::io::Write as _;
use std::path::PathBuf;

use app::compliance::screening::lists::{self, Import, Imported, Version};
use app::compliance::screening::runs::{self, Run};
use app::context::AppState;
use chrono::{DateTime, Utc};
use clap::builder::PossibleValuesParser;
use clap::builder::TypedValueParser as _;
use domain::compliance::watchlist::Source;

use super::{CliError, migrate, say};
use crate::config::Config;
use crate::gateways::watchlists;
use crate::state;

/// Entries after which the terminal hears of them again.
const TOLD_EVERY_ENTRIES: u64 = 5_000;
/// Of a checksum, enough to tell two files apart.
const CHECKSUM_SHOWN_CHARS: usize = 12;

const FORMATS: &str = "\
Formats:
  ofac           the folder that holds sdn.csv, alt.csv and add.csv, or these three files
                 https://sanctionslist.ofac.treas.gov
  un             the consolidated list as XML
                 https://scsanctions.un.org/resources/xml/en/consolidated.xml
  eu             the consolidated list as CSV (full version 1.1)
                 https://webgate.ec.europa.eu/fsd/fsf
  opensanctions  targets.simple.csv of a collection
                 https://www.opensanctions.org/datasets/sanctions/

An import is whole or nothing: a list that is broken changes nothing, and the message names the line. The same files
again change nothing either. A new version has every customer, recipient and shop screened again, by the running
servers; `drop watchlist list` shows how far that has come.";

#[derive(clap::Subcommand)]
pub(super) enum Command {
    /// Read a new version of a published list in.
    #[command(after_help = FORMATS)]
    Import(Arguments),
    /// The imported versions, how old they are, and how far screening against them has come.
    List,
}

#[derive(clap::Args)]
pub(super) struct Arguments {
    /// Whose list it is, and so how it is written.
    #[arg(long, value_parser = PossibleValuesParser::new(["ofac", "un", "eu", "opensanctions"])
        .try_map(|text| text.parse::<Source>()))]
    format: Source,
    /// Believe a list that has lost more than a fifth of its entries: you have looked at it.
    #[arg(long)]
    force: bool,
    /// Its file, or its files.
    #[arg(required = true)]
    paths: Vec<PathBuf>,
}

pub(super) async fn run(config: &Config, command: Command) -> Result<(), CliError> {
    let db = state::connect(config).await?;
    migrate::check(&db).await?;
    let state = state::build(db.clone(), config)?;
    let outcome = match command {
        Command::Import(arguments) => import(&state, arguments).await,
        Command::List => list(&state).await,
    };
    db.close().await;
    outcome
}

async fn import(state: &AppState, arguments: Arguments) -> Result<(), CliError> {
    let Arguments { format, force, paths } = arguments;
    let opened = tokio::task::spawn_blocking(move || watchlists::open(format, &paths)).await;
    let opened = opened.map_err(CliError::other)?.map_err(CliError::other)?;
    let import =
        Import { source: format, checksum: opened.checksum, reader: opened.reader, believe_losses: force };
    let progress = |read: u64| {
        if read.is_multiple_of(TOLD_EVERY_ENTRIES) {
            // Who has closed the terminal does not want to know.
            let _ = writeln!(std::io::stderr(), "{read} entries so far");
        }
    };
    match lists::import(state, import, progress).await.map_err(CliError::other)? {
        Imported::Already(it) => say(format_args!(
            "{}: these files are version {} already, imported {}: nothing was changed",
            it.source,
            it.version,
            moment(it.imported_at)
        ))?,
        Imported::New(it) => {
            say(format_args!(
                "{}: version {} has {} entries: {} added, {} changed, {} removed",
                it.source, it.version, it.entries, it.added, it.changed, it.removed
            ))?;
            say("everybody is screened again in the background: see `drop watchlist list`")?;
        }
    }
    Ok(())
}

async fn list(state: &AppState) -> Result<(), CliError> {
    let versions = lists::versions(&state.db).await?;
    for version in &versions {
        say(line(version, state.clock.now()))?;
    }
    if versions.is_empty() {
        say("no list was imported: every screening is an error, and every payment waits for an officer")?;
    }
    for run in runs::list(&state.db).await? {
        say(progress_line(&run))?;
    }
    Ok(())
}

fn line(it: &Version, now: DateTime<Utc>) -> String {
    let standing = match (it.current, it.is_stale(now)) {
        (false, _) => "replaced",
        (true, false) => "current",
        (true, true) => "current, STALE: ask its publisher for a newer one",
    };
    let published = it.published_at.map_or_else(|| "unknown".to_owned(), moment);
    let checksum: String = it.checksum.chars().take(CHECKSUM_SHOWN_CHARS).collect();
    format!(
        "version {}  {}  {} entries (+{} ~{} -{})  published {published}  imported {}  {checksum}  {standing}",
        it.version,
        it.source,
        it.entries,
        it.added,
        it.changed,
        it.removed,
        moment(it.imported_at)
    )
}

fn progress_line(run: &Run) -> String {
    let ended = run.finished_at.map_or_else(String::new, |at| format!(", ended {}", moment(at)));
    format!(
        "screening against version {}: {}, {} of {}, {} new matches, begun {}{ended}",
        run.list_version,
        run.state,
        run.done,
        run.total,
        run.hits,
        moment(run.started_at)
    )
}

fn moment(at: DateTime<Utc>) -> String {
    at.format("%Y-%m-%d %H:%M UTC").to_string()
}
