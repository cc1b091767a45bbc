//! Sessions in PostgreSQL under a hash of their id: reading the table does not let anybody log in.
use async_trait::async_trait;
use sha2::{Digest, Sha256};
use sqlx::PgPool;
use tower_sessions::session::{Id, Record};
use tower_sessions::session_store::Result;
use tower_sessions::{ExpiredDeletion, SessionStore};
use tower_sessions_sqlx_store::PostgresStore;

/// Stores records in `tower_sessions.session`. Neither the key nor the record holds the cookie's value.
#[derive(Clone, Debug)]
pub struct HashedSessionStore {
    inner: PostgresStore,
}

impl HashedSessionStore {
    #[must_use]
    pub fn new(pool: PgPool) -> Self {
        Self { inner: PostgresStore::new(pool) }
    }

    /// Removes records whose time is over.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn delete_expired(&self) -> Result<()> {
        self.inner.delete_expired().await
    }
}

/// Half of SHA-256 is as long as the id itself: 128 bits that nobody can turn back.
fn hashed(id: &Id) -> Id {
    let digest = Sha256::digest(id.to_string().as_bytes());
    let mut half = [0_u8; 16];
    half.copy_from_slice(&digest[..16]);
    Id(i128::from_le_bytes(half))
}

fn stored(record: &Record) -> Record {
    Record { id: hashed(&record.id), ..record.clone() }
}

#[async_trait]
impl SessionStore for HashedSessionStore {
    async fn create(&self, record: &mut Record) -> Result<()> {
        loop {
            let wanted = stored(record);
            let mut taken = wanted.clone();
            // The inner store changes the id of a record whose place is taken. That place belongs to no id that
            // we could hand out, so it is given back and another id is drawn.
            self.inner.create(&mut taken).await?;
            if taken.id == wanted.id {
                return Ok(());
            }
            self.inner.delete(&taken.id).await?;
            record.id = Id::default();
        }
    }

    async fn save(&self, record: &Record) -> Result<()> {
        self.inner.save(&stored(record)).await
    }

    async fn load(&self, id: &Id) -> Result<Option<Record>> {
        let found = self.inner.load(&hashed(id)).await?;
        Ok(found.map(|record| Record { id: *id, ..record }))
    }

    async fn delete(&self, id: &Id) -> Result<()> {
        self.inner.delete(&hashed(id)).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(id: Id) -> Record {
        let mut data = std::collections::HashMap::new();
        data.insert("user_id".to_owned(), serde_json::json!("usr_demo1"));
        Record { id, data, expiry_date: time::OffsetDateTime::now_utc() + time::Duration::hours(1) }
    }

    #[test]
    fn the_hash_is_stable_and_not_the_id() {
        let id = Id(42);
        assert_eq!(hashed(&id), hashed(&id));
        assert_ne!(hashed(&id), id);
        assert_ne!(hashed(&Id(43)), hashed(&id));
    }

    #[sqlx::test(migrator = "crate::MIGRATOR")]
    async fn the_raw_id_is_nowhere_in_the_table(pool: PgPool) {
        let (store, id) = (HashedSessionStore::new(pool.clone()), Id::default());
        store.create(&mut record(id)).await.unwrap();
        store.save(&record(id)).await.unwrap();
        let (key, data): (String, Vec<u8>) =
            sqlx::query_as("select id, data from tower_sessions.session").fetch_one(&pool).await.unwrap();
        assert_ne!(key, id.to_string());
        let holds = |needle: &[u8]| data.windows(needle.len()).any(|window| window == needle);
        assert!(!holds(id.to_string().as_bytes()));
        assert!(!holds(&id.0.to_le_bytes()) && !holds(&id.0.to_be_bytes()));
        assert!(holds(&hashed(&id).0.to_be_bytes()) || holds(&hashed(&id).0.to_le_bytes()), "no id found at all");
        assert_eq!(store.load(&id).await.unwrap().unwrap().id, id);
        store.delete(&id).await.unwrap();
        assert!(store.load(&id).await.unwrap().is_none());
    }

    #[sqlx::test(migrator = "crate::MIGRATOR")]
    async fn a_collision_draws_another_id(pool: PgPool) {
        let (store, id) = (HashedSessionStore::new(pool), Id::default());
        store.create(&mut record(id)).await.unwrap();
        let mut second = record(id);
        store.create(&mut second).await.unwrap();
        assert_ne!(second.id, id);
        assert_eq!(store.load(&second.id).await.unwrap().unwrap().id, second.id);
        assert!(store.load(&id).await.unwrap().is_some());
    }
}
