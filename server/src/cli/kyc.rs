//! `drop kyc`: identities that customers have handed in, and what an officer decides about one.
use app::compliance::kyc::model::{CaseView, CountryLine, Queue};
use app::compliance::kyc::service::{self, KycError};
use app::context::AppState;
use chrono::NaiveDate;
use clap::Args;
use domain::access::Actor;
use domain::compliance::kyc::{CountryRisk, Decision, RiskClass, Screened};
use domain::identity::Topic;
use domain::ids::{KycCaseId, UserId};

use super::shops::officer;
use super::{CliError, migrate, say};
use crate::config::Config;
use crate::state;

#[derive(clap::Subcommand)]
pub(super) enum Command {
    /// List the submissions that wait, the oldest first.
    List {
        #[command(flatten)]
        by: By,
        /// Instead: approved customers who are to be looked at again.
        #[arg(long)]
        due: bool,
    },
    /// Show one submission, with its risk, screening and decisions.
    Show {
        /// The submission, `kyc_…`.
        case: KycCaseId,
        #[command(flatten)]
        by: By,
        /// Show the national identity number in full. Each reading stands in the audit log.
        #[arg(long)]
        national_id: bool,
    },
    /// The customer may send money.
    Approve(Verdict),
    /// The customer may not send money.
    Reject(Verdict),
    /// The customer has to tell more.
    Ask {
        #[command(flatten)]
        verdict: Verdict,
        /// About what, several separated by commas: `national_id`, address, nationality, occupation, purpose,
        /// `source_of_funds`, exposure.
        #[arg(long, value_delimiter = ',', required = true)]
        about: Vec<Topic>,
    },
    /// An approved customer was looked at again, and stays approved.
    Review(Verdict),
    /// List the countries that raise a customer's risk, and from which day on.
    Countries(By),
    /// Set what holds for a country from a day on.
    Country(Country),
}

#[derive(Args)]
pub(super) struct By {
    /// Your own e-mail as an officer.
    #[arg(long)]
    by: String,
}

#[derive(Args)]
pub(super) struct Verdict {
    /// The submission, `kyc_…`.
    case: KycCaseId,
    #[command(flatten)]
    by: By,
    /// Why, for the history of the submission. The customer never sees it.
    #[arg(long)]
    reason: String,
}

#[derive(Args)]
pub(super) struct Country {
    /// Two letters of ISO 3166.
    country: String,
    #[command(flatten)]
    by: By,
    /// ordinary, increased or high.
    #[arg(long)]
    risk: CountryRisk,
    /// The first day, as in 2026-11-27.
    #[arg(long)]
    from: NaiveDate,
    /// Who says so.
    #[arg(long)]
    source: String,
}

pub(super) async fn run(config: &Config, command: Command) -> Result<(), CliError> {
    let db = state::connect(config).await?;
    migrate::check(&db).await?;
    let state = state::build(db.clone(), config)?;
    match command {
        Command::List { by, due } => {
            let queue = if due { Queue::Due } else { Queue::Waiting };
            list(&state, &officer(&db, &by.by).await?, queue).await?;
        }
        Command::Show { case, by, national_id } => {
            let actor = officer(&db, &by.by).await?;
            show(&service::show(&state, &actor, &case).await.map_err(CliError::other)?)?;
            if national_id {
                let number = service::read_national_id(&state, &actor, None, &case).await;
                say(format_args!("national_id_in_full: {}", number.map_err(CliError::other)?))?;
            }
        }
        Command::Approve(it) => decide(&state, &it, Decision::Approve).await?,
        Command::Reject(it) => decide(&state, &it, Decision::Reject).await?,
        Command::Ask { verdict, about } => decide(&state, &verdict, Decision::Ask(about)).await?,
        Command::Review(it) => decide(&state, &it, Decision::Review).await?,
        Command::Countries(by) => {
            let actor = officer(&db, &by.by).await?;
            for it in service::countries(&state, &actor).await.map_err(CliError::other)? {
                say(format_args!("{} from {} {}: {}", it.country, it.valid_from, it.risk, it.source))?;
            }
        }
        Command::Country(it) => set_country(&state, &it).await?,
    }
    db.close().await;
    Ok(())
}

async fn list(state: &AppState, actor: &Actor, queue: Queue) -> Result<(), CliError> {
    let cases = service::list(state, actor, queue).await.map_err(CliError::other)?;
    let now = state.clock.now();
    for it in &cases {
        let hours = (now - it.submitted_at).num_hours();
        let risk = it.risk.map_or("not assessed", RiskClass::as_str);
        let screened = it.screened.map_or("-", Screened::as_str);
        let second = if it.second_accounts > 0 { " second_account" } else { "" };
        let review = it.review_on.map(|day| format!(" review {day}")).unwrap_or_default();
        say(format_args!("{} {} {hours} h {risk} {screened}{second}{review} {}", it.id, it.user, it.name))?;
    }
    Ok(say(format_args!("{} submissions", cases.len()))?)
}

fn words<T: ToString>(all: &[T]) -> String {
    let all: Vec<String> = all.iter().map(ToString::to_string).collect();
    if all.is_empty() { "none".to_owned() } else { all.join(", ") }
}

fn show(it: &CaseView) -> Result<(), CliError> {
    say(format_args!("{} {} of {} {}", it.id, it.status, it.user, it.name))?;
    say(format_args!("submitted: {}", it.submitted_at.to_rfc3339()))?;
    let born = it.date_of_birth.map_or_else(|| "unknown".to_owned(), |born| born.to_string());
    say(format_args!("date_of_birth: {born}"))?;
    say(format_args!("national_id: {}", it.national_id_masked))?;
    for (name, answer) in &it.answers {
        say(format_args!("{name}: {answer}"))?;
    }
    match &it.assessed {
        None => say("assessed: not yet")?,
        Some(found) => {
            say(format_args!("risk: {} ({})", found.risk, words(&found.reasons)))?;
            say(format_args!("screened: {}", found.screened))?;
            say(format_args!("second_accounts: {}", words(&found.second_accounts)))?;
            say(format_args!("not_automatic_because: {}", words(&found.obstacles)))?;
            if let Some(day) = found.review_on {
                say(format_args!("review_on: {day}"))?;
            }
        }
    }
    if !it.asked.is_empty() {
        say(format_args!("asked_about: {}", words(&it.asked)))?;
    }
    for one in &it.decided {
        let by = one.by.as_ref().map_or("the rule", UserId::as_str);
        say(format_args!("{} {} by {by}: {}", one.at.to_rfc3339(), one.decision, one.reason))?;
    }
    Ok(())
}

async fn decide(state: &AppState, verdict: &Verdict, decision: Decision) -> Result<(), CliError> {
    let actor = officer(&state.db, &verdict.by.by).await?;
    let done = service::decide_on(state, &actor, None, &verdict.case, decision, &verdict.reason).await;
    match done {
        Ok(status) => Ok(say(format_args!("{} is {status}", verdict.case))?),
        Err(error) => Err(stays(&verdict.case, &error)),
    }
}

fn stays(case: &KycCaseId, error: &KycError) -> CliError {
    CliError::Other(format!("{case} stays as it is: {error}"))
}

async fn set_country(state: &AppState, it: &Country) -> Result<(), CliError> {
    let actor = officer(&state.db, &it.by.by).await?;
    let set = CountryLine {
        country: it.country.clone(),
        valid_from: it.from,
        risk: it.risk,
        source: it.source.clone(),
    };
    service::set_country(state, &actor, None, &set).await.map_err(CliError::other)?;
    Ok(say(format_args!("{} is {} from {} on", it.country, it.risk, it.from))?)
}
