//! The bank's own migration: one idempotent script, run by one process at a time.

use sqlx::PgPool;

use crate::BankError;

/// Any number will do, as long as nobody else in the database takes it ("sandbank").
const ADVISORY_LOCK: i64 = 0x73_61_6e_64_62_61_6e_6b;

/// Creates the schema `sandbox_bank` and its tables where they are missing.
///
/// # Errors
/// When the database refuses.
pub async fn migrate(pool: &PgPool) -> Result<(), BankError> {
    let mut tx = pool.begin().await?;
    sqlx::query("select pg_advisory_xact_lock($1)").bind(ADVISORY_LOCK).execute(&mut *tx).await?;
    sqlx::raw_sql(include_str!("schema.sql")).execute(&mut *tx).await?;
    tx.commit().await?;
    Ok(())
}
