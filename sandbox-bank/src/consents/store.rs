//! All SQL about consents.

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::Value;
use sqlx::types::Json;
use sqlx::{FromRow, PgConnection, PgPool};

use super::request::{self, Wish};
use crate::headers::Redirects;

const SELECT: &str = "select id, bank, status, access, recurring, valid_until, frequency_per_day, \
     redirect_uri, nok_redirect_uri, created_at, changed_at from sandbox_bank.consents";

#[derive(Debug, FromRow)]
pub(crate) struct Consent {
    pub id: String,
    pub bank: String,
    /// The standard's `consentStatus`.
    pub status: String,
    pub access: Json<Value>,
    pub recurring: bool,
    pub valid_until: NaiveDate,
    pub frequency_per_day: i32,
    pub redirect_uri: String,
    pub nok_redirect_uri: Option<String>,
    pub created_at: DateTime<Utc>,
    pub changed_at: DateTime<Utc>,
}

impl Consent {
    /// Whether the caller's wish covers this account: it named it, or named none.
    pub fn asks_for(&self, iban: &str) -> bool {
        let named = request::named_ibans(&self.access.0);
        named.is_empty() || named.contains(&iban)
    }
}

#[derive(Debug, FromRow)]
pub(crate) struct Psu {
    pub id: String,
    pub name: String,
}

pub(crate) async fn insert(
    tx: &mut PgConnection,
    bank: &str,
    id: &str,
    wish: &Wish,
    redirects: &Redirects,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "insert into sandbox_bank.consents (id, bank, status, access, recurring, valid_until, \
         frequency_per_day, redirect_uri, nok_redirect_uri, created_at, changed_at) \
         values ($1, $2, 'received', $3, $4, $5, $6, $7, $8, $9, $9)",
    )
    .bind(id)
    .bind(bank)
    .bind(&wish.access)
    .bind(wish.recurring)
    .bind(wish.valid_until)
    .bind(wish.frequency_per_day)
    .bind(&redirects.ok)
    .bind(&redirects.nok)
    .bind(now)
    .execute(tx)
    .await?;
    Ok(())
}

pub(crate) async fn find(pool: &PgPool, bank: &str, id: &str) -> Result<Option<Consent>, sqlx::Error> {
    sqlx::query_as(&format!("{SELECT} where bank = $1 and id = $2"))
        .bind(bank)
        .bind(id)
        .fetch_optional(pool)
        .await
}

/// The consent's row is locked first and stands for its authorisation too.
pub(crate) async fn lock(
    tx: &mut PgConnection,
    bank: &str,
    id: &str,
) -> Result<Option<Consent>, sqlx::Error> {
    sqlx::query_as(&format!("{SELECT} where bank = $1 and id = $2 for update"))
        .bind(bank)
        .bind(id)
        .fetch_optional(tx)
        .await
}

pub(crate) async fn set_status(
    tx: &mut PgConnection,
    consent: &mut Consent,
    status: &str,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query("update sandbox_bank.consents set status = $2, changed_at = $3 where id = $1")
        .bind(&consent.id)
        .bind(status)
        .bind(now)
        .execute(tx)
        .await?;
    status.clone_into(&mut consent.status);
    consent.changed_at = now;
    Ok(())
}

/// The customer's choice: who they are and which accounts they share.
pub(crate) async fn share(
    tx: &mut PgConnection,
    consent: &str,
    psu: &str,
    accounts: &[String],
) -> Result<(), sqlx::Error> {
    sqlx::query("update sandbox_bank.consents set psu_id = $2 where id = $1")
        .bind(consent)
        .bind(psu)
        .execute(&mut *tx)
        .await?;
    sqlx::query(
        "insert into sandbox_bank.consent_accounts (consent_id, resource_id) select $1, unnest($2::text[])",
    )
    .bind(consent)
    .bind(accounts)
    .execute(tx)
    .await?;
    Ok(())
}

/// A consent in force, with whose it is.
#[derive(Debug, FromRow)]
pub(crate) struct Shared {
    pub id: String,
    pub psu: String,
    pub valid_until: NaiveDate,
    pub created_at: DateTime<Utc>,
}

pub(crate) async fn shared(pool: &PgPool, bank: &str, rows_max: i64) -> Result<Vec<Shared>, sqlx::Error> {
    sqlx::query_as(
        "select c.id, p.name as psu, c.valid_until, c.created_at from sandbox_bank.consents c \
         join sandbox_bank.psus p on p.id = c.psu_id and p.bank = c.bank \
         where c.bank = $1 and c.status = 'valid' order by c.created_at desc, c.id limit $2",
    )
    .bind(bank)
    .bind(rows_max)
    .fetch_all(pool)
    .await
}

pub(crate) async fn shared_ibans(pool: &PgPool, consent: &str) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar(
        "select a.iban from sandbox_bank.accounts a \
         join sandbox_bank.consent_accounts c on c.resource_id = a.resource_id \
         where c.consent_id = $1 order by a.created_at, a.resource_id",
    )
    .bind(consent)
    .fetch_all(pool)
    .await
}

/// The customers to choose from, the newest last.
pub(crate) async fn psus(pool: &PgPool, bank: &str, rows_max: i64) -> Result<Vec<Psu>, sqlx::Error> {
    sqlx::query_as("select id, name from sandbox_bank.psus where bank = $1 order by created_at, id limit $2")
        .bind(bank)
        .bind(rows_max)
        .fetch_all(pool)
        .await
}

pub(crate) async fn psu(pool: &PgPool, bank: &str, id: &str) -> Result<Option<Psu>, sqlx::Error> {
    sqlx::query_as("select id, name from sandbox_bank.psus where bank = $1 and id = $2")
        .bind(bank)
        .bind(id)
        .fetch_optional(pool)
        .await
}
