//! Use cases of the payment engine: order, carry to the bank, follow until it is final.
//!
//! An order is written together with its transaction. Whoever has a hand free then carries it on: the request
//! that made it, the page that shows it, or the reconciler. A claim keeps them apart, and every step can be
//! repeated: the bank knows an initiation by its X-Request-ID, and a status is only ever read.
use std::net::IpAddr;

use chrono::Duration;
use domain::bank::iban::Iban;
use domain::bank::payment_state::{BankEvent, FailureReason, OrderState, TransactionStatus};
use domain::ids::{PaymentOrderId, TransactionId, UserId};
use domain::money::Money;
use sqlx::PgConnection;

use super::gateway::{Initiation, StatusAnswer};
use super::store;
use super::transition::{Outcome, apply_in_tx, apply_status_in_tx, apply_with_reason_in_tx};
use crate::accounts::gateway::{BankEndpoint, BankError};
use crate::accounts::service::{PayableAccount, request_id};
use crate::context::AppState;
use crate::vault::service::payment_link;
use crate::{accounts, db};

/// How long one worker may hold an order: longer than the slowest answer we wait for.
const CLAIM_SECONDS: i64 = 20;
/// An order that the bank has not heard of by then is given up: the price that it was made at is over.
const SUBMIT_MINUTES: i64 = 30;
/// How long one pass of the reconciler waits for slow banks before it looks for new work.
const PASS_MILLIS: u64 = 2_000;
/// Orders that one pass of the reconciler takes.
pub const RECONCILE_BATCH: i64 = 20;
/// First and longest wait between two looks at an order.
const POLL_INTERVAL_MIN_MILLIS: i64 = 1_000;
const POLL_INTERVAL_MAX_MILLIS: i64 = 60_000;
/// An old order is asked about less and less: its age divided by this, up to once a day.
const POLL_AGE_DIVISOR: i32 = 50;
const POLL_INTERVAL_OLD_MAX_HOURS: i64 = 24;

