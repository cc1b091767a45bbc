//! Use cases of holds: a payment begins to wait, officers decide, the payment goes on or ends.
use chrono::{DateTime, Utc};
use domain::access::{Actor, Officer};
use domain::compliance::hold::{Cause, Hold, HoldError, HoldState, Reason, ReasonError, Step};
use domain::ids::{HoldId, MerchantId, RecipientId, TransactionId, UserId};
use domain::money::Money;
use serde_json::{Value, json};
use sqlx::PgConnection;

use super::store;
use crate::compliance::gate::{Payee, Payment};
use crate::compliance::screening::Subject;
use crate::compliance::screening::service as screening;
use crate::context::{AppState, RequestInfo};
use crate::payments::held::{self, Onward};
use crate::payments::service::PaymentError;
use crate::{audit, db};

/// Holds that are listed at once.
const LIST_MAX: i64 = 200;

#[derive(Debug, thiserror::Error)]
pub enum HoldsError {
    #[error(transparent)]
    Refused(#[from] domain::access::Refusal),
    #[error("no such hold")]
    NotFound,
    #[error(transparent)]
    Step(#[from] HoldError),
    /// It was held by a rule, and somebody in it has come onto a list since. That is kept.
    #[error("somebody in it may stand on a sanctions list now: two officers have to release it")]
    ListedMeanwhile,
    #[error(transparent)]
    Reason(#[from] ReasonError),
    #[error(transparent)]
    Payment(#[from] PaymentError),
    #[error(transparent)]
    Database(#[from] sqlx::Error),
    #[error(transparent)]
    BadRow(#[from] db::BadRow),
}

/// A hold that nobody has decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenHold {
    pub id: HoldId,
    pub transaction: TransactionId,
    /// `transactions.type`.
    pub kind: String,
    /// Whose payment it is.
    pub user: UserId,
    pub amount: Money,
    pub cause: Cause,
    pub state: HoldState,
    /// Who proposed its release, when that waits for a second officer.
    pub proposed_by: Option<UserId>,
    pub since: DateTime<Utc>,
}

/// What became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decided {
    pub state: HoldState,
    /// Of a release: whether the payment goes to the bank, or its price was over.
    pub onward: Option<Onward>,
}

/// The payments that wait for an officer, the oldest first.
///
/// # Errors
/// When the database fails.
pub async fn list(state: &AppState, _officer: &Officer) -> Result<Vec<OpenHold>, HoldsError> {
    store::open(&state.db, LIST_MAX).await?.into_iter().map(open_hold).collect()
}

fn open_hold(row: store::OpenRow) -> Result<OpenHold, HoldsError> {
    Ok(OpenHold {
        id: db::parsed("a hold id", &row.id)?,
        transaction: db::parsed("a transaction id", &row.transaction_id)?,
        kind: row.kind,
        user: db::parsed("a user id", &row.user_id)?,
        amount: db::money(row.amount, &row.currency)?,
        cause: db::parsed("a cause", &row.cause)?,
        state: db::parsed("a hold's state", &row.state)?,
        proposed_by: row.proposed_by.map(|id| db::parsed("a user id", &id)).transpose()?,
        since: row.created_at,
    })
}

/// An officer's step about one hold: the decision, the order at the bank and the audit row are written together.
///
/// # Errors
/// [`HoldsError::Step`] when it cannot be taken, [`HoldsError::NotFound`], and what the database says.
pub async fn take(
    state: &AppState,
    actor: &Actor,
    request: Option<&RequestInfo>,
    id: &HoldId,
    (step, reason): (Step, &str),
) -> Result<Decided, HoldsError> {
    let officer = Officer::decide(Some(actor))?;
    let reason = Reason::parse(reason)?;
    let mut tx = state.db.begin().await?;
    let transaction = store::transaction_of_in_tx(&mut tx, id).await?.ok_or(HoldsError::NotFound)?;
    let transaction: TransactionId = db::parsed("a transaction id", &transaction)?;
    // The order first, as whoever carries it does: two officers, and an order that runs out at this instant, take turns.
    held::lock_in_tx(&mut tx, &transaction).await?;
    let row = store::lock_in_tx(&mut tx, id).await?.ok_or(HoldsError::NotFound)?;
    let hold = restored(&row)?;
    if step == Step::Release
        && hold.state().is_open()
        && !hold.cause().needs_two()
        && listed_now_in_tx(&mut tx, state, &row).await?
    {
        let hold = hold.now_listed();
        store::save_cause_in_tx(&mut tx, id, hold.cause().as_str()).await?;
        let details = json!({ "cause": hold.cause() });
        record_in_tx(&mut tx, state, (Some(&officer), request), "payment_hold.listed", id, details).await?;
        tx.commit().await?;
        return Err(HoldsError::ListedMeanwhile);
    }
    let after = hold.take(step, officer.user_id())?;
    let decision = decision_in_tx(&mut tx, state, &officer, &row, (step, &reason)).await?;
    let onward = move_in_tx(&mut tx, state, &transaction, id, (&after, step, decision)).await?;
    let details = json!({ "transaction": transaction, "step": step, "state": after.state(), "cause": after.cause(), "decision": decision });
    record_in_tx(&mut tx, state, (Some(&officer), request), action_of(step), id, details).await?;
    tx.commit().await?;
    Ok(Decided { state: after.state(), onward })
}

fn restored(row: &store::HoldRow) -> Result<Hold, db::BadRow> {
    let state: HoldState = db::parsed("a hold's state", &row.state)?;
    let proposed_by = row.decided_by.as_deref().filter(|_| state == HoldState::Proposed);
    let proposed_by = proposed_by.map(|id| db::parsed("a user id", id)).transpose()?;
    Ok(Hold::restore(db::parsed("a cause", &row.cause)?, state, proposed_by))
}

async fn listed_now_in_tx(
    tx: &mut PgConnection,
    state: &AppState,
    row: &store::HoldRow,
) -> sqlx::Result<bool> {
    let (recipient, shop, owner, payer) = (
        row.recipient_id.as_deref().map(|id| db::parsed::<RecipientId>("a recipient id", id)).transpose()?,
        row.merchant_id.as_deref().map(|id| db::parsed::<MerchantId>("a merchant id", id)).transpose()?,
        row.owner_id.as_deref().map(|id| db::parsed::<UserId>("a user id", id)).transpose()?,
        row.payer_id.as_deref().map(|id| db::parsed::<UserId>("a user id", id)).transpose()?,
    );
    let payee = match (&recipient, &payer, shop.as_ref().zip(owner.as_ref())) {
        (Some(recipient), _, _) => Payee::Recipient(recipient),
        (_, Some(payer), _) => Payee::Payer(payer),
        (_, _, Some((shop, owner))) => Payee::Shop { shop, owner },
        (None, None, None) => return Ok(false),
    };
    let (transaction, user) =
        (db::parsed("a transaction id", &row.transaction_id)?, db::parsed("a user id", &row.user_id)?);
    listed_in_tx(tx, state, &Payment { transaction: &transaction, user: &user, payee }).await
}

/// The row of who decided what and why.
async fn decision_in_tx(
    tx: &mut PgConnection,
    state: &AppState,
    officer: &Officer,
    row: &store::HoldRow,
    (step, reason): (Step, &Reason),
) -> Result<i64, HoldsError> {
    let hold: HoldId = db::parsed("a hold id", &row.id)?;
    let answers = matches!(step, Step::Approve | Step::Reject);
    let new = store::NewDecision {
        hold: &hold,
        step: step.as_str(),
        officer: officer.user_id(),
        reason: reason.as_str(),
        proposal: row.decision_id.zip(row.decided_by.as_deref()).filter(|_| answers),
        now: state.clock.now(),
    };
    Ok(store::decide_in_tx(tx, &new).await?)
}

/// Moves the hold and its payment to where a step leads.
async fn move_in_tx(
    tx: &mut PgConnection,
    state: &AppState,
    transaction: &TransactionId,
    id: &HoldId,
    (after, step, decision): (&Hold, Step, i64),
) -> Result<Option<Onward>, HoldsError> {
    let kept = (after.state() != HoldState::Held).then_some((decision, step.as_str()));
    let closed_at = (!after.state().is_open()).then(|| state.clock.now());
    store::move_in_tx(tx, id, after.state().as_str(), kept, closed_at).await?;
    Ok(match after.state() {
        HoldState::Released => Some(held::release_in_tx(tx, state, transaction).await?),
        HoldState::Refused => {
            held::refuse_in_tx(tx, state, transaction).await?;
            None
        }
        HoldState::Held | HoldState::Proposed | HoldState::Lapsed => None,
    })
}

const fn action_of(step: Step) -> &'static str {
    match step {
        Step::Release => "payment_hold.release",
        Step::Propose => "payment_hold.propose",
        Step::Approve => "payment_hold.approve",
        Step::Reject => "payment_hold.reject",
        Step::Refuse => "payment_hold.refuse",
    }
}

async fn record_in_tx(
    tx: &mut PgConnection,
    state: &AppState,
    (officer, request): (Option<&Officer>, Option<&RequestInfo>),
    action: &'static str,
    id: &HoldId,
    details: Value,
) -> sqlx::Result<()> {
    let entry = audit::Entry {
        user_id: officer.map(Officer::user_id),
        action,
        resource: Some(("payment_hold", id.as_str())),
        details,
    };
    audit::record_in_tx(tx, state.entropy.as_ref(), state.clock.now(), request, entry).await
}

/// A payment begins to wait, in the transaction that makes it.
pub(in crate::compliance) async fn open_in_tx(
    tx: &mut PgConnection,
    state: &AppState,
    transaction: &TransactionId,
    cause: Cause,
) -> sqlx::Result<()> {
    let id = HoldId::generate(state.entropy.as_ref());
    store::insert_in_tx(tx, &id, transaction, cause.as_str(), state.clock.now()).await?;
    let details = json!({ "transaction": transaction, "cause": cause });
    record_in_tx(tx, state, (None, None), "payment_hold.open", &id, details).await
}

/// A payment that waited has ended by itself.
pub(in crate::compliance) async fn lapse_in_tx(
    tx: &mut PgConnection,
    state: &AppState,
    transaction: &TransactionId,
) -> sqlx::Result<()> {
    let Some(id) = store::open_of_in_tx(tx, transaction).await? else { return Ok(()) };
    let id: HoldId = db::parsed("a hold id", &id)?;
    let lapsed = HoldState::Lapsed;
    store::move_in_tx(tx, &id, lapsed.as_str(), None, Some(state.clock.now())).await?;
    let details = json!({ "transaction": transaction, "state": lapsed });
    record_in_tx(tx, state, (None, None), "payment_hold.lapse", &id, details).await
}

/// Is somebody in a payment listed, or is it not known? Whoever was not screened yet is screened here.
pub(in crate::compliance) async fn listed_in_tx(
    tx: &mut PgConnection,
    state: &AppState,
    payment: &Payment<'_>,
) -> sqlx::Result<bool> {
    let (payee, owner) = match payment.payee {
        Payee::Recipient(id) => (Subject::Recipient(id), None),
        Payee::Shop { shop, owner } => (Subject::Shop(shop), Some(Subject::Customer(owner))),
        Payee::Payer(id) => (Subject::Customer(id), None),
    };
    // All are asked, so that nothing can be told from how long it takes.
    let mut listed = false;
    for subject in [Some(Subject::Customer(payment.user)), Some(payee), owner].into_iter().flatten() {
        listed |= screening::listed_in_tx(tx, state, &subject).await?;
    }
    Ok(listed)
}
