//! Carries one claimed order a step further: asks the bank for the payment, follows it, or calls it off.
//!
//! Every step can be repeated: the bank knows an initiation by its X-Request-ID, and a status is only ever read.
use std::net::IpAddr;

use chrono::{DateTime, Duration, Utc};
use domain::bank::payment_state::{
    Attention, BankEvent, FailureReason, NextStep, Order, OrderState, Situation, TransactionStatus,
};
use sqlx::PgConnection;

use super::attention::ask_for_a_person;
use super::gateway::{Initiated, Initiation, StatusAnswer};
use super::service::PaymentError;
use super::store::{self, ClaimedRow};
use super::transition::{Outcome, apply_in_tx, apply_status_in_tx, apply_with_reason_in_tx};
use crate::accounts::gateway::{BankEndpoint, BankError};
use crate::accounts::service::request_id;
use crate::context::AppState;
use crate::vault::service::payment_link;
use crate::{accounts, db};

/// How long one worker may hold an order: longer than the slowest answer we wait for.
pub(super) const CLAIM_SECONDS: i64 = 20;
/// So long may a bank take to hear of an order, if the customer has time: then the price that it was made at is over.
pub(super) const SUBMIT_MINUTES: i64 = 30;
/// A bank that has a payment and says nothing final about it for so long is a matter for a person.
pub(super) const LAST_WORD_HOURS: i64 = 24;
/// An order that is decided on our side is asked about so long, in case the bank decides otherwise.
pub(super) const WATCH_DAYS: i64 = 30;
/// First and longest wait between two looks at an order.
pub(super) const POLL_INTERVAL_MIN_MILLIS: i64 = 1_000;
const POLL_INTERVAL_MAX_MILLIS: i64 = 60_000;
/// An old order is asked about less and less: its age divided by this, up to once a day.
const POLL_AGE_DIVISOR: i32 = 50;
const POLL_INTERVAL_OLD_MAX_HOURS: i64 = 24;

/// A claimed order with what its row says about it.
struct Carried<'a> {
    state: &'a AppState,
    row: &'a ClaimedRow,
    order: Order,
    age: Duration,
    /// Nobody is sent to approve it any more.
    overdue: bool,
}

pub(super) async fn carry(
    state: &AppState,
    row: ClaimedRow,
    psu_ip: Option<IpAddr>,
) -> Result<(), PaymentError> {
    let reason =
        row.failure_reason.as_deref().map(|text| db::parsed("a failure reason", text)).transpose()?;
    let order = Order::restore(db::parsed("an order state", &row.state)?, row.credited, reason);
    let now = state.clock.now();
    let (age, overdue) = (now - row.created_at, now >= row.approve_by);
    let carried = Carried { state, row: &row, order, age, overdue };
    let outcome = match (carried.order.next_step(carried.situation()), &row.bank_payment_id) {
        (NextStep::Ask, _) => carried.initiate().await?,
        (NextStep::GiveUp, _) => carried.give_up().await?,
        (NextStep::Follow, Some(payment_id)) => carried.follow(payment_id).await?,
        (NextStep::Rest | NextStep::Follow, _) => Outcome::Over,
    };
    let now = state.clock.now();
    let next = match outcome {
        Outcome::Over => None,
        // Something moved: look again soon, for the next step often follows at once.
        Outcome::Changed | Outcome::Completed => Some(now + Duration::milliseconds(POLL_INTERVAL_MIN_MILLIS)),
        Outcome::Same | Outcome::NotReached if carried.is_watched_enough() => None,
        Outcome::Same | Outcome::NotReached => Some(now + backoff(state, row.attempts, carried.age)),
    };
    let unreached = outcome == Outcome::NotReached;
    store::release(&state.db, &row.id, row.claimed_until, next, unreached).await?;
    if outcome == Outcome::Completed {
        read_balance(state, &row, psu_ip).await?;
    }
    Ok(())
}

