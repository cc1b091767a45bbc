//! `drop payments`: the orders that need a person.
use app::payments::attention;
use domain::ids::PaymentOrderId;

use super::{CliError, migrate, say};
use crate::config::Config;
use crate::state;

#[derive(clap::Subcommand)]
pub(super) enum Command {
    /// List the orders of which nobody knows what the bank did.
    Attention,
    /// Close one of them: an order that no bank has answered for, once the bank itself has said that it has no payment;
    /// or a sale that was paid twice, once somebody has seen to it.
    Close {
        /// The order, `pay_…`: the EndToEndIdentification at the bank.
        order: PaymentOrderId,
        /// How you know it, or what was done, for the audit log.
        #[arg(long)]
        note: String,
    },
}

pub(super) async fn run(config: &Config, command: Command) -> Result<(), CliError> {
    let db = state::connect(config).await?;
    migrate::check(&db).await?;
    let state = state::build(db.clone(), config)?;
    match command {
        Command::Attention => {
            let concerns = attention::list(&state).await.map_err(CliError::other)?;
            for it in &concerns {
                let amount = it.amount.to_decimal_string();
                let currency = it.amount.currency().code();
                say(format_args!(
                    "{} {} {} {} {} {amount} {currency} {}",
                    it.since, it.order, it.transaction, it.bank_id, it.state, it.why
                ))?;
            }
            say(format_args!("{} orders need a person", concerns.len()))?;
        }
        Command::Close { order, note } => {
            if note.trim().is_empty() {
                return Err(CliError::Other("--note is empty".to_owned()));
            }
            if !attention::close(&state, &order, note.trim()).await.map_err(CliError::other)? {
                let text =
                    format!("{order} is not an order that a person was asked to look at and can close");
                return Err(CliError::Other(text));
            }
            say(format_args!("{order} is closed"))?;
        }
    }
    db.close().await;
    Ok(())
}
