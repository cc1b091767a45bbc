//! `drop screening`: comparing a name with the lists, and what officers say about matches.
use app::compliance::screening::model::Hit;
use app::compliance::screening::service::warm_up;
use app::compliance::screening::settling::{self, Settled};
use app::context::AppState;
use clap::builder::{PossibleValuesParser, TypedValueParser as _};
use domain::compliance::screening::{CountryCode, DEFAULT_THRESHOLD, PartialDate, Profile, Schema};
use domain::compliance::watchlist::{ScreeningResult, Settlement};
use domain::ids::ScreeningId;

use super::shops::officer;
use super::{CliError, migrate, say};
use crate::config::Config;
use crate::state;

const SHOWN_DEFAULT: u8 = 5;

const RUN_EXAMPLES: &str = "\
Examples:
  drop screening run --name \"Zoran Petrović\"
  drop screening run --name \"Zoran Petrovic\" --birth-date 1963 --country RS
  drop screening run --name \"Petrovic Trading AS\" --kind organisation

Nothing is written. The nearest entries are shown also when none is near enough to be a match.";

#[derive(clap::Subcommand)]
pub(super) enum Command {
    /// Score a CSV file of name pairs from standard input: columns name1 and name2, and any others, which are kept.
    /// A column schema (Person, Company, Vessel …) is used if there is one. Needs no database.
    #[command(after_help = "Example:\n  drop screening pairs < pairs.csv > scores.csv")]
    Pairs,
    /// Compare one name with the imported lists, and explain the nearest entries.
    #[command(after_help = RUN_EXAMPLES)]
    Run(Asked),
    /// Matches that officers have not settled, the oldest first.
    Matches {
        /// Your own e-mail as an officer.
        #[arg(long)]
        by: String,
    },
    /// Say what a match is. That it is somebody else needs a second officer: `drop screening confirm`.
    Settle(Said),
    /// Confirm, as a second officer, that a match is somebody else.
    Confirm {
        /// The match, `scr_…`.
        id: ScreeningId,
        /// Your own e-mail as an officer: not the one who said it first.
        #[arg(long)]
        by: String,
    },
}

#[derive(clap::Args)]
pub(super) struct Asked {
    /// The name, in any script.
    #[arg(long)]
    name: String,
    /// The date of birth, or its year: 1963-07-28 or 1963.
    #[arg(long, value_parser = birth_date)]
    birth_date: Option<PartialDate>,
    /// A nationality, by its two letters.
    #[arg(long)]
    country: Option<CountryCode>,
    /// What the name names: person, organisation, vessel or other.
    #[arg(long, default_value = "person")]
    kind: Schema,
    /// How many entries to show.
    #[arg(long, default_value_t = SHOWN_DEFAULT)]
    limit: u8,
}

#[derive(clap::Args)]
pub(super) struct Said {
    /// The match, `scr_…`.
    id: ScreeningId,
    /// true: it is this person; false: it is somebody else.
    #[arg(long = "as", value_parser = PossibleValuesParser::new(["true", "false"]).map(|text| outcome(&text)))]
    outcome: Settlement,
    /// Your own e-mail as an officer.
    #[arg(long)]
    by: String,
    /// Why. The customer never sees it.
    #[arg(long)]
    reason: String,
}

fn birth_date(text: &str) -> Result<PartialDate, String> {
    PartialDate::parse(text).ok_or_else(|| "write it as 1963-07-28 or 1963".to_owned())
}

fn outcome(text: &str) -> Settlement {
    if text == "true" { Settlement::TrueMatch } else { Settlement::FalseMatch }
}

pub(super) async fn run(config: &Config, command: Command) -> Result<(), CliError> {
    let db = state::connect(config).await?;
    migrate::check(&db).await?;
    let state = state::build(db.clone(), config)?;
    let outcome = carry_out(&state, command).await;
    db.close().await;
    outcome
}

async fn carry_out(state: &AppState, command: Command) -> Result<(), CliError> {
    match command {
        // Answered before there was a database.
        Command::Pairs => Ok(()),
        Command::Run(asked) => compare(state, asked).await,
        Command::Matches { by } => matches(state, &by).await,
        Command::Settle(said) => settle(state, &said).await,
        Command::Confirm { id, by } => {
            let actor = officer(&state.db, &by).await?;
            settling::confirm(state, &actor, None, &id).await.map_err(CliError::other)?;
            Ok(say(format_args!("{id} is settled as somebody else"))?)
        }
    }
}

async fn compare(state: &AppState, asked: Asked) -> Result<(), CliError> {
    let Some(loaded) = warm_up(state).await? else {
        return Err(CliError::Other("no list was imported: see `drop watchlist import --help`".to_owned()));
    };
    let profile = Profile {
        schema: asked.kind,
        names: vec![asked.name],
        birth_dates: asked.birth_date.into_iter().collect(),
        countries: asked.country.into_iter().collect(),
        gender: None,
    };
    let hits = loaded.nearest(&profile, usize::from(asked.limit));
    hits.iter().try_for_each(|hit| say(told(hit)))?;
    let matches = hits.iter().filter(|hit| hit.found.score >= DEFAULT_THRESHOLD).count();
    Ok(say(format_args!(
        "{matches} of these are matches (from {DEFAULT_THRESHOLD} on), among {} entries",
        loaded.len()
    ))?)
}

fn told(hit: &Hit) -> String {
    let score = hit.found.score;
    let what = if score >= DEFAULT_THRESHOLD { ScreeningResult::of(score).as_str() } else { "no match" };
    format!(
        "{score}  {what}  {} {}  {}  {}\n        {}",
        hit.source,
        hit.external_id,
        hit.name,
        hit.programmes.join(", "),
        hit.found.explain()
    )
}

async fn matches(state: &AppState, by: &str) -> Result<(), CliError> {
    let actor = officer(&state.db, by).await?;
    let open = settling::open_matches(state, &actor).await.map_err(CliError::other)?;
    for it in &open {
        let text = |key: &str| it.details[key].as_str().unwrap_or_default();
        let waits = if it.proposed { "  waits for a second officer" } else { "" };
        say(format_args!(
            "{}  {}  {}  {}  {} {}  {}{waits}\n        {}",
            it.id,
            it.found_at.format("%Y-%m-%d %H:%M UTC"),
            it.subject_id,
            it.result,
            text("source"),
            text("external_id"),
            text("listed_as"),
            text("explanation")
        ))?;
    }
    Ok(say(format_args!("{} matches", open.len()))?)
}

async fn settle(state: &AppState, said: &Said) -> Result<(), CliError> {
    let actor = officer(&state.db, &said.by).await?;
    let what = (said.outcome, said.reason.as_str());
    let id = &said.id;
    match settling::settle(state, &actor, None, id, what).await.map_err(CliError::other)? {
        Settled::Done => say(format_args!("{id} is settled as this person"))?,
        Settled::AwaitsSecondOfficer => say(format_args!("{id} waits for a second officer, and stays open"))?,
    }
    Ok(())
}
