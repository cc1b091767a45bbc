//! All SQL of payment orders.
use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use sqlx::{PgConnection, PgPool};
use uuid::Uuid;

pub(super) struct NewRow<'a> {
    pub id: &'a str,
    pub transaction_id: &'a str,
    pub user_id: &'a str,
    pub bank_id: &'a str,
    pub bank_account_id: &'a str,
    pub product: &'a str,
    pub amount: Decimal,
    pub currency: &'a str,
    pub debtor_iban: &'a str,
    pub creditor_name: &'a str,
    pub creditor_account: &'a str,
    pub creditor_country: &'a str,
    pub remittance_information: &'a str,
    pub request_id: Uuid,
    pub psu_ip: &'a str,
    pub now: DateTime<Utc>,
    pub approve_by: DateTime<Utc>,
    pub state: &'a str,
    pub next_attempt_at: Option<DateTime<Utc>>,
}

/// Writes an order; the number of its first event.
pub(super) async fn insert_in_tx(tx: &mut PgConnection, row: &NewRow<'_>) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        r#"
        with ordered as (
          insert into payment_orders (id, transaction_id, user_id, bank_id, bank_account_id, product, amount, currency,
            debtor_iban, creditor_name, creditor_account, creditor_country, remittance_information, request_id, psu_ip,
            created_at, updated_at, approve_by, state, next_attempt_at)
          values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $16, $17, $18, $19)
          returning id, state
        )
        insert into payment_order_events (payment_order_id, state_before, state_after, detail, created_at)
        select id, 'created', state, 'ordered', $16 from ordered
        returning id
        "#,
        row.id,
        row.transaction_id,
        row.user_id,
        row.bank_id,
        row.bank_account_id,
        row.product,
        row.amount,
        row.currency,
        row.debtor_iban,
        row.creditor_name,
        row.creditor_account,
        row.creditor_country,
        row.remittance_information,
        row.request_id,
        row.psu_ip,
        row.now,
        row.approve_by,
        row.state,
        row.next_attempt_at,
    )
    .fetch_one(tx)
    .await
}

/// An order that this server has claimed: nobody else looks at it until the claim runs out.
pub(super) struct ClaimedRow {
    pub id: String,
    pub transaction_id: String,
    pub bank_id: String,
    pub base_url: String,
    pub product: String,
    pub amount: Decimal,
    pub currency: String,
    pub debtor_iban: String,
    pub creditor_name: String,
    pub creditor_account: String,
    pub remittance_information: String,
    pub request_id: Uuid,
    pub psu_ip: String,
    pub user_id: String,
    pub bank_account_id: String,
    pub bank_payment_id: Option<String>,
    pub state: String,
    pub credited: bool,
    pub failure_reason: Option<String>,
    pub attempts: i32,
    /// Of the attempts before this one: those of which the bank certainly got nothing.
    pub unreached: i32,
    pub created_at: DateTime<Utc>,
    pub approve_by: DateTime<Utc>,
    /// The claim itself: it is given back only by whoever still holds it.
    pub claimed_until: Option<DateTime<Utc>>,
}

/// Claims orders that are due, each by one worker across all servers.
pub(super) async fn claim_due(
    db: &PgPool,
    now: DateTime<Utc>,
    until: DateTime<Utc>,
    limit: i64,
) -> sqlx::Result<Vec<ClaimedRow>> {
    sqlx::query_as!(
        ClaimedRow,
        r#"
        with due as (
          select id from payment_orders
          where next_attempt_at <= $1 and (claimed_until is null or claimed_until <= $1)
          order by next_attempt_at limit $3 for update skip locked
        )
        update payment_orders o set claimed_until = $2, last_attempt_at = $1, attempts = attempts + 1
        from due, banks b
        where o.id = due.id and b.id = o.bank_id
        returning o.id, transaction_id, bank_id, base_url, product, amount, currency, debtor_iban, creditor_name,
          creditor_account, remittance_information, request_id, psu_ip, user_id, bank_account_id, bank_payment_id, state,
          credited, failure_reason, attempts, unreached, o.created_at, approve_by, claimed_until
        "#,
        now,
        until,
        limit
    )
    .fetch_all(db)
    .await
}

/// Claims the order of one transaction, when it is still open, nobody holds it and nobody has just looked. One that waits
/// for an officer is nobody's to carry before its time.
pub(super) async fn claim_one(
    db: &PgPool,
    transaction: &str,
    now: DateTime<Utc>,
    until: DateTime<Utc>,
    looked_before: DateTime<Utc>,
) -> sqlx::Result<Option<ClaimedRow>> {
    sqlx::query_as!(
        ClaimedRow,
        r#"
        update payment_orders o set claimed_until = $3, last_attempt_at = $2, attempts = attempts + 1
        from banks b
        where o.transaction_id = $1 and b.id = o.bank_id and o.next_attempt_at is not null and o.state <> 'held'
          and (o.claimed_until is null or o.claimed_until <= $2)
          and (o.last_attempt_at is null or o.last_attempt_at <= $4)
        returning o.id, transaction_id, bank_id, base_url, product, amount, currency, debtor_iban, creditor_name,
          creditor_account, remittance_information, request_id, psu_ip, user_id, bank_account_id, bank_payment_id, state,
          credited, failure_reason, attempts, unreached, o.created_at, approve_by, claimed_until
        "#,
        transaction,
        now,
        until,
        looked_before
    )
    .fetch_optional(db)
    .await
}

