//! `drop rates`: what prices are made of; asking the source; entering a rate where no source has one.
use app::rates::gateway::Observation;
use app::rates::service::{self, ByHand, Outcome, Report};
use chrono::NaiveDate;
use domain::fx::Rate;
use domain::money::Currency;
use domain::remittance::rate_news::{DatedRate, News};

use super::{CliError, migrate, say};
use crate::config::Config;
use crate::state;

const SOURCE_MAX_CHARS: usize = 40;

#[derive(clap::Subcommand)]
pub(super) enum Command {
    /// The rates that prices are made of, and whether they are fresh.
    List,
    /// Ask the source for its rates now. Ends with 1 when one was not believed.
    Fetch(Fetch),
    /// Enter a rate by hand. Goes into the audit log; ends with 1 when it was not believed.
    Set(Set),
}

#[derive(clap::Args)]
pub(super) struct Fetch {
    /// Believe rates that jump: you have looked at them.
    #[arg(long)]
    force: bool,
}

#[derive(clap::Args)]
pub(super) struct Set {
    /// The recipients' currency, as in RSD.
    currency: String,
    /// The mid-market rate: units of the currency for one krone, as in 11.70.
    #[arg(long)]
    mid: String,
    /// The day of the rate, as its source dates it: 2026-11-26.
    #[arg(long)]
    as_of: NaiveDate,
    /// Who publishes it, as in nbs.
    #[arg(long)]
    source: String,
    /// Believe a rate that lies more than a tenth from the last one: you have looked at it.
    #[arg(long)]
    force: bool,
}

pub(super) async fn run(config: &Config, command: Command) -> Result<(), CliError> {
    let by_hand = match &command {
        Command::Set(set) => Some(parse(set)?),
        Command::List | Command::Fetch(_) => None,
    };
    let db = state::connect(config).await?;
    migrate::check(&db).await?;
    let state = state::build(db.clone(), config)?;
    let reports = match (command, by_hand) {
        (Command::Fetch(fetch), _) => service::refresh(&state, fetch.force).await.map_err(CliError::other)?,
        (_, Some(by_hand)) => vec![service::set(&state, &by_hand).await.map_err(CliError::other)?],
        _ => {
            for known in service::list(&state).await.map_err(CliError::other)? {
                let fresh = if known.fresh { "fresh" } else { "STALE: no prices are made of it" };
                say(format_args!(
                    "{}  rate {}  mid {}  of {}  confirmed {}  {}  {fresh}",
                    known.currency,
                    known.rates.customer,
                    known.rates.mid,
                    known.rates.as_of,
                    known.rates.confirmed_at.format("%Y-%m-%d %H:%M UTC"),
                    known.source
                ))?;
            }
            Vec::new()
        }
    };
    db.close().await;
    tell(&reports)
}

fn parse(set: &Set) -> Result<ByHand, CliError> {
    let wrong = |what: &str| CliError::Other(what.to_owned());
    let currency: Currency =
        set.currency.parse().map_err(|_| wrong("this is no currency that Drop sends, as in RSD"))?;
    if currency == Currency::Nok {
        return Err(wrong("the krone is what rates are counted in"));
    }
    let mid = Rate::parse(&set.mid).map_err(|error| CliError::Other(format!("--mid: {error}")))?;
    let named = !set.source.is_empty()
        && set.source.len() <= SOURCE_MAX_CHARS
        && set.source.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    if !named || set.source == service::SEED {
        return Err(wrong("--source: write who publishes the rate, in small letters, as in nbs"));
    }
    let observation = Observation { currency, rate: DatedRate { mid, as_of: set.as_of } };
    Ok(ByHand { observation, source: set.source.clone(), believe_jump: set.force })
}

fn tell(reports: &[Report]) -> Result<(), CliError> {
    let mut doubted = false;
    for report in reports {
        let Observation { currency, rate } = report.observation;
        let before = report.before.map_or_else(|| "none".to_owned(), |before| before.mid.to_string());
        let outcome = match report.outcome {
            Outcome::Judged(News::New) => "new",
            Outcome::Judged(News::Confirmed) => "confirmed",
            Outcome::Judged(News::Older) => "older than the known one; not used",
            Outcome::Judged(News::NotYet) => "NOT BELIEVED: its day is still to come",
            Outcome::Judged(News::Jump) => {
                "NOT BELIEVED: it jumps by more than a tenth; --force if it is right"
            }
            Outcome::RealOneKept => "not used: the known one is from a real source",
        };
        doubted |= matches!(report.outcome, Outcome::Judged(News::NotYet | News::Jump | News::Older));
        say(format_args!("{currency}  mid {}  of {}  before {before}  {outcome}", rate.mid, rate.as_of))?;
    }
    if doubted { Err(CliError::Told) } else { Ok(()) }
}
