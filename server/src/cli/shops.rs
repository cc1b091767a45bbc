//! `drop shops`: who they are, and what an officer decides about one.
use app::merchant::shops::model::Confirmation;
use app::merchant::shops::service::{self, ShopError};
use clap::Args;
use domain::access::Actor;
use domain::form::Email;
use domain::ids::MerchantId;
use sqlx::PgPool;

use super::{CliError, migrate, say};
use crate::config::Config;
use crate::state;

#[derive(clap::Subcommand)]
pub(super) enum Command {
    /// List shops: status, organisation number, whether the register of units knows it, name.
    List {
        /// Only those that the register has not confirmed.
        #[arg(long)]
        unconfirmed: bool,
    },
    /// Stop a shop: nobody can pay in it, and its owner sees that it stands still.
    Suspend(Decision),
    /// Let a suspended shop go on.
    Resume(Decision),
}

#[derive(Args)]
pub(super) struct Decision {
    /// The shop, `mer_…`.
    shop: MerchantId,
    /// Your own e-mail as an officer.
    #[arg(long)]
    by: String,
    /// Why, for the shop's history. Its owner never sees it.
    #[arg(long)]
    reason: String,
}

pub(super) async fn run(config: &Config, command: Command) -> Result<(), CliError> {
    let db = state::connect(config).await?;
    migrate::check(&db).await?;
    let state = state::build(db.clone(), config)?;
    match command {
        Command::List { unconfirmed } => list(&db, unconfirmed).await?,
        Command::Suspend(it) => {
            let actor = officer(&db, &it.by).await?;
            let done = service::suspend(&state, &actor, None, &it.shop, &it.reason).await;
            told(&it.shop, "suspended", done)?;
        }
        Command::Resume(it) => {
            let actor = officer(&db, &it.by).await?;
            let done = service::resume(&state, &actor, None, &it.shop, &it.reason).await;
            told(&it.shop, "active", done)?;
        }
    }
    db.close().await;
    Ok(())
}

async fn list(db: &PgPool, only_unconfirmed: bool) -> Result<(), CliError> {
    let shops = service::list_all(db, only_unconfirmed).await.map_err(CliError::other)?;
    for it in &shops {
        let known = match it.confirmation {
            Confirmation::Confirmed => "confirmed",
            Confirmation::Waiting => "waiting",
            Confirmation::Doubtful => "doubtful",
        };
        say(format_args!("{} {} {} {known} {}", it.id, it.status, it.org_number, it.name))?;
    }
    Ok(say(format_args!("{} shops", shops.len()))?)
}

pub(super) async fn officer(db: &PgPool, email: &str) -> Result<Actor, CliError> {
    let unknown = || CliError::Other(format!("--by: nobody of the staff has the e-mail {email}"));
    let address = Email::parse(email).map_err(|_| unknown())?;
    app::identity::service::staff_of(db, &address).await.map_err(CliError::other)?.ok_or_else(unknown)
}

fn told(shop: &MerchantId, status: &str, done: Result<(), ShopError>) -> Result<(), CliError> {
    match done {
        Ok(()) => Ok(say(format_args!("{shop} is {status}"))?),
        Err(error) => Err(CliError::Other(format!("{shop} stays as it is: {error}"))),
    }
}