pub(super) struct StateRow {
    pub id: String,
    pub transaction_id: String,
    pub user_id: String,
    pub state: String,
    pub credited: bool,
    pub failure_reason: Option<String>,
    pub bank_payment_id: Option<String>,
    pub amount: Decimal,
    pub currency: String,
    pub created_at: DateTime<Utc>,
    /// The shop that is paid, or that pays back.
    pub merchant_id: Option<String>,
    pub merchant_owner: Option<String>,
    pub qr_code_id: Option<String>,
    /// The code is one sale, which one payment has at a time.
    pub is_sale: bool,
}

pub(super) async fn lock_in_tx(tx: &mut PgConnection, id: &str) -> sqlx::Result<StateRow> {
    sqlx::query_as!(
        StateRow,
        r#"
        select o.id, o.transaction_id, o.user_id, o.state, o.credited, o.failure_reason, o.bank_payment_id, o.amount,
          o.currency, o.created_at, t.merchant_id,
          m.user_id as "merchant_owner?", t.qr_code_id,
          coalesce(t.type = 'qr_payment' and c.kind = 'dynamic', false) as "is_sale!"
        from payment_orders o
        join transactions t on t.id = o.transaction_id
        left join merchants m on m.id = t.merchant_id
        left join qr_codes c on c.id = t.qr_code_id
        where o.id = $1 for update of o
        "#,
        id
    )
    .fetch_one(tx)
    .await
}

pub(super) async fn save_bank_payment_in_tx(
    tx: &mut PgConnection,
    id: &str,
    bank_payment_id: &str,
    sca_redirect: Option<&str>,
) -> sqlx::Result<()> {
    sqlx::query!(
        "update payment_orders set bank_payment_id = $2, sca_redirect = coalesce($3, sca_redirect) where id = $1",
        id,
        bank_payment_id,
        sca_redirect
    )
    .execute(tx)
    .await?;
    Ok(())
}

pub(super) struct Change<'a> {
    pub id: &'a str,
    pub state_before: &'a str,
    pub state_after: &'a str,
    pub credited: bool,
    pub failure_reason: Option<&'a str>,
    pub bank_status: Option<&'a str>,
    pub detail: Option<&'a str>,
    pub now: DateTime<Utc>,
}

/// A change ends what a person was asked to look at, but for a sale that two customers have paid. Returns the number of
/// the order's first event in this transaction: several steps at once are one news.
pub(super) async fn save_change_in_tx(tx: &mut PgConnection, change: &Change<'_>) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        r#"
        with changed as (
          update payment_orders set state = $3, credited = $4, failure_reason = $5, updated_at = $8, attempts = 0,
            unreached = 0, attention = case when $3 = 'settled' and attention = 'paid_twice' then attention end,
            attention_at = case when $3 = 'settled' and attention = 'paid_twice' then attention_at end
          where id = $1 returning id
        )
        insert into payment_order_events (payment_order_id, state_before, state_after, bank_status, detail, created_at)
        select id, $2, $3, $6, $7, $8 from changed
        returning coalesce((
          select min(e.id) from payment_order_events e
          where e.payment_order_id = $1 and e.xmin = pg_current_xact_id()::xid
        ), id) as "number!"
        "#,
        change.id,
        change.state_before,
        change.state_after,
        change.credited,
        change.failure_reason,
        change.bank_status,
        change.detail,
        change.now,
    )
    .fetch_one(tx)
    .await
}

/// What the customer sees of it. `completed_at` keeps the first completion even when the payment comes back.
pub(super) async fn save_transaction_in_tx(
    tx: &mut PgConnection,
    transaction: &str,
    status: &str,
    failure_reason: Option<&str>,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!(
        r#"
        update transactions set status = $2, failure_reason = $3,
          completed_at = case when $2 = 'completed' then coalesce(completed_at, $4) else completed_at end
        where id = $1
        "#,
        transaction,
        status,
        failure_reason,
        now
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// Gives a claim back and says when to look again; `None` when the order is over. Whoever held the claim too long and
/// lost it to another changes nothing here. `unreached`: the bank certainly got nothing of this attempt.
pub(super) async fn release(
    db: &PgPool,
    id: &str,
    claimed_until: Option<DateTime<Utc>>,
    next_attempt_at: Option<DateTime<Utc>>,
    unreached: bool,
) -> sqlx::Result<()> {
    sqlx::query!(
        r#"
        update payment_orders
        set claimed_until = null, next_attempt_at = $3, unreached = unreached + case when $4 then 1 else 0 end
        where id = $1 and claimed_until = $2
        "#,
        id,
        claimed_until,
        next_attempt_at,
        unreached
    )
    .execute(db)
    .await?;
    Ok(())
}

pub(super) struct ApprovalRow {
    pub id: String,
    pub state: String,
    /// Sealed.
    pub sca_redirect: Option<String>,
}

pub(super) async fn approval(db: &PgPool, transaction: &str) -> sqlx::Result<Option<ApprovalRow>> {
    sqlx::query_as!(
        ApprovalRow,
        "select id, state, sca_redirect from payment_orders where transaction_id = $1",
        transaction
    )
    .fetch_optional(db)
    .await
}

pub(super) async fn bank_urls(db: &PgPool) -> sqlx::Result<Vec<String>> {
    sqlx::query_scalar!(
        "select distinct coalesce(approval_url, base_url) as \"url!\" from banks where active order by 1"
    )
    .fetch_all(db)
    .await
}
