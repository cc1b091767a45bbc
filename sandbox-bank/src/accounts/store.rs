//! All SQL about accounts and what is booked on them.

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use sqlx::{FromRow, PgConnection, PgPool};

/// What is approved and not yet booked is reserved: it can be spent only once.
const SELECT: &str = "select a.resource_id, a.bank, a.psu_id, p.name as owner, a.iban, a.bban, a.name, \
     a.currency, a.opening, a.balance, coalesce((select sum(r.debit) from sandbox_bank.payments r \
     where r.debtor_id = a.resource_id and r.status in ('ACTC', 'ACSP')), 0) as reserved \
     from sandbox_bank.accounts a join sandbox_bank.psus p on p.id = a.psu_id";

const SELECT_BOOKINGS: &str = "select b.id, b.payment_id, b.kind, b.amount, b.booked_at, p.end_to_end_id, \
     p.creditor_name, p.creditor_account, p.remittance, a.currency from sandbox_bank.bookings b \
     join sandbox_bank.payments p on p.id = b.payment_id \
     join sandbox_bank.accounts a on a.resource_id = b.account_id \
     where b.account_id = $1 order by b.booked_at desc, b.id desc limit $2";

#[derive(Debug, Clone, FromRow)]
pub(crate) struct Account {
    pub resource_id: String,
    pub bank: String,
    pub psu_id: String,
    pub owner: String,
    pub iban: String,
    pub bban: String,
    pub name: String,
    pub currency: String,
    pub opening: Decimal,
    pub balance: Decimal,
    pub reserved: Decimal,
}

impl Account {
    pub fn available(&self) -> Decimal {
        self.balance - self.reserved
    }
}

#[derive(Debug, FromRow)]
pub(crate) struct Booking {
    pub id: i64,
    pub payment_id: String,
    pub kind: String,
    pub amount: Decimal,
    pub booked_at: DateTime<Utc>,
    pub end_to_end_id: Option<String>,
    pub creditor_name: String,
    pub creditor_account: String,
    pub remittance: Option<String>,
    pub currency: String,
}

/// A payment that is approved and not booked yet.
#[derive(Debug, FromRow)]
pub(crate) struct Reserved {
    pub id: String,
    pub debit: Decimal,
    pub currency: String,
    pub end_to_end_id: Option<String>,
    pub creditor_name: String,
    pub creditor_account: String,
    pub remittance: Option<String>,
}

pub(crate) async fn find(pool: &PgPool, resource_id: &str) -> Result<Option<Account>, sqlx::Error> {
    sqlx::query_as(&format!("{SELECT} where a.resource_id = $1")).bind(resource_id).fetch_optional(pool).await
}

pub(crate) async fn of_consent(pool: &PgPool, consent: &str) -> Result<Vec<Account>, sqlx::Error> {
    sqlx::query_as(&format!(
        "{SELECT} join sandbox_bank.consent_accounts c on c.resource_id = a.resource_id \
         where c.consent_id = $1 order by a.created_at, a.resource_id"
    ))
    .bind(consent)
    .fetch_all(pool)
    .await
}

pub(crate) async fn find_in_consent(
    pool: &PgPool,
    consent: &str,
    resource_id: &str,
) -> Result<Option<Account>, sqlx::Error> {
    sqlx::query_as(&format!(
        "{SELECT} join sandbox_bank.consent_accounts c on c.resource_id = a.resource_id \
         where c.consent_id = $1 and a.resource_id = $2"
    ))
    .bind(consent)
    .bind(resource_id)
    .fetch_optional(pool)
    .await
}

pub(crate) async fn of_psu(pool: &PgPool, bank: &str, psu: &str) -> Result<Vec<Account>, sqlx::Error> {
    sqlx::query_as(&format!(
        "{SELECT} where a.bank = $1 and a.psu_id = $2 order by a.created_at, a.resource_id"
    ))
    .bind(bank)
    .bind(psu)
    .fetch_all(pool)
    .await
}

/// Every account, or those of one bank, or the one with this IBAN.
pub(crate) async fn search(
    pool: &PgPool,
    bank: Option<&str>,
    iban: Option<&str>,
) -> Result<Vec<Account>, sqlx::Error> {
    sqlx::query_as(&format!(
        "{SELECT} where ($1::text is null or a.bank = $1) and ($2::text is null or a.iban = $2) \
         order by a.bank, a.created_at, a.resource_id"
    ))
    .bind(bank)
    .bind(iban)
    .fetch_all(pool)
    .await
}

/// Newest first.
pub(crate) async fn bookings(
    pool: &PgPool,
    resource_id: &str,
    rows_max: i64,
) -> Result<Vec<Booking>, sqlx::Error> {
    sqlx::query_as(SELECT_BOOKINGS).bind(resource_id).bind(rows_max).fetch_all(pool).await
}

pub(crate) async fn reserved(
    pool: &PgPool,
    resource_id: &str,
    rows_max: i64,
) -> Result<Vec<Reserved>, sqlx::Error> {
    sqlx::query_as(
        "select p.id, p.debit, a.currency, p.end_to_end_id, p.creditor_name, p.creditor_account, \
         p.remittance from sandbox_bank.payments p \
         join sandbox_bank.accounts a on a.resource_id = p.debtor_id \
         where p.debtor_id = $1 and p.status in ('ACTC', 'ACSP') order by p.approved_at desc limit $2",
    )
    .bind(resource_id)
    .bind(rows_max)
    .fetch_all(pool)
    .await
}

/// Locks the account, so that nobody else spends from it before the end of the transaction.
pub(crate) async fn lock(tx: &mut PgConnection, resource_id: &str) -> Result<(), sqlx::Error> {
    sqlx::query("select 1 from sandbox_bank.accounts where resource_id = $1 for update")
        .bind(resource_id)
        .execute(tx)
        .await?;
    Ok(())
}

/// What can be spent now; read it under the lock.
pub(crate) async fn available(tx: &mut PgConnection, resource_id: &str) -> Result<Decimal, sqlx::Error> {
    let account: Account =
        sqlx::query_as(&format!("{SELECT} where a.resource_id = $1")).bind(resource_id).fetch_one(tx).await?;
    Ok(account.available())
}

pub(crate) async fn change_balance(
    tx: &mut PgConnection,
    resource_id: &str,
    amount: Decimal,
) -> Result<(), sqlx::Error> {
    sqlx::query("update sandbox_bank.accounts set balance = balance + $2 where resource_id = $1")
        .bind(resource_id)
        .bind(amount)
        .execute(tx)
        .await?;
    Ok(())
}
