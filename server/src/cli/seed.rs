//! `drop seed`: built-in exchange rates, and demo customers if asked.
use app::context::AppState;
use app::rates::SourceName;

use super::{CliError, migrate, say};
use crate::config::{Config, Environment};
use crate::state;

#[derive(clap::Args)]
pub(super) struct Arguments {
    /// Also the demo customers with their accounts, recipients and payments.
    #[arg(long)]
    demo: bool,
}

pub(super) async fn run(config: &Config, arguments: &Arguments) -> Result<(), CliError> {
    if arguments.demo && config.environment == Environment::Production && !config.seed_demo {
        return Err(CliError::Other(
            "demo customers have published passwords: in production they need SEED_DEMO=true".to_owned(),
        ));
    }
    let db = state::connect(config).await?;
    migrate::check(&db).await?;
    let state = state::build(db.clone(), config)?;
    apply(config, &state, arguments.demo).await?;
    say(match (arguments.demo, config.rates.source) {
        (true, _) => "demo customers are in place",
        (false, SourceName::Seed) => "rates are in place",
        (false, SourceName::NorgesBank) => "nothing was written: rates come from `drop rates fetch`",
    })?;
    db.close().await;
    Ok(())
}

/// Adds what is missing; nothing that exists is changed.
pub(super) async fn apply(config: &Config, state: &AppState, demo: bool) -> Result<(), CliError> {
    app::demo::service::seed_base(state).await.map_err(CliError::other)?;
    if demo {
        app::demo::service::seed_demo(state, config.sandbox_url.as_str(), &config.sandbox_public_url())
            .await
            .map_err(CliError::other)?;
        app::demo::service::seed_sales(state).await.map_err(CliError::other)?;
        app::demo::service::seed_people(state).await.map_err(CliError::other)?;
        app::demo::service::seed_alerts(state).await.map_err(CliError::other)?;
        app::demo::seed_reports(state).await.map_err(CliError::other)?;
        app::demo::service::seed_lists(state).await.map_err(CliError::other)?;
    }
    Ok(())
}
