//! `drop holds`: payments that wait for an officer, and what officers decide about them.
use app::compliance::holds::service::{self, Decided, OpenHold};
use app::context::AppState;
use app::payments::held::Onward;
use clap::Args;
use domain::access::{Actor, Officer};
use domain::compliance::hold::{HoldState, Step};
use domain::form::Email;
use domain::ids::HoldId;
use sqlx::PgPool;

use super::{CliError, migrate, say};
use crate::config::Config;
use crate::state;

#[derive(clap::Subcommand)]
pub(super) enum Command {
    /// List the payments that wait: since when, why, how much, whose; the oldest first.
    List(Reader),
    /// Let a payment go on that a rule holds.
    Release(Decision),
    /// Propose to let one go on that a sanctions match holds. A second officer has to approve.
    ProposeRelease(Decision),
    /// Agree with another officer's proposal: the payment goes on.
    Approve(Decision),
    /// Do not agree with another officer's proposal: the payment waits as before.
    Reject(Decision),
    /// Say no: the payment is not made. Its customer reads what they read when a bank says no.
    Refuse(Decision),
}

#[derive(Args)]
pub(super) struct Reader {
    /// Your own e-mail as an officer.
    #[arg(long)]
    by: String,
}

#[derive(Args)]
pub(super) struct Decision {
    /// The hold, `hld_…`.
    hold: HoldId,
    /// Your own e-mail as an officer.
    #[arg(long)]
    by: String,
    /// Why, in 10 to 1,000 characters. No customer ever sees it.
    #[arg(long)]
    reason: String,
}

pub(super) async fn run(config: &Config, command: Command) -> Result<(), CliError> {
    let db = state::connect(config).await?;
    migrate::check(&db).await?;
    let state = state::build(db.clone(), config)?;
    match command {
        Command::List(it) => list(&state, &it.by).await?,
        Command::Release(it) => take(&state, Step::Release, &it).await?,
        Command::ProposeRelease(it) => take(&state, Step::Propose, &it).await?,
        Command::Approve(it) => take(&state, Step::Approve, &it).await?,
        Command::Reject(it) => take(&state, Step::Reject, &it).await?,
        Command::Refuse(it) => take(&state, Step::Refuse, &it).await?,
    }
    db.close().await;
    Ok(())
}

async fn list(state: &AppState, by: &str) -> Result<(), CliError> {
    let actor = officer(&state.db, by).await?;
    let officer = Officer::decide(Some(&actor)).map_err(CliError::other)?;
    let holds = service::list(state, &officer).await.map_err(CliError::other)?;
    let now = state.clock.now();
    for it in &holds {
        say(line(it, now))?;
    }
    Ok(say(format_args!("{} payments wait", holds.len()))?)
}

fn line(hold: &OpenHold, now: chrono::DateTime<chrono::Utc>) -> String {
    let age = now - hold.since;
    let proposal = hold.proposed_by.as_ref().map(|by| format!(" proposed by {by}")).unwrap_or_default();
    let OpenHold { id, transaction, kind, user, amount, cause, state, since, .. } = hold;
    let (hours, minutes) = (age.num_hours(), age.num_minutes() % 60);
    let since = since.format("%Y-%m-%dT%H:%M:%SZ");
    format!(
        "{id} {since} {hours}h{minutes:02} {cause} {state} {kind} {transaction} {user} {} {}{proposal}",
        amount.to_decimal_string(),
        amount.currency()
    )
}

async fn take(state: &AppState, step: Step, it: &Decision) -> Result<(), CliError> {
    let actor = officer(&state.db, &it.by).await?;
    match service::take(state, &actor, None, &it.hold, (step, &it.reason)).await {
        Ok(decided) => Ok(say(format_args!("{} {}", it.hold, told(decided)))?),
        Err(error) => Err(CliError::Other(format!("{} stays as it is: {error}", it.hold))),
    }
}

const fn told(decided: Decided) -> &'static str {
    match (decided.state, decided.onward) {
        (_, Some(Onward::TooLate)) => {
            "is released, but its price was over: the payment has expired, and its customer may send it again"
        }
        (HoldState::Released, _) => "is released: the payment goes to the bank",
        (HoldState::Proposed, _) => "is proposed for release: a second officer has to approve",
        (HoldState::Refused, _) => "is refused: the payment is not made",
        (HoldState::Held | HoldState::Lapsed, _) => "waits as before",
    }
}

async fn officer(db: &PgPool, email: &str) -> Result<Actor, CliError> {
    let unknown = || CliError::Other(format!("--by: nobody of the staff has the e-mail {email}"));
    let address = Email::parse(email).map_err(|_| unknown())?;
    app::identity::service::staff_of(db, &address).await.map_err(CliError::other)?.ok_or_else(unknown)
}
