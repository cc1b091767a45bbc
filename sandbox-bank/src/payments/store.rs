//! All SQL about payments, their history and their bookings.

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use serde_json::Value;
use sqlx::types::Json;
use sqlx::{FromRow, PgConnection, PgPool};
use uuid::Uuid;

use super::request::Order;
use super::state::{Reason, TransactionStatus};
use crate::clock::random_id;
use crate::headers::Redirects;
use crate::sca::store as authorisations_store;

const SELECT: &str = "select p.id, p.bank, p.product, p.request, p.status, p.amount, p.currency, p.debit, \
     p.debtor_id, p.creditor_name, p.creditor_account, p.end_to_end_id, p.remittance, p.redirect_uri, \
     p.nok_redirect_uri, p.reason, p.reported_status, p.created_at, p.approved_at, \
     a.id as authorisation_id from sandbox_bank.payments p \
     join sandbox_bank.authorisations a on a.kind = 'payment' and a.subject_id = p.id";

#[derive(Debug, FromRow)]
pub(crate) struct Payment {
    pub id: String,
    pub bank: String,
    pub product: String,
    pub request: Json<Value>,
    #[sqlx(try_from = "String")]
    pub status: TransactionStatus,
    pub amount: Decimal,
    pub currency: String,
    pub debit: Decimal,
    pub debtor_id: String,
    pub creditor_name: String,
    pub creditor_account: String,
    pub end_to_end_id: Option<String>,
    pub remittance: Option<String>,
    pub redirect_uri: String,
    pub nok_redirect_uri: Option<String>,
    reason: Option<String>,
    #[sqlx(try_from = "String")]
    pub reported_status: TransactionStatus,
    pub created_at: DateTime<Utc>,
    pub approved_at: Option<DateTime<Utc>>,
    pub authorisation_id: String,
}

impl Payment {
    pub fn reason(&self) -> Option<Reason> {
        self.reason.as_deref().and_then(Reason::from_code)
    }
}

pub(crate) struct NewPayment<'a> {
    pub bank: &'a str,
    pub product: &'a str,
    pub request_id: Uuid,
    pub body: &'a Value,
    pub order: &'a Order,
    pub debit: Decimal,
    pub debtor_id: &'a str,
    pub redirects: &'a Redirects,
}

pub(crate) enum Inserted {
    New(Payment),
    /// Somebody else was first with this X-Request-ID.
    Stored(Payment),
}

#[derive(FromRow)]
pub(crate) struct Debtor {
    pub resource_id: String,
    pub currency: String,
}

pub(crate) async fn find_debtor(
    pool: &PgPool,
    bank: &str,
    iban: &str,
) -> Result<Option<Debtor>, sqlx::Error> {
    sqlx::query_as("select resource_id, currency from sandbox_bank.accounts where bank = $1 and iban = $2")
        .bind(bank)
        .bind(iban)
        .fetch_optional(pool)
        .await
}

pub(crate) async fn find_by_request(
    pool: &PgPool,
    bank: &str,
    request_id: Uuid,
) -> Result<Option<Payment>, sqlx::Error> {
    sqlx::query_as(&format!("{SELECT} where p.bank = $1 and p.request_id = $2"))
        .bind(bank)
        .bind(request_id)
        .fetch_optional(pool)
        .await
}

/// Payment, authorisation and first event together, or none of them.
pub(crate) async fn insert(
    pool: &PgPool,
    new: &NewPayment<'_>,
    now: DateTime<Utc>,
) -> Result<Inserted, sqlx::Error> {
    let id = random_id("pay");
    let mut tx = pool.begin().await?;
    let inserted = sqlx::query(
        "insert into sandbox_bank.payments (id, bank, product, request_id, request, status, amount, currency, \
         debit, debtor_id, creditor_name, creditor_account, end_to_end_id, remittance, redirect_uri, \
         nok_redirect_uri, created_at) \
         values ($1, $2, $3, $4, $5, 'RCVD', $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16) \
         on conflict (bank, request_id) do nothing",
    )
    .bind(&id)
    .bind(new.bank)
    .bind(new.product)
    .bind(new.request_id)
    .bind(Json(new.body))
    .bind(new.order.amount)
    .bind(&new.order.currency)
    .bind(new.debit)
    .bind(new.debtor_id)
    .bind(&new.order.creditor_name)
    .bind(&new.order.creditor_account)
    .bind(&new.order.end_to_end_id)
    .bind(&new.order.remittance)
    .bind(&new.redirects.ok)
    .bind(&new.redirects.nok)
    .bind(now)
    .execute(&mut *tx)
    .await?;
    if inserted.rows_affected() > 0 {
        authorisations_store::insert(&mut tx, new.bank, "payment", &id, now).await?;
        add_event(&mut tx, &id, TransactionStatus::Received, now).await?;
    }
    // The unique index made us wait for whoever was first: that payment is committed by now.
    let payment: Payment = sqlx::query_as(&format!("{SELECT} where p.bank = $1 and p.request_id = $2"))
        .bind(new.bank)
        .bind(new.request_id)
        .fetch_one(&mut *tx)
        .await?;
    tx.commit().await?;
    Ok(if inserted.rows_affected() > 0 { Inserted::New(payment) } else { Inserted::Stored(payment) })
}

