//! The three behaviours of a repeated command: the same request gets the first answer again, another request with the
//! same key is refused, and one that is under way is not carried out beside itself.
use chrono::{DateTime, Duration, Utc};
use domain::ids::{TransactionId, UserId};
use serde_json::json;
use sha2::{Digest, Sha256};
use sqlx::{PgConnection, Postgres, Transaction};

use super::store;
use crate::context::AppState;
use crate::db;
use crate::error::AppError;

/// How long a repeated command gets its first answer again.
const KEEP_HOURS: i64 = 48;
const KEY_MAX_CHARS: usize = 255;

#[derive(Debug, thiserror::Error)]
pub enum IdempotencyError {
    /// Also for a text that no page of ours gives out as a key.
    #[error("the idempotency key was used for another request")]
    KeyReused,
    #[error("the same command is being carried out")]
    StillProcessing,
    #[error(transparent)]
    Database(#[from] sqlx::Error),
    #[error(transparent)]
    BadRow(#[from] db::BadRow),
}

impl From<IdempotencyError> for AppError {
    fn from(error: IdempotencyError) -> Self {
        match error {
            IdempotencyError::KeyReused => Self::KeyReused,
            IdempotencyError::StillProcessing => Self::StillProcessing,
            IdempotencyError::Database(_) | IdempotencyError::BadRow(_) => {
                tracing::error!(%error, "a repeated command");
                Self::Unexpected
            }
        }
    }
}

/// One sending of a form: its key, and a hash of everything that it asks for.
#[derive(Debug)]
pub struct Command {
    action: &'static str,
    key: String,
    hash: Vec<u8>,
}

impl Command {
    /// `action`: what is asked for, for whoever reads the table. `asked`: every part of it that must be the same when
    /// the form is sent again.
    ///
    /// # Errors
    /// [`IdempotencyError::KeyReused`] for something that is no key.
    pub fn new(action: &'static str, key: &str, asked: &[&str]) -> Result<Self, IdempotencyError> {
        let printable = key.bytes().all(|byte| byte.is_ascii_graphic());
        if key.is_empty() || !printable || key.len() > KEY_MAX_CHARS {
            return Err(IdempotencyError::KeyReused);
        }
        Ok(Self { action, key: key.to_owned(), hash: Sha256::digest(asked.join("\n")).to_vec() })
    }

    /// Takes the key until the transaction ends. The answer, when this command was carried out before.
    ///
    /// # Errors
    /// See [`IdempotencyError`].
    pub async fn begin_in_tx(
        &self,
        tx: &mut PgConnection,
        user: &UserId,
    ) -> Result<Option<TransactionId>, IdempotencyError> {
        let locked = store::lock_key_in_tx(tx, user, &self.key).await?;
        // Also without the lock: an answer that can be seen is final, and a commit shows it, and wakes whoever waited
        // for one of its rows, before it lets go of the lock.
        let Some(stored) = store::stored_answer_in_tx(tx, user, &self.key).await? else {
            return if locked { Ok(None) } else { Err(IdempotencyError::StillProcessing) };
        };
        if stored.request_hash != self.hash {
            return Err(IdempotencyError::KeyReused);
        }
        let id = stored.response.get("transaction").and_then(|id| id.as_str()).unwrap_or_default();
        Ok(Some(db::parsed("a transaction id", id)?))
    }

    /// Stores the answer beside what it answers for.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn answer_in_tx(
        &self,
        tx: &mut PgConnection,
        user: &UserId,
        answer: &TransactionId,
        now: DateTime<Utc>,
    ) -> sqlx::Result<()> {
        let response = json!({ "transaction": answer.as_str() });
        store::store_answer_in_tx(tx, user, &self.key, self.action, &self.hash, response, now).await
    }
}

/// Ends a command's transaction, either way: one that is only dropped keeps the key's lock for a moment longer, and the
/// customer's next try would be told that this one is still under way.
///
/// # Errors
/// What `done` says, or the database.
pub async fn end<T, E: From<sqlx::Error>>(tx: Transaction<'_, Postgres>, done: Result<T, E>) -> Result<T, E> {
    match done {
        Ok(_) => tx.commit().await?,
        Err(_) => tx.rollback().await?,
    }
    done
}

/// Forgets stored answers that nobody can ask for any more. Returns how many.
///
/// # Errors
/// When the database fails.
pub async fn prune(state: &AppState) -> sqlx::Result<u64> {
    store::prune(&state.db, state.clock.now() - Duration::hours(KEEP_HOURS)).await
}