#[derive(Debug, thiserror::Error)]
pub enum PaymentError {
    #[error(transparent)]
    Database(#[from] sqlx::Error),
    #[error(transparent)]
    BadRow(#[from] db::BadRow),
    #[error(transparent)]
    Illegal(#[from] domain::bank::payment_state::IllegalTransition),
    #[error(transparent)]
    Vault(#[from] crate::vault::VaultError),
}

/// What to order of the customer's bank.
pub struct NewOrder<'a> {
    pub transaction_id: &'a TransactionId,
    pub user_id: &'a UserId,
    pub account: &'a PayableAccount,
    pub amount: Money,
    pub creditor_name: &'a str,
    pub creditor: &'a Iban,
    pub remittance_information: &'a str,
    /// The customer's address, for the bank's PSU-IP-Address.
    pub psu_ip: String,
}

/// Writes an order beside its transaction. Nothing leaves the house before that transaction is committed.
pub async fn order_in_tx(
    tx: &mut PgConnection,
    state: &AppState,
    new: &NewOrder<'_>,
) -> Result<PaymentOrderId, PaymentError> {
    let id = PaymentOrderId::generate(state.entropy.as_ref());
    store::insert_in_tx(
        tx,
        &store::NewRow {
            id: id.as_str(),
            transaction_id: new.transaction_id.as_str(),
            user_id: new.user_id.as_str(),
            bank_id: &new.account.endpoint.bank_id,
            bank_account_id: new.account.id.as_str(),
            product: &new.account.cross_border_product,
            amount: db::decimal(new.amount),
            currency: new.amount.currency().code(),
            debtor_iban: new.account.iban.as_str(),
            creditor_name: new.creditor_name,
            creditor_account: new.creditor.as_str(),
            creditor_country: new.creditor.country(),
            remittance_information: new.remittance_information,
            request_id: request_id(state.entropy.as_ref()),
            psu_ip: &new.psu_ip,
            now: state.clock.now(),
        },
    )
    .await?;
    Ok(id)
}

/// Where the customer approves a transaction at their bank, while it waits for that.
pub async fn approval_link(
    state: &AppState,
    transaction: &TransactionId,
) -> Result<Option<String>, PaymentError> {
    let row = store::approval(&state.db, transaction.as_str()).await?;
    let waiting = row.filter(|row| row.state == OrderState::AwaitingSca.as_str());
    let Some((id, link)) = waiting.and_then(|row| Some((row.id, row.sca_redirect?))) else { return Ok(None) };
    Ok(Some(state.vault.open_old(payment_link(&id), &link)?))
}

/// Carries one transaction's order a step further, if nobody else is doing so or has just done so:
/// a page that is loaded over and over asks the bank once a second. Returns whether it looked.
///
/// `psu_ip`: the customer's address, since only a request of theirs comes here.
pub async fn advance(
    state: &AppState,
    transaction: &TransactionId,
    psu_ip: IpAddr,
) -> Result<bool, PaymentError> {
    let now = state.clock.now();
    let until = now + Duration::seconds(CLAIM_SECONDS);
    let looked_before = now - Duration::milliseconds(POLL_INTERVAL_MIN_MILLIS);
    let claimed = store::claim_one(&state.db, transaction.as_str(), now, until, looked_before).await?;
    let Some(claimed) = claimed else {
        return Ok(false);
    };
    carry(state, claimed, Some(psu_ip)).await?;
    Ok(true)
}

/// One pass of the reconciler: carries orders that are due, side by side. It does not wait long for a slow bank:
/// what is still under way then goes on by itself, held by its claim. Returns how many it took.
pub async fn reconcile(state: &AppState) -> Result<usize, PaymentError> {
    let now = state.clock.now();
    let until = now + Duration::seconds(CLAIM_SECONDS);
    let claimed = store::claim_due(&state.db, now, until, RECONCILE_BATCH).await?;
    let taken = claimed.len();
    let deadline = tokio::time::Instant::now() + std::time::Duration::from_millis(PASS_MILLIS);
    let under_way: Vec<_> = claimed
        .into_iter()
        .map(|row| {
            let state = state.clone();
            tokio::spawn(async move {
                let order = row.id.clone();
                // It stays claimed until its claim runs out, and is then tried again.
                if let Err(error) = carry(&state, row, None).await {
                    tracing::error!(%order, %error, "reconciling");
                }
            })
        })
        .collect();
    for order in under_way {
        // Dropping a handle does not end its task.
        let _ = tokio::time::timeout_at(deadline, order).await;
    }
    Ok(taken)
}

async fn carry(state: &AppState, row: store::ClaimedRow, psu_ip: Option<IpAddr>) -> Result<(), PaymentError> {
    let age = state.clock.now() - row.created_at;
    let outcome = match &row.bank_payment_id {
        None if age >= Duration::minutes(SUBMIT_MINUTES) => give_up(state, &row).await?,
        None => initiate(state, &row).await?,
        Some(payment_id) => follow(state, &row, payment_id).await?,
    };
    let now = state.clock.now();
    let next = match outcome {
        Outcome::Final => None,
        // Something moved: look again soon, for the next step often follows at once.
        Outcome::Changed | Outcome::Completed => Some(now + Duration::milliseconds(POLL_INTERVAL_MIN_MILLIS)),
        Outcome::Same => Some(now + backoff(state, row.attempts, age)),
    };
    store::release(&state.db, &row.id, next).await?;
    if matches!(outcome, Outcome::Completed) {
        read_balance(state, &row, psu_ip).await?;
    }
    Ok(())
}

/// The bank has not answered for so long that the price is over. If it did hear of the payment, nobody can approve
/// it there: the way to its approval page was in the answer that never came, and it lapses.
async fn give_up(state: &AppState, row: &store::ClaimedRow) -> Result<Outcome, PaymentError> {
    let mut tx = state.db.begin().await?;
    let outcome = apply_in_tx(&mut tx, state, &row.id, BankEvent::ExpiredUnapproved, None).await?;
    tx.commit().await?;
    Ok(outcome)
}

/// Money has left the account, so its cached balance is old. A bank that does not tell the new one now loses
/// nothing: the balance stands with the time of its reading, and the receipt's page asks again.
async fn read_balance(
    state: &AppState,
    row: &store::ClaimedRow,
    psu_ip: Option<IpAddr>,
) -> Result<(), PaymentError> {
    let owner = db::parsed("a user id", &row.user_id)?;
    let account = db::parsed("an account id", &row.bank_account_id)?;
    if let Err(error) = accounts::service::refresh_balance(state, &owner, &account, psu_ip).await {
        tracing::warn!(%error, order = %row.id, "reading the balance after a payment");
    }
    Ok(())
}

async fn initiate(state: &AppState, row: &store::ClaimedRow) -> Result<Outcome, PaymentError> {
    let back = format!("{}/send/return/{}", state.settings.base_url, row.transaction_id);
    let initiation = Initiation {
        endpoint: endpoint(row),
        product: row.product.clone(),
        request_id: row.request_id,
        end_to_end_id: row.id.clone(),
        amount: db::money(row.amount, &row.currency)?,
        debtor: db::parsed("an IBAN", &row.debtor_iban)?,
        creditor_name: row.creditor_name.clone(),
        creditor: db::parsed("an IBAN", &row.creditor_account)?,
        remittance_information: row.remittance_information.clone(),
        psu_ip: row.psu_ip.clone(),
        redirect_uri: back.clone(),
        nok_redirect_uri: back,
    };
    match state.payments_at_banks.initiate(&initiation).await {
        Ok(initiated) => {
            let link = initiated.sca_redirect.as_deref();
            let link = link.map(|link| state.vault.seal(payment_link(&row.id), link)).transpose()?;
            let mut tx = state.db.begin().await?;
            store::save_bank_payment_in_tx(&mut tx, &row.id, &initiated.payment_id, link.as_deref()).await?;
            apply_in_tx(&mut tx, state, &row.id, BankEvent::Submitted, None).await?;
            if initiated.sca_redirect.is_some() {
                apply_in_tx(&mut tx, state, &row.id, BankEvent::AwaitingSca, None).await?;
            }
            let answer = StatusAnswer { status: initiated.status, reason: None };
            let outcome = apply_status_in_tx(&mut tx, state, &row.id, &answer).await?;
            tx.commit().await?;
            Ok(if matches!(outcome, Outcome::Same) { Outcome::Changed } else { outcome })
        }
        Err(BankError::NoAnswer(why)) => {
            tracing::warn!(order = %row.id, %why, "initiation was not answered; it is asked again with the same id");
            Ok(Outcome::Same)
        }
        // An earlier asking went unanswered and may have made a payment: this refusal does not unmake it.
        Err(error) if row.attempts > 1 => {
            tracing::error!(order = %row.id, %error, "refused after an unanswered asking");
            Ok(Outcome::Same)
        }
        Err(error) => {
            tracing::warn!(order = %row.id, %error, "the bank refused an initiation");
            let reason = FailureReason::BankRefusedRequest;
            let answer = StatusAnswer { status: TransactionStatus::Rjct, reason: None };
            let mut tx = state.db.begin().await?;
            let outcome = apply_with_reason_in_tx(&mut tx, state, &row.id, &answer, reason).await?;
            tx.commit().await?;
            Ok(outcome)
        }
    }
}

async fn follow(
    state: &AppState,
    row: &store::ClaimedRow,
    payment_id: &str,
) -> Result<Outcome, PaymentError> {
    let id = request_id(state.entropy.as_ref());
    match state.payments_at_banks.status(&endpoint(row), &row.product, payment_id, id).await {
        Ok(answer) => {
            let mut tx = state.db.begin().await?;
            let outcome = apply_status_in_tx(&mut tx, state, &row.id, &answer).await?;
            tx.commit().await?;
            Ok(outcome)
        }
        Err(error) => {
            tracing::warn!(order = %row.id, %error, "status was not answered; it is asked again");
            Ok(Outcome::Same)
        }
    }
}

fn endpoint(row: &store::ClaimedRow) -> BankEndpoint {
    BankEndpoint { bank_id: row.bank_id.clone(), base_url: row.base_url.clone() }
}

/// Twice as long each time, and never all at the same moment.
fn backoff(state: &AppState, attempts: i32, age: Duration) -> Duration {
    let doubled = POLL_INTERVAL_MIN_MILLIS << attempts.clamp(0, 20);
    let old = (age / POLL_AGE_DIVISOR).min(Duration::hours(POLL_INTERVAL_OLD_MAX_HOURS)).num_milliseconds();
    let most = doubled.min(old.max(POLL_INTERVAL_MAX_MILLIS));
    let mut byte = [0_u8; 1];
    state.entropy.fill(&mut byte);
    Duration::milliseconds(most - most * i64::from(byte[0]) / 1024)
}

/// The origins that customers are sent to for approval: what a page's form may lead to.
///
/// # Errors
/// When the database fails.
pub async fn bank_origins(db: &sqlx::PgPool) -> sqlx::Result<Vec<String>> {
    let urls = store::bank_urls(db).await?;
    let origin = |url: &String| {
        let uri: http::Uri = url.parse().ok()?;
        Some(format!("{}://{}", uri.scheme_str()?, uri.authority()?))
    };
    let mut origins: Vec<String> = urls.iter().filter_map(origin).collect();
    origins.dedup();
    Ok(origins)
}
