//! Reading a new version of a list in: one transaction, in which a broken list changes nothing.
use std::collections::HashSet;

use chrono::{DateTime, Utc};
use domain::compliance::watchlist::{Listed, Source, lacks_much};
use domain::ids::WatchlistId;
use serde_json::json;
use sha2::{Digest, Sha256};
use sqlx::PgConnection;
use tokio::sync::mpsc::{Receiver, Sender, channel};

use super::reader::{ListReader, ReadError, Refused};
use super::{Version, read, store};
use crate::compliance::screening::runs;
use crate::context::AppState;
use crate::jobs::service::JobsError;
use crate::{audit, db};

/// Entries that go to the database at once …
const BATCH_ENTRIES: usize = 500;
/// … and batches that wait for it: reading is faster than writing, and memory must not pay for that.
const BATCHES_WAITING_MAX: usize = 2;

/// What is to be imported.
pub struct Import {
    pub source: Source,
    /// SHA-256 of the files, in hex.
    pub checksum: String,
    pub reader: Box<dyn ListReader>,
    /// Somebody has looked at it: it may lack much of what the version before had.
    pub believe_losses: bool,
}

/// What became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Imported {
    /// It is the current version already; nothing was changed.
    Already(Version),
    New(Version),
}

#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    #[error("nothing was changed: {0}")]
    Read(#[from] ReadError),
    #[error("nothing was changed: the list has no entries")]
    Empty,
    #[error(
        "nothing was changed: {removed} of {before} entries would leave the list, as if a part of it were missing; \
         --force if you have looked at it and it is right"
    )]
    LacksMuch { before: u64, removed: u64 },
    #[error("another list is being imported: try again when that has ended")]
    Busy,
    #[error("reading the list ended without a result")]
    ReaderDied,
    #[error(transparent)]
    Database(#[from] sqlx::Error),
    #[error(transparent)]
    BadRow(#[from] db::BadRow),
    #[error(transparent)]
    Jobs(#[from] JobsError),
}

/// Imports a list and has everybody screened against it. `progress` hears how many entries were read so far.
///
/// # Errors
/// Then nothing has changed.
pub async fn import(
    state: &AppState,
    import: Import,
    progress: impl Fn(u64) + Send,
) -> Result<Imported, ImportError> {
    let mut tx = state.db.begin().await?;
    match import_in_tx(&mut tx, state, import, progress).await {
        Ok(imported) => {
            tx.commit().await?;
            Ok(imported)
        }
        Err(error) => {
            // At once, and not when the connection is next used: it holds the lock.
            tx.rollback().await.ok();
            Err(error)
        }
    }
}

async fn import_in_tx(
    tx: &mut PgConnection,
    state: &AppState,
    import: Import,
    progress: impl Fn(u64) + Send,
) -> Result<Imported, ImportError> {
    if !store::lock_in_tx(tx).await? {
        return Err(ImportError::Busy);
    }
    let before = store::newest_in_tx(tx, import.source.as_str()).await?;
    if let Some(row) = before
        && row.checksum == import.checksum
    {
        return Ok(Imported::Already(read(row)?));
    }
    let id = WatchlistId::generate(state.entropy.as_ref());
    let now = state.clock.now();
    let version = store::insert_in_tx(tx, id.as_str(), import.source.as_str(), &import.checksum, now).await?;
    let target = Target { source: import.source, version };
    let (counts, published) = take_in_tx(tx, target, import.reader, progress).await?;
    if counts.read == 0 {
        return Err(ImportError::Empty);
    }
    let before = store::count_in_tx(tx, import.source.as_str(), version).await?.unsigned_abs();
    let removed = store::remove_missing_in_tx(tx, import.source.as_str(), version).await?;
    if lacks_much(before, removed) && !import.believe_losses {
        return Err(ImportError::LacksMuch { before, removed });
    }
    let row = store::finish_in_tx(tx, version, published, &counts.as_finished(removed)).await?;
    let new = read(row)?;
    // What is built in is no list: nobody is screened again for it, and it is no fact for an auditor.
    if import.source != Source::BuiltIn {
        record_in_tx(tx, state, &id, &new).await?;
        runs::start_in_tx(tx, state, version).await?;
    }
    Ok(Imported::New(new))
}

#[derive(Clone, Copy)]
struct Target {
    source: Source,
    version: i64,
}

#[derive(Default)]
struct Counts {
    read: u64,
    added: u64,
    changed: u64,
}

impl Counts {
    fn as_finished(&self, removed: u64) -> store::Finished {
        let count = |number: u64| i32::try_from(number).unwrap_or(i32::MAX);
        store::Finished {
            entries: count(self.read),
            added: count(self.added),
            changed: count(self.changed),
            removed: count(removed),
        }
    }
}

/// Reads on a thread for blocking work and writes here, batch by batch.
async fn take_in_tx(
    tx: &mut PgConnection,
    target: Target,
    reader: Box<dyn ListReader>,
    progress: impl Fn(u64) + Send,
) -> Result<(Counts, Option<DateTime<Utc>>), ImportError> {
    let (send, receive) = channel(BATCHES_WAITING_MAX);
    let reading = tokio::task::spawn_blocking(move || read_all(reader, &send));
    let written = write_all_in_tx(tx, target, receive, progress).await;
    // The receiver is gone by now: a reader that still reads stops at its next batch.
    let published = reading.await.map_err(|_| ImportError::ReaderDied)?;
    let counts = written?;
    Ok((counts, published?))
}

fn read_all(
    mut reader: Box<dyn ListReader>,
    send: &Sender<Vec<Listed>>,
) -> Result<Option<DateTime<Utc>>, ReadError> {
    let mut seen: HashSet<Box<str>> = HashSet::new();
    let mut batch = Vec::with_capacity(BATCH_ENTRIES);
    let published = reader.read(&mut |mut listed| {
        if !seen.insert(listed.external_id.as_str().into()) {
            return Err(Refused::Twice);
        }
        listed.content.put_in_order();
        if listed.content.names.is_empty() {
            return Err(Refused::NoName);
        }
        batch.push(listed);
        if batch.len() == BATCH_ENTRIES {
            let full = std::mem::replace(&mut batch, Vec::with_capacity(BATCH_ENTRIES));
            send.blocking_send(full).map_err(|_| Refused::Stopped)?;
        }
        Ok(())
    })?;
    if !batch.is_empty() {
        // The writer has given up and says why.
        let _ = send.blocking_send(batch);
    }
    Ok(published)
}

async fn write_all_in_tx(
    tx: &mut PgConnection,
    target: Target,
    mut receive: Receiver<Vec<Listed>>,
    progress: impl Fn(u64) + Send,
) -> Result<Counts, ImportError> {
    let mut counts = Counts::default();
    while let Some(batch) = receive.recv().await {
        counts.read += batch.len() as u64;
        let rows = batch.iter().map(row).collect::<Result<Vec<_>, _>>().map_err(JobsError::Payload)?;
        let rows = serde_json::Value::Array(rows);
        let done = store::take_in_tx(tx, target.source.as_str(), target.version, rows).await?;
        counts.added += done.added.unsigned_abs();
        counts.changed += done.changed.unsigned_abs();
        progress(counts.read);
    }
    Ok(counts)
}

/// An entry as the statement takes it, with the hash of what it says.
fn row(listed: &Listed) -> serde_json::Result<serde_json::Value> {
    let hash = hex::encode(Sha256::digest(serde_json::to_string(&listed.content)?));
    Ok(json!({ "external_id": listed.external_id, "content_hash": hash, "content": listed.content }))
}

async fn record_in_tx(
    tx: &mut PgConnection,
    state: &AppState,
    id: &WatchlistId,
    new: &Version,
) -> sqlx::Result<()> {
    let entry = audit::Entry {
        user_id: None,
        action: "watchlist.import",
        resource: Some(("watchlist", id.as_str())),
        details: json!({
            "source": new.source, "version": new.version, "checksum": new.checksum, "entries": new.entries,
            "added": new.added, "changed": new.changed, "removed": new.removed,
        }),
    };
    audit::record_in_tx(tx, state.entropy.as_ref(), state.clock.now(), None, entry).await
}
