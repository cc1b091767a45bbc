//! All SQL about authorisations. Whoever changes one holds the lock of its payment or consent.

use chrono::{DateTime, Utc};
use sqlx::{FromRow, PgConnection, PgPool};

use crate::clock::random_id;

const SELECT: &str = "select id, subject_id, sca_status, secret, generation, failures, last_activity \
     from sandbox_bank.authorisations";

#[derive(Debug, FromRow)]
pub(crate) struct Authorisation {
    pub id: String,
    pub subject_id: String,
    /// The standard's `scaStatus`.
    pub sca_status: String,
    pub secret: String,
    pub generation: i32,
    pub failures: i32,
    pub last_activity: Option<DateTime<Utc>>,
}

/// `kind` is `payment` or `consent`. Answers the id.
pub(crate) async fn insert(
    tx: &mut PgConnection,
    bank: &str,
    kind: &str,
    subject_id: &str,
    now: DateTime<Utc>,
) -> Result<String, sqlx::Error> {
    let id = random_id("auth");
    sqlx::query(
        "insert into sandbox_bank.authorisations (id, bank, kind, subject_id, secret, created_at) \
         values ($1, $2, $3, $4, $5, $6)",
    )
    .bind(&id)
    .bind(bank)
    .bind(kind)
    .bind(subject_id)
    .bind(random_id("key"))
    .bind(now)
    .execute(tx)
    .await?;
    Ok(id)
}

pub(crate) async fn find(
    pool: &PgPool,
    bank: &str,
    kind: &str,
    id: &str,
) -> Result<Option<Authorisation>, sqlx::Error> {
    sqlx::query_as(&format!("{SELECT} where bank = $1 and kind = $2 and id = $3"))
        .bind(bank)
        .bind(kind)
        .bind(id)
        .fetch_optional(pool)
        .await
}

/// Read again under the lock of its subject.
pub(crate) async fn reload(tx: &mut PgConnection, id: &str) -> Result<Authorisation, sqlx::Error> {
    sqlx::query_as(&format!("{SELECT} where id = $1")).bind(id).fetch_one(tx).await
}

pub(crate) async fn ids_of(pool: &PgPool, kind: &str, subject_id: &str) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar("select id from sandbox_bank.authorisations where kind = $1 and subject_id = $2")
        .bind(kind)
        .bind(subject_id)
        .fetch_all(pool)
        .await
}

pub(crate) async fn save_activity(
    tx: &mut PgConnection,
    authorisation: &Authorisation,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "update sandbox_bank.authorisations set sca_status = $2, generation = $3, failures = $4, \
         last_activity = $5 where id = $1",
    )
    .bind(&authorisation.id)
    .bind(&authorisation.sca_status)
    .bind(authorisation.generation)
    .bind(authorisation.failures)
    .bind(authorisation.last_activity)
    .execute(tx)
    .await?;
    Ok(())
}

/// Ends it: `finalised` or `failed`.
pub(crate) async fn close(
    tx: &mut PgConnection,
    kind: &str,
    subject_id: &str,
    sca_status: &str,
) -> Result<(), sqlx::Error> {
    sqlx::query("update sandbox_bank.authorisations set sca_status = $3 where kind = $1 and subject_id = $2")
        .bind(kind)
        .bind(subject_id)
        .bind(sca_status)
        .execute(tx)
        .await?;
    Ok(())
}
