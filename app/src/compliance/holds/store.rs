//! All SQL of held payments.
use chrono::{DateTime, Utc};
use domain::ids::{HoldId, TransactionId, UserId};
use rust_decimal::Decimal;
use sqlx::{PgConnection, PgPool};

pub(super) async fn insert_in_tx(
    tx: &mut PgConnection,
    id: &HoldId,
    transaction: &TransactionId,
    cause: &str,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into payment_holds (id, transaction_id, cause, created_at) values ($1, $2, $3, $4)",
        id.as_str(),
        transaction.as_str(),
        cause,
        now
    )
    .execute(tx)
    .await?;
    Ok(())
}

pub(super) struct OpenRow {
    pub id: String,
    pub transaction_id: String,
    pub cause: String,
    pub state: String,
    pub created_at: DateTime<Utc>,
    pub proposed_by: Option<String>,
    pub user_id: String,
    pub kind: String,
    pub amount: Decimal,
    pub currency: String,
}

/// The holds that nobody has decided, the oldest first.
pub(super) async fn open(db: &PgPool, limit: i64) -> sqlx::Result<Vec<OpenRow>> {
    sqlx::query_as!(
        OpenRow,
        r#"
        select h.id, h.transaction_id, h.cause, h.state, h.created_at, d.officer_id as "proposed_by?", t.user_id,
          t.type as kind, t.amount, t.currency
        from payment_holds h
        join transactions t on t.id = h.transaction_id
        left join payment_hold_decisions d on d.id = h.decision_id
        where h.closed_at is null
        order by h.created_at, h.id limit $1
        "#,
        limit
    )
    .fetch_all(db)
    .await
}

pub(super) async fn transaction_of_in_tx(tx: &mut PgConnection, id: &HoldId) -> sqlx::Result<Option<String>> {
    sqlx::query_scalar!("select transaction_id from payment_holds where id = $1", id.as_str())
        .fetch_optional(tx)
        .await
}

pub(super) struct HoldRow {
    pub id: String,
    pub transaction_id: String,
    pub cause: String,
    pub state: String,
    /// The decision that brought it there, and whose it was.
    pub decision_id: Option<i64>,
    pub decided_by: Option<String>,
    /// Whose payment it is, and who gets it.
    pub user_id: String,
    pub recipient_id: Option<String>,
    pub merchant_id: Option<String>,
    pub owner_id: Option<String>,
    pub payer_id: Option<String>,
}

/// Locks one hold, after its order was locked.
pub(super) async fn lock_in_tx(tx: &mut PgConnection, id: &HoldId) -> sqlx::Result<Option<HoldRow>> {
    sqlx::query_as!(
        HoldRow,
        r#"
        select h.id, h.transaction_id, h.cause, h.state, h.decision_id, d.officer_id as "decided_by?", t.user_id,
          t.recipient_id, t.merchant_id, m.user_id as "owner_id?", s.user_id as "payer_id?"
        from payment_holds h
        join transactions t on t.id = h.transaction_id
        left join merchants m on m.id = t.merchant_id
        left join transactions s on s.id = t.refund_of
        left join payment_hold_decisions d on d.id = h.decision_id
        where h.id = $1 for update of h
        "#,
        id.as_str()
    )
    .fetch_optional(tx)
    .await
}

/// Locks the open hold of a transaction, whose order was locked before.
pub(super) async fn open_of_in_tx(
    tx: &mut PgConnection,
    transaction: &TransactionId,
) -> sqlx::Result<Option<String>> {
    sqlx::query_scalar!(
        "select id from payment_holds where transaction_id = $1 and closed_at is null for update",
        transaction.as_str()
    )
    .fetch_optional(tx)
    .await
}

pub(super) struct NewDecision<'a> {
    pub hold: &'a HoldId,
    pub step: &'a str,
    pub officer: &'a UserId,
    pub reason: &'a str,
    /// Of an answer: the proposal and its author.
    pub proposal: Option<(i64, &'a str)>,
    pub now: DateTime<Utc>,
}

pub(super) async fn decide_in_tx(tx: &mut PgConnection, new: &NewDecision<'_>) -> sqlx::Result<i64> {
    let (proposal, proposed_by) = new.proposal.unzip();
    sqlx::query_scalar!(
        r#"
        insert into payment_hold_decisions (hold_id, step, officer_id, reason, proposal_id, proposed_by, decided_at)
        values ($1, $2, $3, $4, $5, $6, $7) returning id
        "#,
        new.hold.as_str(),
        new.step,
        new.officer.as_str(),
        new.reason,
        proposal,
        proposed_by,
        new.now
    )
    .fetch_one(tx)
    .await
}

/// Moves a hold; `decision` brought it there, and `closed_at` ends it.
pub(super) async fn move_in_tx(
    tx: &mut PgConnection,
    id: &HoldId,
    state: &str,
    decision: Option<(i64, &str)>,
    closed_at: Option<DateTime<Utc>>,
) -> sqlx::Result<()> {
    let (decision, step) = decision.unzip();
    sqlx::query!(
        "update payment_holds set state = $2, decision_id = $3, decision_step = $4, closed_at = $5 where id = $1",
        id.as_str(),
        state,
        decision,
        step,
        closed_at
    )
    .execute(tx)
    .await?;
    Ok(())
}

pub(super) async fn save_cause_in_tx(tx: &mut PgConnection, id: &HoldId, cause: &str) -> sqlx::Result<()> {
    sqlx::query!("update payment_holds set cause = $2 where id = $1", id.as_str(), cause).execute(tx).await?;
    Ok(())
}
