//! How a payment moves on: worked out from stored times at every read, under the payment's row lock.

use chrono::{DateTime, TimeDelta, Utc};

use rust_decimal::Decimal;
use sqlx::PgConnection;

use super::state::{Reason, TransactionStatus};
use super::store::{self, Payment};
use crate::accounts::store as accounts_store;
use crate::faults::{self, Fault};
use crate::sca::store as authorisations_store;
use crate::state::Sandbox;

/// A payment that nobody approves for this long is rejected (SCA_EXPIRED).
const APPROVAL_MINUTES: i64 = 30;
/// One read of an account brings at most this many payments up to date; the next read does the rest.
const DUE_MAX: i64 = 500;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Expire,
    Accept(DateTime<Utc>),
    Settle(DateTime<Utc>),
    Credit(DateTime<Utc>),
}

/// What is due now, with the time at which it fell due.
fn due(payment: &Payment, sandbox: &Sandbox, now: DateTime<Utc>) -> Option<Step> {
    let approved = payment.approved_at.unwrap_or(payment.created_at);
    let settled = approved.checked_add_signed(sandbox.settle_after())?;
    match payment.status {
        TransactionStatus::Received => {
            let expires = payment.created_at.checked_add_signed(TimeDelta::minutes(APPROVAL_MINUTES))?;
            (now >= expires).then_some(Step::Expire)
        }
        TransactionStatus::Validated => Some(Step::Accept(approved)),
        TransactionStatus::InProcess => (now >= settled).then_some(Step::Settle(settled)),
        TransactionStatus::Settled => {
            let credited = settled.checked_add_signed(sandbox.credit_after())?;
            (now >= credited).then_some(Step::Credit(credited))
        }
        TransactionStatus::Credited | TransactionStatus::Rejected | TransactionStatus::Cancelled => None,
    }
}

/// The payment, after everything that is due has been done.
pub(crate) async fn advance(sandbox: &Sandbox, bank: &str, id: &str) -> Result<Option<Payment>, sqlx::Error> {
    // Most reads find nothing due: they take no lock.
    let Some(payment) = store::find(&sandbox.pool, bank, id).await? else { return Ok(None) };
    if due(&payment, sandbox, sandbox.now()).is_none() {
        return Ok(Some(payment));
    }
    let mut tx = sandbox.pool.begin().await?;
    let Some(payment) = store::lock(&mut tx, bank, id).await? else { return Ok(None) };
    let payment = advance_in_tx(&mut tx, sandbox, payment).await?;
    tx.commit().await?;
    Ok(Some(payment))
}

/// The same inside a transaction that holds the payment's lock.
pub(crate) async fn advance_in_tx(
    tx: &mut PgConnection,
    sandbox: &Sandbox,
    mut payment: Payment,
) -> Result<Payment, sqlx::Error> {
    let now = sandbox.now();
    while let Some(step) = due(&payment, sandbox, now) {
        take_step(tx, &mut payment, step, now).await?;
    }
    Ok(payment)
}

async fn take_step(
    tx: &mut PgConnection,
    payment: &mut Payment,
    step: Step,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    match step {
        Step::Expire => refuse_in_tx(tx, payment, Reason::ScaExpired, now).await,
        Step::Accept(at) => {
            if faults::take(tx, &payment.bank, Fault::Reject).await? {
                store::set_rejected(tx, payment, Reason::PaymentFailed, at).await
            } else {
                store::set_status(tx, payment, TransactionStatus::InProcess, at).await
            }
        }
        Step::Settle(at) => {
            book(tx, payment, "debit", -payment.debit, at).await?;
            store::set_status(tx, payment, TransactionStatus::Settled, at).await
        }
        Step::Credit(at) => {
            // The account before the faults: the order of locks that every transaction keeps.
            accounts_store::lock(tx, &payment.debtor_id).await?;
            if faults::take(tx, &payment.bank, Fault::Return).await? {
                book(tx, payment, "return", payment.debit, at).await?;
                store::set_rejected(tx, payment, Reason::PaymentReturned, at).await
            } else {
                store::set_status(tx, payment, TransactionStatus::Credited, at).await
            }
        }
    }
}

/// The booking and the account's balance, in the transaction that also changes the payment's status.
async fn book(
    tx: &mut PgConnection,
    payment: &Payment,
    kind: &str,
    amount: Decimal,
    at: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    accounts_store::change_balance(tx, &payment.debtor_id, amount).await?;
    sqlx::query(
        "insert into sandbox_bank.bookings (payment_id, kind, account_id, amount, booked_at) \
         values ($1, $2, $3, $4, $5)",
    )
    .bind(&payment.id)
    .bind(kind)
    .bind(&payment.debtor_id)
    .bind(amount)
    .bind(at)
    .execute(tx)
    .await?;
    Ok(())
}

/// Rejected before it was approved: the approval page is closed as well.
pub(crate) async fn refuse_in_tx(
    tx: &mut PgConnection,
    payment: &mut Payment,
    reason: Reason,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    authorisations_store::close(tx, "payment", &payment.id, "failed").await?;
    store::set_rejected(tx, payment, reason, now).await
}

/// Brings the payments of an account up to date before its balance is read; of every account without one.
pub(crate) async fn advance_due(sandbox: &Sandbox, account: Option<&str>) -> Result<(), sqlx::Error> {
    let now = sandbox.now();
    let settle_before = now.checked_sub_signed(sandbox.settle_after()).unwrap_or(now);
    let credit_before = settle_before.checked_sub_signed(sandbox.credit_after()).unwrap_or(settle_before);
    let due: Vec<(String, String)> = sqlx::query_as(
        "select bank, id from sandbox_bank.payments where ($1::text is null or debtor_id = $1) \
         and ((status in ('ACTC', 'ACSP') and approved_at <= $2) \
              or (status = 'ACSC' and approved_at <= $3)) \
         order by approved_at limit $4",
    )
    .bind(account)
    .bind(settle_before)
    .bind(credit_before)
    .bind(DUE_MAX)
    .fetch_all(&sandbox.pool)
    .await?;
    for (bank, id) in due {
        advance(sandbox, &bank, &id).await?;
    }
    Ok(())
}
