//! Sessions in PostgreSQL under a hash of their id: reading the table does not let anybody log in.
//!
//! tower-sessions-sqlx-store is not used: it keeps the raw id as key and inside the record, and it turns on sqlx's
//! `time` types, which every checked query of the workspace would then get instead of chrono's.
mod store;
#[cfg(test)]
mod tests;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use sha2::{Digest, Sha256};
use sqlx::PgPool;
use time::OffsetDateTime;
use tower_sessions::SessionStore;
use tower_sessions::session::{Id, Record};
use tower_sessions::session_store::{Error, Result};

/// Somebody would have to draw the same 128 bits this often in a row.
const DRAWS_MAX: u32 = 5;

/// Stores records in `tower_sessions.session`. Neither the key nor the record holds the cookie's value.
#[derive(Clone, Debug)]
pub struct HashedSessionStore {
    db: PgPool,
}

impl HashedSessionStore {
    #[must_use]
    pub const fn new(db: PgPool) -> Self {
        Self { db }
    }

    /// Removes records whose time is over. Returns how many.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn delete_expired(&self) -> sqlx::Result<u64> {
        store::delete_expired(&self.db).await
    }
}

/// SHA-256 of the cookie's value, in hex.
fn hashed(id: &Id) -> String {
    hex::encode(Sha256::digest(id.to_string().as_bytes()))
}

#[async_trait]
impl SessionStore for HashedSessionStore {
    async fn create(&self, record: &mut Record) -> Result<()> {
        let data = encode(record)?;
        for _ in 0..DRAWS_MAX {
            let expiry = to_chrono(record.expiry_date)?;
            if store::insert(&self.db, &hashed(&record.id), &data, expiry).await.map_err(backend)? {
                return Ok(());
            }
            record.id = Id::default();
        }
        Err(Error::Backend("no free session id".to_owned()))
    }

    async fn save(&self, record: &Record) -> Result<()> {
        let expiry = to_chrono(record.expiry_date)?;
        store::upsert(&self.db, &hashed(&record.id), &encode(record)?, expiry).await.map_err(backend)
    }

    async fn load(&self, id: &Id) -> Result<Option<Record>> {
        let Some(row) = store::find(&self.db, &hashed(id)).await.map_err(backend)? else { return Ok(None) };
        let data = serde_json::from_slice(&row.data).map_err(|error| Error::Decode(error.to_string()))?;
        Ok(Some(Record { id: *id, data, expiry_date: to_time(row.expiry_date)? }))
    }

    async fn delete(&self, id: &Id) -> Result<()> {
        store::delete(&self.db, &hashed(id)).await.map_err(backend)
    }
}

fn encode(record: &Record) -> Result<Vec<u8>> {
    serde_json::to_vec(&record.data).map_err(|error| Error::Encode(error.to_string()))
}

#[expect(clippy::needless_pass_by_value, reason = "the shape that map_err asks for")]
fn backend(error: sqlx::Error) -> Error {
    Error::Backend(error.to_string())
}

fn to_chrono(instant: OffsetDateTime) -> Result<DateTime<Utc>> {
    DateTime::from_timestamp(instant.unix_timestamp(), instant.nanosecond())
        .ok_or_else(|| Error::Encode("the expiry is out of range".to_owned()))
}

fn to_time(instant: DateTime<Utc>) -> Result<OffsetDateTime> {
    OffsetDateTime::from_unix_timestamp(instant.timestamp()).map_err(|error| Error::Decode(error.to_string()))
}
