//! `drop staff add`: the only way in which staff accounts are made.
use std::io::IsTerminal;

use clap::ValueEnum;
use domain::access::Role;
use domain::form::{Email, Password, PersonName};

use super::{CliError, migrate, say};
use crate::config::Config;
use crate::state;

/// zxcvbn's scale is 0–4; the registration form asks for the same.
const PASSWORD_SCORE_MIN: u8 = 3;

#[derive(clap::Subcommand)]
pub(super) enum Command {
    /// Add an officer or a lead. The password is asked for, or read as one line when input is no terminal.
    Add(Add),
}

#[derive(clap::Args)]
pub(super) struct Add {
    #[arg(long)]
    email: String,
    #[arg(long)]
    first_name: String,
    #[arg(long)]
    last_name: String,
    #[arg(long)]
    role: StaffRole,
}

#[derive(Clone, Copy, ValueEnum)]
enum StaffRole {
    /// A compliance officer.
    Officer,
    /// A compliance lead.
    Lead,
}

pub(super) async fn run(config: &Config, command: Command) -> Result<(), CliError> {
    let Command::Add(add) = command;
    let wrong = |option: &str| CliError::Other(format!("{option} is not valid"));
    let email = Email::parse(&add.email).map_err(|_| wrong("--email"))?;
    let first_name = PersonName::parse(&add.first_name).map_err(|_| wrong("--first-name"))?;
    let last_name = PersonName::parse(&add.last_name).map_err(|_| wrong("--last-name"))?;
    let role = match add.role {
        StaffRole::Officer => Role::Compliance,
        StaffRole::Lead => Role::Admin,
    };
    let password = password(&read_password()?, &add)?;
    let db = state::connect(config).await?;
    migrate::check(&db).await?;
    let state = state::build(db.clone(), config)?;
    let name = (&first_name, &last_name);
    let id = app::identity::service::add_staff(&state, &email, name, role, &password)
        .await
        .map_err(|error| refused(&error))?;
    say(id)?;
    db.close().await;
    Ok(())
}

fn refused(error: &app::identity::service::IdentityError) -> CliError {
    match error {
        app::identity::service::IdentityError::Form(_) => {
            CliError::Other("somebody already has this e-mail".to_owned())
        }
        other => CliError::other(other),
    }
}

fn read_password() -> Result<String, CliError> {
    if std::io::stdin().is_terminal() {
        let first = rpassword::prompt_password("Password: ")?;
        if first != rpassword::prompt_password("Again: ")? {
            return Err(CliError::Other("the two passwords differ".to_owned()));
        }
        return Ok(first);
    }
    let mut line = String::new();
    std::io::stdin().read_line(&mut line)?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}

fn password(text: &str, add: &Add) -> Result<Password, CliError> {
    let password = Password::parse(text).map_err(|_| {
        CliError::Other("the password is too short or too long: 12 characters at least".to_owned())
    })?;
    let about = [add.email.as_str(), &add.first_name, &add.last_name, "drop"];
    if u8::from(zxcvbn::zxcvbn(password.as_str(), &about).score()) < PASSWORD_SCORE_MIN {
        return Err(CliError::Other(
            "the password is easy to guess: use several words that do not belong together".to_owned(),
        ));
    }
    Ok(password)
}
