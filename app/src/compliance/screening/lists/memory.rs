//! The current entries in memory, prepared for comparing: loaded when they are first needed, and again after an import.
//!
//! Every screening asks the database for the number of the newest version, which is one look into an index; so all
//! servers notice an import, however it was made. See docs/adr/0024-screening-in-memory.md.
use std::sync::{Arc, PoisonError, RwLock};

use domain::compliance::screening::{
    DEFAULT_THRESHOLD, Index, Prepared, Profile, prepare, quick_score, score,
};
use domain::compliance::watchlist::Source;
use sqlx::PgConnection;
use tokio::sync::Mutex;

use super::store;
use crate::compliance::screening::model::Hit;
use crate::db;

/// Entries that are worth comparing with one name.
const CANDIDATES_MAX: usize = 400;
/// Entries that come from the database at once.
const PAGE_ENTRIES: i64 = 5_000;

/// What a process holds of the lists. Copies are the same one.
#[derive(Clone, Default)]
pub struct Lists(Arc<Shared>);

#[derive(Default)]
struct Shared {
    loaded: RwLock<Option<Arc<Loaded>>>,
    /// One loads, the others wait for it.
    loading: Mutex<()>,
}

impl Lists {
    fn loaded(&self) -> Option<Arc<Loaded>> {
        self.0.loaded.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// The entries of one moment.
pub struct Loaded {
    /// The newest version of all lists that it holds.
    pub version: i64,
    entries: Vec<Entry>,
    index: Index,
}

struct Entry {
    id: i64,
    hash: Box<str>,
    source: Source,
    external_id: Box<str>,
    name: Box<str>,
    programmes: Vec<String>,
    prepared: Prepared,
}

/// The lists as they are now; none when none was ever imported.
///
/// # Errors
/// When the database refuses.
pub async fn current(lists: &Lists, db: &mut PgConnection) -> sqlx::Result<Option<Arc<Loaded>>> {
    let Some(version) = store::latest_version(&mut *db).await? else { return Ok(None) };
    let is_current = |loaded: &Arc<Loaded>| loaded.version >= version;
    if let Some(loaded) = lists.loaded().filter(is_current) {
        return Ok(Some(loaded));
    }
    let _turn = lists.0.loading.lock().await;
    if let Some(loaded) = lists.loaded().filter(is_current) {
        return Ok(Some(loaded));
    }
    let loaded = Arc::new(load(db, version).await?);
    *lists.0.loaded.write().unwrap_or_else(PoisonError::into_inner) = Some(loaded.clone());
    Ok(Some(loaded))
}

async fn load(db: &mut PgConnection, version: i64) -> sqlx::Result<Loaded> {
    let mut entries: Vec<Entry> = Vec::new();
    loop {
        let after = entries.last().map_or(0, |entry| entry.id);
        let rows = store::entries(db, after, PAGE_ENTRIES).await?;
        let last = rows.len() < usize::try_from(PAGE_ENTRIES).unwrap_or_default();
        let sources = rows.iter().map(|row| db::parsed("a list's source", &row.source));
        let sources: Vec<Source> = sources.collect::<Result<_, _>>()?;
        entries.extend(blocking(move || rows.into_iter().zip(sources).map(entry).collect::<Vec<_>>()).await?);
        if last {
            break;
        }
    }
    let loaded = blocking(move || {
        let index = Index::build(entries.iter().map(|entry| &entry.prepared).enumerate());
        Loaded { version, entries, index }
    });
    let loaded = loaded.await?;
    tracing::info!(version, entries = loaded.entries.len(), "sanctions lists are in memory");
    Ok(loaded)
}

/// Preparing names takes processor time that requests are not to wait for.
async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> sqlx::Result<T> {
    tokio::task::spawn_blocking(work).await.map_err(|_| sqlx::Error::WorkerCrashed)
}

fn entry((row, source): (store::EntryRow, Source)) -> Entry {
    let content = row.content.0;
    Entry {
        id: row.id,
        hash: row.content_hash.into(),
        source,
        external_id: row.external_id.into(),
        name: content.name().into(),
        prepared: prepare(&content.profile()),
        programmes: content.programmes,
    }
}

impl Loaded {
    /// How many entries there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Are there none?
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The entries that this may be, the likeliest first: those over the threshold.
    #[must_use]
    pub fn hits(&self, profile: &Profile, limit: usize) -> Vec<Hit> {
        self.like(profile, limit, |score| score >= DEFAULT_THRESHOLD)
    }

    /// The entries that are the most like this, over the threshold or not.
    #[must_use]
    pub fn nearest(&self, profile: &Profile, limit: usize) -> Vec<Hit> {
        self.like(profile, limit, |_| true)
    }

    fn like(
        &self,
        profile: &Profile,
        limit: usize,
        counts: impl Fn(domain::compliance::screening::Score) -> bool,
    ) -> Vec<Hit> {
        let query = prepare(profile);
        let candidates = self.index.candidates(&query, CANDIDATES_MAX);
        let candidates = candidates.into_iter().filter_map(|key| self.entries.get(key));
        let scored = candidates.map(|entry| (quick_score(&query, &entry.prepared), entry));
        let mut scored: Vec<_> = scored.filter(|(score, _)| counts(*score)).collect();
        scored.sort_by_key(|(score, entry)| (std::cmp::Reverse(*score), entry.id));
        // The second key needs the whole comparison: not for all of hundreds of candidates.
        scored.truncate(limit.saturating_mul(2));
        let found = scored.into_iter().map(|(_, entry)| {
            let found = score(&query, &entry.prepared);
            (found.rank(self.index.rarity(&query, &entry.prepared)), entry, found)
        });
        let mut found: Vec<_> = found.collect();
        found.sort_by(|one, other| other.0.cmp(&one.0).then(one.1.id.cmp(&other.1.id)));
        found.truncate(limit);
        found.into_iter().map(|(_, entry, found)| hit(entry, found)).collect()
    }
}

fn hit(entry: &Entry, found: domain::compliance::screening::Match) -> Hit {
    Hit {
        entry_id: entry.id,
        entry_hash: entry.hash.to_string(),
        source: entry.source,
        external_id: entry.external_id.to_string(),
        name: entry.name.to_string(),
        programmes: entry.programmes.clone(),
        found,
    }
}
