//! `drop aml`: the rules of monitoring, what they raised, and what they would have raised.
use std::fs::File;
use std::io::{BufReader, BufWriter};
use std::path::PathBuf;
use std::time::Instant;

use app::compliance::monitoring::backtest::{Period, Trial, WhatIf, backtest};
use app::compliance::monitoring::replay::{self, Wanted};
use app::compliance::monitoring::service::all_open_alerts;
use app::compliance::monitoring::settings::{Setting, Wish, approve, list_all, propose, reject};
use app::context::AppState;
use chrono::{Days, NaiveDate, SecondsFormat};
use clap::Args;
use domain::access::Actor;
use domain::calendar::oslo_midnight;
use domain::compliance::finding::{RuleMode, RuleName, Severity};
use domain::compliance::rules::Rule;
use domain::form::Email;
use domain::ids::RuleSettingId;
use serde_json::{Value, json};

use super::{CliError, migrate, say};
use crate::config::Config;
use crate::state;

#[derive(clap::Subcommand)]
pub(super) enum Command {
    /// List open alerts, the gravest first: id, severity, score, findings, when, customer, rule.
    Alerts,
    /// Alerts that the rules would have raised over a period.
    Backtest(BacktestArguments),
    /// Alerts over a file of transactions (columns time, sender, receiver, amount), as CSV. Needs no database.
    Replay(ReplayArguments),
    /// Rules in force, and changes: one officer proposes, another decides.
    #[command(subcommand)]
    Rules(RulesCommand),
}

#[derive(Args)]
pub(super) struct BacktestArguments {
    /// First day, as in 2026-09-01 (Oslo).
    #[arg(long)]
    from: NaiveDate,
    /// Last day.
    #[arg(long)]
    to: NaiveDate,
    /// Only this rule, also one that is off; may be given several times.
    #[arg(long)]
    rule: Vec<RuleName>,
}

#[derive(Args)]
pub(super) struct ReplayArguments {
    /// The file. Times are RFC 3339 or `YYYY-MM-DD HH:MM:SS` in UTC, amounts decimal.
    file: PathBuf,
    /// Only this rule; may be given several times.
    #[arg(long)]
    rule: Vec<RuleName>,
    /// Leave out what is less grave: low, medium, high or critical.
    #[arg(long, default_value = "low")]
    min_severity: Severity,
}

#[derive(clap::Subcommand)]
pub(super) enum RulesCommand {
    /// Every rule in force with its parameters, and proposals that wait.
    List,
    /// Propose a change, and see what it would have raised over the last 90 days.
    Propose(Proposal),
    /// Put somebody else's proposal in force.
    Approve(Decision),
    /// Turn somebody else's proposal down.
    Reject(Decision),
}

#[derive(Args)]
pub(super) struct Proposal {
    /// As in `structuring`.
    rule: RuleName,
    /// off, test or live.
    #[arg(long)]
    mode: RuleMode,
    /// The parameters that change, as in '{"medium_count": 4}'.
    #[arg(long, default_value = "{}")]
    parameters: String,
    /// Your own e-mail as an officer.
    #[arg(long)]
    by: String,
    /// Why.
    #[arg(long)]
    reason: String,
}

#[derive(Args)]
pub(super) struct Decision {
    /// The proposal, `rul_…`.
    proposal: RuleSettingId,
    /// Your own e-mail as an officer.
    #[arg(long)]
    by: String,
    /// Why.
    #[arg(long)]
    reason: String,
}

pub(super) async fn run(config: &Config, command: Command) -> Result<(), CliError> {
    let db = state::connect(config).await?;
    migrate::check(&db).await?;
    let state = state::build(db.clone(), config)?;
    match command {
        Command::Alerts => alerts(&state).await?,
        Command::Backtest(it) => try_out(&state, &it).await?,
        Command::Replay(it) => replay(&it)?,
        Command::Rules(command) => rules(&state, command).await?,
    }
    db.close().await;
    Ok(())
}

async fn alerts(state: &AppState) -> Result<(), CliError> {
    let open = all_open_alerts(&state.db).await.map_err(CliError::other)?;
    for it in &open {
        let at = it.created_at.to_rfc3339_opts(SecondsFormat::Secs, true);
        let (severity, score, findings) = (it.severity, it.score, it.findings);
        say(format_args!(
            "{} {severity} {score} {findings} {at} {} {} {}",
            it.id, it.user, it.rule, it.status
        ))?;
    }
    Ok(say(format_args!("{} alerts", open.len()))?)
}

async fn try_out(state: &AppState, asked: &BacktestArguments) -> Result<(), CliError> {
    let end = asked.to.checked_add_days(Days::new(1)).filter(|end| *end > asked.from);
    let end = end.ok_or_else(|| CliError::Other("--to lies before --from".to_owned()))?;
    let period = Period { from: oslo_midnight(asked.from), to: oslo_midnight(end) };
    let trial = backtest(state, period, &asked.rule).await.map_err(CliError::other)?;
    for (rule, raised) in &trial.raised {
        let parts = raised.by_severity.iter().rev().map(|(severity, count)| format!("{count} {severity}"));
        let parts = parts.collect::<Vec<_>>().join(", ");
        say(format_args!(
            "{rule}: {} alerts ({parts}) of {} customers, {} findings",
            raised.alerts,
            raised.customers.len(),
            raised.findings
        ))?;
    }
    told_speed(&trial)
}