pub(crate) async fn find(pool: &PgPool, bank: &str, id: &str) -> Result<Option<Payment>, sqlx::Error> {
    sqlx::query_as(&format!("{SELECT} where p.bank = $1 and p.id = $2"))
        .bind(bank)
        .bind(id)
        .fetch_optional(pool)
        .await
}

/// The payment's row is locked first and stands for its authorisation too; then the account, then the faults.
pub(crate) async fn lock(
    tx: &mut PgConnection,
    bank: &str,
    id: &str,
) -> Result<Option<Payment>, sqlx::Error> {
    sqlx::query_as(&format!("{SELECT} where p.bank = $1 and p.id = $2 for update of p"))
        .bind(bank)
        .bind(id)
        .fetch_optional(tx)
        .await
}

pub(crate) async fn set_status(
    tx: &mut PgConnection,
    payment: &mut Payment,
    status: TransactionStatus,
    at: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query("update sandbox_bank.payments set status = $2 where id = $1")
        .bind(&payment.id)
        .bind(status.code())
        .execute(&mut *tx)
        .await?;
    payment.status = status;
    add_event(tx, &payment.id, status, at).await
}

pub(crate) async fn set_approved(
    tx: &mut PgConnection,
    payment: &mut Payment,
    at: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query("update sandbox_bank.payments set approved_at = $2 where id = $1")
        .bind(&payment.id)
        .bind(at)
        .execute(&mut *tx)
        .await?;
    payment.approved_at = Some(at);
    set_status(tx, payment, TransactionStatus::Validated, at).await
}

pub(crate) async fn set_rejected(
    tx: &mut PgConnection,
    payment: &mut Payment,
    reason: Reason,
    at: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query("update sandbox_bank.payments set reason = $2 where id = $1")
        .bind(&payment.id)
        .bind(reason.code())
        .execute(&mut *tx)
        .await?;
    payment.reason = Some(reason.code().to_owned());
    set_status(tx, payment, TransactionStatus::Rejected, at).await
}

pub(crate) async fn set_reported(
    connection: &mut PgConnection,
    id: &str,
    status: TransactionStatus,
) -> Result<(), sqlx::Error> {
    sqlx::query("update sandbox_bank.payments set reported_status = $2 where id = $1")
        .bind(id)
        .bind(status.code())
        .execute(connection)
        .await?;
    Ok(())
}

async fn add_event(
    tx: &mut PgConnection,
    id: &str,
    status: TransactionStatus,
    at: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query("insert into sandbox_bank.payment_events (payment_id, status, at) values ($1, $2, $3)")
        .bind(id)
        .bind(status.code())
        .bind(at)
        .execute(tx)
        .await?;
    Ok(())
}

/// The status before the present one; the first one has none before it.
pub(crate) async fn earlier_status(
    connection: &mut PgConnection,
    payment: &Payment,
) -> Result<TransactionStatus, sqlx::Error> {
    let earlier: Option<String> = sqlx::query_scalar(
        "select status from sandbox_bank.payment_events where payment_id = $1 order by id desc offset 1 limit 1",
    )
    .bind(&payment.id)
    .fetch_optional(connection)
    .await?;
    match earlier {
        Some(code) => TransactionStatus::try_from(code).map_err(|error| sqlx::Error::Decode(Box::new(error))),
        None => Ok(payment.status),
    }
}
