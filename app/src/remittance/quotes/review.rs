//! What the review step shows: a price, its recipient, and the accounts that can pay it.
use chrono::{DateTime, Utc};
use domain::access::{Action, Actor, Resource, decide};
use domain::bank::iban::Iban;
use domain::calendar::oslo_date;
use domain::ids::QuoteId;
use domain::remittance::corridor::{Country, delivery_by};

use super::store;
use crate::accounts::model::AccountView;
use crate::context::AppState;
use crate::db;
use crate::error::AppError;
use crate::remittance::model::{PriceBefore, QuoteView, RecipientView, ReviewStep};
use crate::remittance::service::RemittanceError;

/// What the review step shows: the whole price, before anything is asked of a bank (WCAG 3.3.4).
pub async fn review_step(
    state: &AppState,
    actor: &Actor,
    id: &QuoteId,
) -> Result<ReviewStep, RemittanceError> {
    let now = state.clock.now();
    let mut row = own_quote(&state.db, actor, id, now).await?;
    let paid = row.transaction_id.take().map(|id| db::parsed("a transaction id", &id)).transpose()?;
    let accounts = std::mem::take(&mut row.accounts.0).into_iter().map(account_view);
    let accounts = accounts.collect::<Result<_, _>>()?;
    Ok(ReviewStep { quote: quote_view(row, now)?, paid, accounts, idempotency_key: state.entropy.hex(16) })
}

fn account_view(row: store::AccountRow) -> Result<AccountView, RemittanceError> {
    Ok(AccountView {
        id: db::parsed("an account id", &row.id)?,
        bank_name: row.bank_name,
        account_name: row.account_name,
        account_number: row.account_number,
        balance: db::money(row.balance, &row.currency)?,
        read_at: row.balance_read_at,
        unanswered_at: row.balance_failed_at,
        is_primary: row.is_primary,
        linked: true,
    })
}

pub(in crate::remittance) async fn own_quote(
    db: impl sqlx::PgExecutor<'_>,
    actor: &Actor,
    id: &QuoteId,
    now: DateTime<Utc>,
) -> Result<store::QuoteRow, RemittanceError> {
    let row = store::quote(db, id, oslo_date(now)).await?.ok_or(RemittanceError::NotFound)?;
    let owner = db::parsed("a user id", &row.user_id)?;
    decide(Some(actor), Action::CreateQuote, Resource::Quote { owner: &owner })?;
    Ok(row)
}

/// A price is for the account that it was made for: with another one, or none, it cannot be confirmed.
pub(in crate::remittance) fn recipient_gone(row: &store::QuoteRow) -> Option<RemittanceError> {
    match row.recipient_removed_reason.as_deref() {
        None => None,
        Some("replaced") => Some(RemittanceError::RecipientReplaced),
        Some(_) => Some(RemittanceError::RecipientRemoved),
    }
}

pub(super) fn quote_view(row: store::QuoteRow, now: DateTime<Utc>) -> Result<QuoteView, RemittanceError> {
    let country: Country = db::parsed("a country", &row.recipient_country)?;
    let iban: Iban = db::parsed("an IBAN", &row.recipient_account)?;
    let before = match (row.before_rate, row.before_debit, row.before_receive) {
        (Some(rate), Some(debit), Some(receive)) => Some(PriceBefore {
            rate: db::rate(rate)?,
            debit: db::money(debit, &row.currency)?,
            receive: db::money(receive, &row.receive_currency)?,
        }),
        _ => None,
    };
    Ok(QuoteView {
        recipient_gone: recipient_gone(&row).map(AppError::from),
        before,
        id: db::parsed("a quote id", &row.id)?,
        recipient: RecipientView {
            id: db::parsed("a recipient id", &row.recipient_id)?,
            name: row.recipient_name,
            country,
            iban: iban.grouped(),
            bank_name: row.recipient_bank_name,
        },
        send: db::money(row.send_amount, &row.currency)?,
        fee: db::money(row.fee, &row.currency)?,
        debit: db::money(row.debit_amount, &row.currency)?,
        receive: db::money(row.receive_amount, &row.receive_currency)?,
        rate: db::rate(row.rate)?,
        mid_rate: db::rate(row.mid_rate)?,
        rate_as_of: row.rate_as_of,
        margin: db::money(row.margin_amount, &row.currency)?,
        expires_at: row.expires_at,
        delivery_by: delivery_by(now, country),
        now,
    })
}
