//! The moment that counts: a quote becomes a payment, once.
use chrono::Duration;
use domain::access::{Action, Actor, Resource, decide};
use domain::bank::iban::Iban;
use domain::form::FieldCode;
use domain::ids::{BankAccountId, QuoteId, RecipientId, TransactionId, UserId};
use domain::money::{Currency, Money};
use domain::remittance::limit::Limits;
use serde_json::json;
use sqlx::PgConnection;

use super::model::ConfirmForm;
use super::quotes::review::{own_quote, recipient_gone};
use super::quotes::store::QuoteRow;
use super::service::{DAY_HOURS, MONTH_DAYS, RemittanceError};
use super::store;
use crate::accounts::service::{AccountsError, PayableAccount};
use crate::compliance::gate::{self, Payee, Payment};
use crate::context::{AppState, RequestInfo};
use crate::error::FieldErrors;
use crate::idempotency::service as idempotency;
use crate::payments::service::{APPROVAL_MINUTES, NewOrder};
use crate::{accounts, audit, db, payments};

/// Orders the payment that a quote describes. The transaction, the order to the bank, the audit row and the
/// stored answer are written together or not at all; the bank hears of it afterwards.
pub async fn confirm(
    state: &AppState,
    actor: &Actor,
    request: &RequestInfo,
    form: &ConfirmForm,
) -> Result<TransactionId, RemittanceError> {
    decide(Some(actor), Action::SendRemittance, Resource::Own)?;
    let command = Command::parse(form)?;
    let mut tx = state.db.begin().await?;
    let ordered = confirm_in_tx(&mut tx, state, actor, request, &command).await;
    idempotency::end(tx, ordered).await
}

async fn confirm_in_tx(
    tx: &mut PgConnection,
    state: &AppState,
    actor: &Actor,
    request: &RequestInfo,
    command: &Command,
) -> Result<TransactionId, RemittanceError> {
    if let Some(answered) = command.once.begin_in_tx(tx, &actor.user_id).await? {
        return Ok(answered);
    }
    store::lock_customer_in_tx(tx, &actor.user_id).await?;
    let now = state.clock.now();
    let quote = own_quote(&mut *tx, actor, &command.quote, now).await?;
    let id = match &quote.transaction_id {
        // Another form of the same quote (a second tab) came first: there is one payment, and this is it. The key is
        // spent all the same, so that it cannot order anything else later.
        Some(already) => db::parsed("a transaction id", already)?,
        None => order_quote_in_tx(tx, state, actor, request, command, &quote).await?,
    };
    command.once.answer_in_tx(tx, &actor.user_id, &id, now).await?;
    Ok(id)
}

/// Checks everything that can have changed since the quote, and orders.
async fn order_quote_in_tx(
    tx: &mut PgConnection,
    state: &AppState,
    actor: &Actor,
    request: &RequestInfo,
    command: &Command,
    quote: &QuoteRow,
) -> Result<TransactionId, RemittanceError> {
    // Changing and removing recipients takes the customer's turn too: this cannot change before the commit.
    if let Some(gone) = recipient_gone(quote) {
        return Err(gone);
    }
    let now = state.clock.now();
    let account = accounts::service::payable(&mut *tx, &actor.user_id, &command.account, now).await;
    let account = account.map_err(|error| {
        if matches!(error, AccountsError::NotFound) { wrong_account() } else { error.into() }
    })?;
    if quote.expires_at <= now {
        return Err(RemittanceError::QuoteExpired);
    }
    let send = db::money(quote.send_amount, &quote.currency)?;
    keep_to_limits(tx, &actor.user_id, send, now).await?;
    order_in_tx(tx, state, request, &actor.user_id, quote, &account).await
}

/// A confirmation that has the right shape.
struct Command {
    quote: QuoteId,
    account: BankAccountId,
    once: idempotency::Command,
}

impl Command {
    fn parse(form: &ConfirmForm) -> Result<Self, RemittanceError> {
        let quote: QuoteId = form.quote.parse().map_err(|_| RemittanceError::NotFound)?;
        let account: BankAccountId = form.account.parse().map_err(|_| missing_account())?;
        let asked = [quote.as_str(), account.as_str()];
        let once = idempotency::Command::new("remittance.confirm", &form.idempotency_key, &asked)?;
        Ok(Self { quote, account, once })
    }
}

fn missing_account() -> RemittanceError {
    RemittanceError::Form(FieldErrors::from([("account".to_owned(), FieldCode::Required)]))
}

/// Not the customer's, or its bank is no longer linked, or it does not hold kroner.
fn wrong_account() -> RemittanceError {
    RemittanceError::Form(FieldErrors::from([("account".to_owned(), FieldCode::Unknown)]))
}

async fn keep_to_limits(
    tx: &mut PgConnection,
    user: &UserId,
    send: Money,
    now: chrono::DateTime<chrono::Utc>,
) -> Result<(), RemittanceError> {
    let (day, month) = (now - Duration::hours(DAY_HOURS), now - Duration::days(MONTH_DAYS));
    let used = store::used(tx, user, day, month).await?;
    let nok = Currency::Nok.code();
    Limits::default().check(send, db::money(used.day, nok)?, db::money(used.month, nok)?)?;
    Ok(())
}

async fn order_in_tx(
    tx: &mut PgConnection,
    state: &AppState,
    request: &RequestInfo,
    user: &UserId,
    quote: &QuoteRow,
    account: &PayableAccount,
) -> Result<TransactionId, RemittanceError> {
    let now = state.clock.now();
    let id = TransactionId::generate(state.entropy.as_ref());
    let quote_id: QuoteId = db::parsed("a quote id", &quote.id)?;
    let creditor: Iban = db::parsed("an IBAN", &quote.recipient_account)?;
    let recipient: RecipientId = db::parsed("a recipient id", &quote.recipient_id)?;
    store::insert_transaction_in_tx(tx, &id, &quote_id, now).await?;
    let payment = Payment { transaction: &id, user, payee: Payee::Recipient(&recipient) };
    let gate = gate::pass_in_tx(tx, state, &payment).await?;
    payments::service::order_in_tx(
        tx,
        state,
        &NewOrder {
            transaction_id: &id,
            user_id: user,
            account,
            amount: db::money(quote.debit_amount, &quote.currency)?,
            creditor_name: &quote.recipient_name,
            creditor: &creditor,
            remittance_information: &format!("Drop {}", id.reference()),
            psu_ip: request.ip.to_string(),
            approve_within: Duration::minutes(APPROVAL_MINUTES),
            gate,
        },
    )
    .await?;
    audit::record_in_tx(
        tx,
        state.entropy.as_ref(),
        now,
        Some(request),
        audit::Entry {
            user_id: Some(user),
            action: "transaction.create",
            resource: Some(("transaction", id.as_str())),
            details: json!({ "quote": quote.id, "debit": quote.debit_amount, "currency": quote.currency }),
        },
    )
    .await?;
    Ok(id)
}
