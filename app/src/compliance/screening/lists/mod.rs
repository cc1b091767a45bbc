//! Sanctions lists: reading a new version in, and holding the current entries in memory.
mod import;
mod memory;
pub mod reader;
mod store;

use chrono::{DateTime, Utc};
use domain::compliance::watchlist::{FRESH, Source};
use sqlx::PgPool;

pub use import::{Import, ImportError, Imported, import};
pub use memory::{Lists, Loaded, current};
pub(super) use store::latest_version;

use crate::db;

/// Versions that an operator is shown at once.
const LISTED_MAX: i64 = 100;

/// One imported version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    pub version: i64,
    pub source: Source,
    /// SHA-256 of the files, in hex.
    pub checksum: String,
    pub published_at: Option<DateTime<Utc>>,
    pub imported_at: DateTime<Utc>,
    pub entries: i32,
    pub added: i32,
    pub changed: i32,
    pub removed: i32,
    /// The newest of its source.
    pub current: bool,
}

impl Version {
    /// Is it so old that somebody should ask the publisher for a newer one?
    #[must_use]
    pub fn is_stale(&self, now: DateTime<Utc>) -> bool {
        self.source != Source::BuiltIn && now - self.published_at.unwrap_or(self.imported_at) > FRESH
    }
}

/// Imported versions, the newest first.
///
/// # Errors
/// When the database refuses.
pub async fn versions(db: &PgPool) -> sqlx::Result<Vec<Version>> {
    store::versions(db, LISTED_MAX).await?.into_iter().map(|row| Ok(read(row)?)).collect()
}

fn read(row: store::VersionRow) -> Result<Version, db::BadRow> {
    Ok(Version {
        version: row.version,
        source: db::parsed("a list's source", &row.source)?,
        checksum: row.checksum,
        published_at: row.published_at,
        imported_at: row.imported_at,
        entries: row.entries,
        added: row.added,
        changed: row.changed,
        removed: row.removed,
        current: row.current,
    })
}
