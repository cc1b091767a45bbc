//! Use cases of the payment engine: order, carry to the bank, follow until it is final.
//!
//! An order is written together with its transaction. Whoever has a hand free then carries it on: the request
//! that made it, the page that shows it, or the reconciler. A claim keeps them apart, and every step can be
//! repeated: the bank knows an initiation by its X-Request-ID, and a status is only ever read.
use std::net::IpAddr;

use chrono::{DateTime, Duration, Utc};
use domain::bank::iban::Iban;
use domain::bank::payment_state::OrderState;
use domain::ids::{PaymentOrderId, TransactionId, UserId};
use domain::money::Money;
use sqlx::PgConnection;

use super::carry::{CLAIM_SECONDS, POLL_INTERVAL_MIN_MILLIS, SUBMIT_MINUTES, carry};
use super::{sale, store};
use crate::accounts::service::{PayableAccount, request_id};
use crate::compliance::gate::Gate;
use crate::context::AppState;
use crate::db;
use crate::vault::service::payment_link;

/// How long one pass of the reconciler waits for slow banks before it looks for new work.
const PASS_MILLIS: u64 = 2_000;
/// Orders that one pass of the reconciler takes.
pub const RECONCILE_BATCH: i64 = 20;
/// So long may the customer take to approve at the bank, unless a sale has less time.
pub const APPROVAL_MINUTES: i64 = 60;

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

/// What to order of a customer's bank: money from their account to anybody's.
pub struct NewOrder<'a> {
    pub transaction_id: &'a TransactionId,
    /// Whose account pays.
    pub user_id: &'a UserId,
    pub account: &'a PayableAccount,
    pub amount: Money,
    pub creditor_name: &'a str,
    pub creditor: &'a Iban,
    pub remittance_information: &'a str,
    /// The customer's address, for the bank's PSU-IP-Address.
    pub psu_ip: String,
    /// Then it is called off, and not shown for approval any more.
    pub approve_within: Duration,
    /// Whether the bank may hear of it, or it waits for an officer first.
    pub gate: Gate,
}

impl NewOrder<'_> {
    /// Where the order begins, and when somebody looks at it. What waits for an officer is looked at by nobody, but for a
    /// sale at a till: others wait for its code, so that it ends when it would at a bank that does not answer.
    fn beginning(&self, now: DateTime<Utc>) -> (OrderState, Option<DateTime<Utc>>) {
        match self.gate {
            Gate::Go => (OrderState::Created, Some(now)),
            Gate::Wait => {
                let hurries = self.approve_within < Duration::minutes(SUBMIT_MINUTES);
                (OrderState::Held, hurries.then(|| now + self.approve_within))
            }
        }
    }
}

/// Writes an order beside its transaction, and tells the shop when it is about a sale. Nothing leaves the house before that transaction is committed.
pub async fn order_in_tx(
    tx: &mut PgConnection,
    state: &AppState,
    new: &NewOrder<'_>,
) -> Result<PaymentOrderId, PaymentError> {
    let (id, now) = (PaymentOrderId::generate(state.entropy.as_ref()), state.clock.now());
    let (begins, next_attempt_at) = new.beginning(now);
    let number = store::insert_in_tx(
        tx,
        &store::NewRow {
            id: id.as_str(),
            transaction_id: new.transaction_id.as_str(),
            user_id: new.user_id.as_str(),
            bank_id: &new.account.endpoint.bank_id,
            bank_account_id: new.account.id.as_str(),
            product: new.account.product_to(new.creditor),
            amount: db::decimal(new.amount),
            currency: new.amount.currency().code(),
            debtor_iban: new.account.iban.as_str(),
            creditor_name: new.creditor_name,
            creditor_account: new.creditor.as_str(),
            creditor_country: new.creditor.country(),
            remittance_information: new.remittance_information,
            request_id: request_id(state.entropy.as_ref()),
            psu_ip: &new.psu_ip,
            approve_by: now + new.approve_within,
            now,
            state: begins.as_str(),
            next_attempt_at,
        },
    )
    .await?;
    sale::tell_of_order_in_tx(tx, new.transaction_id, number).await?;
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

/// Carries a new order to the bank and says where the browser goes next. Whatever goes wrong here loses nothing:
/// the order is written, the payment's page shows where it stands, and the reconciler carries it on.
pub async fn carry_to_bank(state: &AppState, id: &TransactionId, psu_ip: IpAddr) -> String {
    let own_page = format!("/activity/{id}");
    if let Err(error) = advance(state, id, psu_ip).await {
        tracing::error!(%error, transaction = %id, "carrying a new order to the bank");
        return own_page;
    }
    match approval_link(state, id).await {
        Ok(Some(link)) => link,
        Ok(None) => own_page,
        Err(error) => {
            tracing::error!(%error, transaction = %id, "looking for the approval link");
            own_page
        }
    }
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
