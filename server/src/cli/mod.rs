//! The command line: one file for each command.
mod aml;
mod audit;
mod holds;
mod jobs;
mod keys;
mod kyc;
mod migrate;
mod pairs;
mod payments;
mod rates;
mod retention;
mod screening;
mod seed;
mod serve;
mod shops;
mod staff;
mod store;
mod watchlist;

use std::io::Write;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::config::{Config, ConfigErrors};
use crate::state::StateError;

const ENVIRONMENT: &str = "\
Environment:
  DATABASE_URL              postgres://user:password@host:5432/database (required)
  DROP_ENV                  development, production or test [development]
  DROP_SECRET_KEYS          id:key[,older id:key…]: seals secrets at rest; a key is `openssl rand -base64 32`
                            (required in production)
  DROP_BASE_URL             where customers reach the site [http://localhost:3000]; https in production
  DROP_ADDR                 where the server listens [127.0.0.1:3000]
  DROP_SANDBOX              on or off: the bank of play money inside this process [on in development]
  DROP_SANDBOX_ADDR         where it listens [127.0.0.1:3001]
  DROP_SANDBOX_PUBLIC_URL   where browsers reach it [http://localhost:3001]
  DROP_SANDBOX_URL          where this server reaches it, if elsewhere [DROP_SANDBOX_PUBLIC_URL]
  DROP_SANDBOX_SETTLE_MILLIS, DROP_SANDBOX_CREDIT_MILLIS
                            how fast it debits and credits
  SEED_DEMO                 true or false: demo customers, shown on the log-in page [true in development]
  DROP_RATES                seed or norges-bank: where rates come from [seed; norges-bank in production]
  DROP_RATES_URL            where Norges Bank answers [https://data.norges-bank.no]
  DROP_RATE_MARGIN_BASIS_POINTS
                            what Drop keeps of the mid-market rate, 0 to 1000 [34]
  DROP_REGISTER             brreg or built-in: who answers for organisation numbers
                            [built-in; brreg in production]
  DROP_REGISTER_URL         where Brønnøysundregistrene answer [https://data.brreg.no]
  DROP_OPERATOR             who runs the service: name, organisation number, address (shown on /about)
  DROP_CONTACT_EMAIL        where customers write to (shown on /about)
  DROP_KYC_AUTO_APPROVAL    true or false: identities that are clear and of low risk need no officer [false]
  DROP_TRUSTED_PROXY_HOPS   how many of your own proxies stand in front [0]
  DROP_DB_MAX_CONNECTIONS   [20]
  DROP_LOG, RUST_LOG        what is logged, as in info,server=debug
  DROP_LOG_FORMAT           text or json [text]

Examples:
  drop                                       serve, with a migrated database and demo data in development
  drop serve --migrate                       serve, after migrating
  drop migrate                               bring the database's schema up to date, then end
  drop seed --demo                           built-in rates and demo customers
  drop staff add --email kari@example.no --first-name Kari --last-name Nordmann --role officer
  drop rates list                            the rates that prices are made of, and whether they are fresh
  drop rates fetch                           ask the source now; --force believes a jump that you have looked at
  drop rates set RSD --mid 11.70 --as-of 2026-11-26 --source nbs
                                             enter a rate by hand where no source has one
  drop aml alerts                            the open alerts of monitoring, the gravest first
  drop aml backtest --from 2026-09-01 --to 2026-11-30
                                             alerts that the rules would have raised
  drop aml replay FILE.csv                   the same over any file of transactions; needs no database
  drop aml rules list                        the rules in force, with their parameters, and proposed changes
  drop audit verify                          check the audit log's chain; exit code 1 when it is broken
  drop jobs list --dead                      work that failed for good; `drop jobs retry ID` tries it again
  drop holds list --by kari@example.no
                                             the payments that wait for an officer; `drop holds release HOLD …`
  drop screening pairs < pairs.csv > scores.csv
                                             how the matcher scores pairs of names, without a database
  drop payments attention                    list the payment orders that need a person
  drop audit head                            print the chain's end, to be noted outside the database
  drop kyc list --by officer@drop.example    who waits for somebody to look at their identity
  drop migrate --grant-to drop_app           migrate, and let another role serve without owning anything
  drop watchlist import --format un consolidated.xml
                                             read a new version of a sanctions list in
  drop screening run --name 'Zoran Petrović' the entries of sanctions lists that are the most like this
  drop keys rotate                           seal every secret with the first key of DROP_SECRET_KEYS
";

#[derive(Parser)]
#[command(name = "drop", version, about = "Drop: send money home and pay by QR, from your own bank account")]
#[command(after_help = ENVIRONMENT)]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the site (the default).
    Serve(serve::Arguments),
    /// Bring the database's schema up to date.
    Migrate(migrate::Arguments),
    /// Fill in what the site needs: exchange rates, and demo customers if asked.
    Seed(seed::Arguments),
    /// Compliance officers and leads.
    #[command(subcommand)]
    Staff(staff::Command),
    /// Exchange rates.
    #[command(subcommand)]
    Rates(rates::Command),
    /// Monitoring of payments: rules, alerts, and trying rules out.
    #[command(subcommand)]
    Aml(aml::Command),
    /// The audit log.
    #[command(subcommand)]
    Audit(audit::Command),
    /// Background work: what waits, and what failed for good.
    #[command(subcommand)]
    Jobs(jobs::Command),
    /// Payment orders that need a person.
    #[command(subcommand)]
    Payments(payments::Command),
    /// Payments that wait for an officer, and deciding about them.
    #[command(subcommand)]
    Holds(holds::Command),
    /// Shops: who they are, and stopping one.
    #[command(subcommand)]
    Shops(shops::Command),
    /// Identities of customers: who waits, and deciding about one.
    #[command(subcommand)]
    Kyc(kyc::Command),
    /// How long what is kept.
    #[command(subcommand)]
    Retention(retention::Command),
    /// Published sanctions lists.
    #[command(subcommand)]
    Watchlist(watchlist::Command),
    /// Names against lists.
    #[command(subcommand)]
    Screening(screening::Command),
    /// The keys that seal secrets at rest.
    #[command(subcommand)]
    Keys(keys::Command),
}

/// Why a command did not do what it was asked. The text is for the person at the terminal.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CliError {
    #[error(transparent)]
    Config(#[from] ConfigErrors),
    #[error("the database: {0}")]
    Database(#[from] sqlx::Error),
    #[error("the database's schema: {0}")]
    Migration(#[from] sqlx::migrate::MigrateError),
    #[error(transparent)]
    State(#[from] StateError),
    #[error("{0}")]
    Io(#[from] std::io::Error),
    #[error("{0}")]
    Other(String),
    /// Already told in full on standard output.
    #[error("")]
    Told,
}

impl CliError {
    pub(crate) fn other(error: impl std::fmt::Display) -> Self {
        Self::Other(error.to_string())
    }
}

/// Runs the command of this process.
pub async fn run() -> ExitCode {
    let arguments = Arguments::parse();
    match dispatch(arguments.command).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(CliError::Told) => ExitCode::FAILURE,
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "error: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn dispatch(command: Option<Command>) -> Result<(), CliError> {
    // The matcher can be judged where there is neither a database nor a configuration.
    if let Some(Command::Screening(screening::Command::Pairs)) = command {
        return pairs::run(std::io::stdin().lock(), std::io::stdout().lock());
    }
    // What reads files only needs no configuration, and no database.
    if let Some(Command::Aml(aml::Command::Replay(it))) = &command {
        return aml::replay(it);
    }
    let config = Config::from_env()?;
    crate::telemetry::init(&config.log_filter, config.log_format);
    match command.unwrap_or(Command::Serve(serve::Arguments::default())) {
        Command::Serve(arguments) => serve::run(&config, &arguments).await,
        Command::Migrate(arguments) => migrate::run(&config, &arguments).await,
        Command::Seed(arguments) => seed::run(&config, &arguments).await,
        Command::Staff(command) => staff::run(&config, command).await,
        Command::Rates(command) => rates::run(&config, command).await,
        Command::Aml(command) => aml::run(&config, command).await,
        Command::Audit(command) => audit::run(&config, &command).await,
        Command::Jobs(command) => jobs::run(&config, command).await,
        Command::Payments(command) => payments::run(&config, command).await,
        Command::Holds(command) => holds::run(&config, command).await,
        Command::Shops(command) => shops::run(&config, command).await,
        Command::Kyc(command) => kyc::run(&config, command).await,
        Command::Retention(command) => retention::run(&config, command).await,
        Command::Watchlist(command) => watchlist::run(&config, command).await,
        Command::Screening(command) => screening::run(&config, command).await,
        Command::Keys(command) => keys::run(&config, &command).await,
    }
}

/// Writes a line of a command's answer.
pub(crate) fn say(line: impl std::fmt::Display) -> std::io::Result<()> {
    writeln!(std::io::stdout(), "{line}")
}