impl Carried<'_> {
    fn situation(&self) -> Situation {
        Situation {
            at_bank: self.row.bank_payment_id.is_some(),
            // This attempt is counted already, and has not been made.
            maybe_heard: self.row.attempts - 1 > self.row.unreached,
            price_over: self.price_is_over(),
        }
    }

    fn price_is_over(&self) -> bool {
        price_is_over(self.row.created_at, self.row.approve_by, self.state.clock.now())
    }

    fn is_given_up(&self) -> bool {
        matches!(self.order.state, OrderState::Expired | OrderState::Cancelled)
    }

    fn is_watched_enough(&self) -> bool {
        let decided = self.is_given_up() || self.order.state == OrderState::Settled;
        decided && self.age >= Duration::days(WATCH_DAYS)
    }

    /// No bank has heard of it, and the price is over.
    async fn give_up(&self) -> Result<Outcome, PaymentError> {
        let mut tx = self.state.db.begin().await?;
        let event = BankEvent::ExpiredUnapproved;
        let outcome = apply_in_tx(&mut tx, self.state, &self.row.id, event, None).await?;
        tx.commit().await?;
        Ok(outcome)
    }

    async fn initiate(&self) -> Result<Outcome, PaymentError> {
        let (state, row) = (self.state, self.row);
        match state.payments_at_banks.initiate(&initiation(state, row)?).await {
            Ok(initiated) => {
                let mut tx = state.db.begin().await?;
                let outcome = self.take_receipt_in_tx(&mut tx, &initiated).await?;
                tx.commit().await?;
                Ok(if outcome == Outcome::Same { Outcome::Changed } else { outcome })
            }
            Err(BankError::NotReached(why)) => {
                tracing::warn!(order = %row.id, %why, "the bank was not reached; it is asked again");
                Ok(Outcome::NotReached)
            }
            Err(BankError::NoAnswer(why)) => {
                tracing::warn!(order = %row.id, %why, "initiation was not answered; it is asked again with the same id");
                if self.price_is_over() {
                    ask_for_a_person(state, &row.id, Attention::Unanswered).await?;
                }
                Ok(Outcome::Same)
            }
            // An earlier asking may have made a payment: this refusal does not unmake it.
            Err(error) if self.situation().maybe_heard => {
                tracing::warn!(order = %row.id, %error, "refused after an unanswered asking");
                ask_for_a_person(state, &row.id, Attention::RefusedAfterSilence).await?;
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

    /// The bank has the payment. One that comes after its price is over is not shown for approval any more: it is
    /// given up, and called off with the next look.
    async fn take_receipt_in_tx(
        &self,
        tx: &mut PgConnection,
        initiated: &Initiated,
    ) -> Result<Outcome, PaymentError> {
        let (state, id) = (self.state, &self.row.id);
        let link = initiated.sca_redirect.as_deref();
        let link = link.map(|link| state.vault.seal(payment_link(id), link)).transpose()?;
        store::save_bank_payment_in_tx(tx, id, &initiated.payment_id, link.as_deref()).await?;
        apply_in_tx(tx, state, id, BankEvent::Submitted, None).await?;
        if self.price_is_over() && initiated.status.is_unapproved() {
            return apply_in_tx(tx, state, id, BankEvent::ExpiredUnapproved, None).await;
        }
        if link.is_some() {
            apply_in_tx(tx, state, id, BankEvent::AwaitingSca, None).await?;
        }
        let answer = StatusAnswer { status: initiated.status, reason: None };
        apply_status_in_tx(tx, state, id, &answer).await
    }

    async fn follow(&self, payment_id: &str) -> Result<Outcome, PaymentError> {
        let Some(answer) = self.ask_status(payment_id).await else {
            return self.without_a_word().await;
        };
        if (self.is_given_up() || self.overdue) && self.order.may_call_off(answer.status) {
            return self.call_off(payment_id).await;
        }
        match self.hear(&answer).await? {
            Outcome::Same => self.without_a_word().await,
            outcome => Ok(outcome),
        }
    }

    /// The customer has not approved in time. The bank's word comes before ours: only what it has called off, or does
    /// not call off and still holds unapproved, has expired.
    async fn call_off(&self, payment_id: &str) -> Result<Outcome, PaymentError> {
        let (state, row) = (self.state, self.row);
        let id = request_id(state.entropy.as_ref());
        match state.payments_at_banks.cancel(&endpoint(row), &row.product, payment_id, id).await {
            Ok(()) => {}
            Err(BankError::NoAnswer(why) | BankError::NotReached(why)) => {
                tracing::warn!(order = %row.id, %why, "calling off was not answered; it is asked again");
                return Ok(Outcome::Same);
            }
            Err(error) => {
                tracing::info!(order = %row.id, %error, "the bank does not call the payment off");
                let Some(answer) = self.ask_status(payment_id).await else { return Ok(Outcome::Same) };
                if !self.order.may_call_off(answer.status) {
                    return self.hear(&answer).await;
                }
            }
        }
        let mut tx = state.db.begin().await?;
        let event = BankEvent::ExpiredUnapproved;
        let outcome = apply_in_tx(&mut tx, state, &row.id, event, None).await?;
        tx.commit().await?;
        Ok(outcome)
    }

    async fn ask_status(&self, payment_id: &str) -> Option<StatusAnswer> {
        let (state, row) = (self.state, self.row);
        let id = request_id(state.entropy.as_ref());
        match state.payments_at_banks.status(&endpoint(row), &row.product, payment_id, id).await {
            Ok(answer) => Some(answer),
            Err(error) => {
                tracing::warn!(order = %row.id, %error, "status was not answered; it is asked again");
                None
            }
        }
    }

    async fn hear(&self, answer: &StatusAnswer) -> Result<Outcome, PaymentError> {
        let mut tx = self.state.db.begin().await?;
        let outcome = apply_status_in_tx(&mut tx, self.state, &self.row.id, answer).await?;
        tx.commit().await?;
        Ok(outcome)
    }

    /// Nothing new. A payment that the customer sees under way for a day is looked at by a person.
    async fn without_a_word(&self) -> Result<Outcome, PaymentError> {
        let under_way = matches!(
            self.order.state,
            OrderState::Submitted | OrderState::AwaitingSca | OrderState::Accepted
        );
        if under_way && self.age >= Duration::hours(LAST_WORD_HOURS) {
            ask_for_a_person(self.state, &self.row.id, Attention::NoLastWord).await?;
        }
        Ok(Outcome::Same)
    }
}

/// Is it too late for a bank to hear of an order?
pub(super) fn price_is_over(
    created_at: DateTime<Utc>,
    approve_by: DateTime<Utc>,
    now: DateTime<Utc>,
) -> bool {
    now >= approve_by || now - created_at >= Duration::minutes(SUBMIT_MINUTES)
}

/// Money has left the account, so its cached balance is old. A bank that does not tell the new one now loses
/// nothing: the balance stands with the time of its reading, and the receipt's page asks again.
async fn read_balance(
    state: &AppState,
    row: &ClaimedRow,
    psu_ip: Option<IpAddr>,
) -> Result<(), PaymentError> {
    let owner = db::parsed("a user id", &row.user_id)?;
    let account = db::parsed("an account id", &row.bank_account_id)?;
    if let Err(error) = accounts::service::refresh_balance(state, &owner, &account, psu_ip).await {
        tracing::warn!(%error, order = %row.id, "reading the balance after a payment");
    }
    Ok(())
}

fn initiation(state: &AppState, row: &ClaimedRow) -> Result<Initiation, PaymentError> {
    let back = format!("{}/send/return/{}", state.settings.base_url, row.transaction_id);
    Ok(Initiation {
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
    })
}

fn endpoint(row: &ClaimedRow) -> BankEndpoint {
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