fn told_speed(trial: &Trial) -> Result<(), CliError> {
    let alerts: u64 = trial.raised.values().map(|it| it.alerts).sum();
    let thinking = u64::try_from(trial.thinking.as_micros()).unwrap_or(u64::MAX).max(1);
    let rate = trial.looked_at.saturating_mul(1_000_000) / thinking;
    Ok(say(format_args!(
        "{alerts} alerts in {} payments; {} looked at in {} ms, {} ms of them by the rules: {rate} payments/s",
        trial.payments,
        trial.looked_at,
        trial.elapsed.as_millis(),
        trial.thinking.as_millis()
    ))?)
}

/// Alerts on standard output, what was done on standard error.
pub(super) fn replay(asked: &ReplayArguments) -> Result<(), CliError> {
    let file = File::open(&asked.file)
        .map_err(|error| CliError::Other(format!("{}: {error}", asked.file.display())))?;
    let named = |error| CliError::Other(format!("{}: {error}", asked.file.display()));
    let began = Instant::now();
    let loaded = replay::load(BufReader::new(file)).map_err(named)?;
    let (payments, reading) = (loaded.len() as u64, began.elapsed());
    let began = Instant::now();
    let replayed = replay::replay(loaded, Rule::all_defaults());
    let thinking = began.elapsed();
    let wanted = Wanted { rules: &asked.rule, least: asked.min_severity };
    let alerts = replayed.write(BufWriter::new(std::io::stdout().lock()), wanted).map_err(named)?;
    let rate =
        payments.saturating_mul(1_000_000) / u64::try_from(thinking.as_micros()).unwrap_or(u64::MAX).max(1);
    let (reading, thinking) = (reading.as_millis(), thinking.as_millis());
    complain(format_args!(
        "{alerts} alerts in {payments} payments; read in {reading} ms, rules {thinking} ms: {rate} payments/s"
    ))
}

fn complain(line: impl std::fmt::Display) -> Result<(), CliError> {
    use std::io::Write as _;
    Ok(writeln!(std::io::stderr(), "{line}")?)
}

async fn rules(state: &AppState, command: RulesCommand) -> Result<(), CliError> {
    match command {
        RulesCommand::List => {
            let all = list_all(&state.db).await.map_err(CliError::other)?;
            all.iter().try_for_each(told)
        }
        RulesCommand::Propose(it) => {
            let actor = officer(state, &it.by).await?;
            let parameters: Value = serde_json::from_str(&it.parameters)
                .map_err(|error| CliError::Other(format!("--parameters: {error}")))?;
            let wish = Wish { rule: it.rule, mode: it.mode, parameters, reason: it.reason };
            let (id, what_if) = propose(state, &actor, None, &wish).await.map_err(CliError::other)?;
            told_what_if(&what_if)?;
            Ok(say(format_args!("{id} waits for another officer"))?)
        }
        RulesCommand::Approve(it) => {
            let actor = officer(state, &it.by).await?;
            approve(state, &actor, None, &it.proposal, &it.reason).await.map_err(CliError::other)?;
            Ok(say(format_args!("{} is in force", it.proposal))?)
        }
        RulesCommand::Reject(it) => {
            let actor = officer(state, &it.by).await?;
            reject(state, &actor, None, &it.proposal, &it.reason).await.map_err(CliError::other)?;
            Ok(say(format_args!("{} was turned down", it.proposal))?)
        }
    }
}

fn told(setting: &Setting) -> Result<(), CliError> {
    let Setting { id, version, mode, .. } = setting;
    let name = setting.rule.name();
    if setting.current {
        say(format_args!("{name} version {version} {mode} {}", json!(setting.rule)))?;
    } else {
        let by = setting.proposed_by.as_ref().map_or("", |by| by.as_str());
        say(format_args!(
            "{name} version {version} {mode} {} proposed as {id} by {by}",
            json!(setting.rule)
        ))?;
        let shown = setting.what_if.clone().and_then(|it| serde_json::from_value(it).ok());
        shown.as_ref().map_or(Ok(()), told_what_if)?;
    }
    Ok(say(format_args!("  {}", setting.reason))?)
}

fn told_what_if(it: &WhatIf) -> Result<(), CliError> {
    let day = |at: chrono::DateTime<chrono::Utc>| domain::calendar::oslo_date(at);
    say(format_args!(
        "  {} to {}, {} payments: {} alerts as it is, {} as proposed ({} and {} critical)",
        day(it.from),
        day(it.to),
        it.payments,
        it.alerts_before,
        it.alerts_after,
        it.critical_before,
        it.critical_after
    ))?;
    let some = |names: &[String]| names.iter().take(5).cloned().collect::<Vec<_>>().join(" ");
    say(format_args!("  {} customers gain an alert {}", it.gained.customers, some(&it.gained.some)))?;
    say(format_args!("  {} customers lose theirs {}", it.lost.customers, some(&it.lost.some)))?;
    let escalated = &it.escalated_lost;
    Ok(say(format_args!(
        "  {} of those alerts were taken further {}",
        escalated.alerts,
        some(&escalated.some)
    ))?)
}

async fn officer(state: &AppState, email: &str) -> Result<Actor, CliError> {
    let unknown = || CliError::Other(format!("--by: nobody of the staff has the e-mail {email}"));
    let address = Email::parse(email).map_err(|_| unknown())?;
    let found = app::identity::service::staff_of(&state.db, &address).await.map_err(CliError::other)?;
    found.ok_or_else(unknown)
}
