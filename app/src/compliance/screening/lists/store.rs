//! All SQL of the lists.
use chrono::{DateTime, Utc};
use domain::compliance::watchlist::Content;
use serde_json::Value;
use sqlx::types::Json;
use sqlx::{PgConnection, PgExecutor, PgPool};

/// One import at a time, of whatever list: versions are numbered in the order in which they become visible.
const IMPORT_LOCK: i64 = 0x0064_726f_7077_6c73;

pub(super) async fn lock_in_tx(tx: &mut PgConnection) -> sqlx::Result<bool> {
    sqlx::query_scalar!(r#"select pg_try_advisory_xact_lock($1) as "locked!""#, IMPORT_LOCK)
        .fetch_one(tx)
        .await
}

pub(super) struct VersionRow {
    pub version: i64,
    pub source: String,
    pub checksum: String,
    pub published_at: Option<DateTime<Utc>>,
    pub imported_at: DateTime<Utc>,
    pub entries: i32,
    pub added: i32,
    pub changed: i32,
    pub removed: i32,
    pub current: bool,
}

pub(super) async fn versions(db: &PgPool, limit: i64) -> sqlx::Result<Vec<VersionRow>> {
    sqlx::query_as!(
        VersionRow,
        r#"
        select version, source, checksum, published_at, imported_at, entries, added, changed, removed,
          version = max(version) over (partition by source) as "current!"
        from watchlists order by version desc limit $1
        "#,
        limit
    )
    .fetch_all(db)
    .await
}

pub(super) async fn newest_in_tx(tx: &mut PgConnection, source: &str) -> sqlx::Result<Option<VersionRow>> {
    sqlx::query_as!(
        VersionRow,
        r#"
        select version, source, checksum, published_at, imported_at, entries, added, changed, removed,
          true as "current!"
        from watchlists where source = $1 order by version desc limit 1
        "#,
        source
    )
    .fetch_optional(tx)
    .await
}

/// The newest version of all lists, which says whether what a server holds in memory is current.
pub(in crate::compliance::screening) async fn latest_version(
    db: impl PgExecutor<'_>,
) -> sqlx::Result<Option<i64>> {
    sqlx::query_scalar!("select max(version) from watchlists").fetch_one(db).await
}

pub(super) async fn insert_in_tx(
    tx: &mut PgConnection,
    id: &str,
    source: &str,
    checksum: &str,
    now: DateTime<Utc>,
) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        "insert into watchlists (id, source, checksum, imported_at) values ($1, $2, $3, $4) returning version",
        id,
        source,
        checksum,
        now
    )
    .fetch_one(tx)
    .await
}

pub(super) struct TakenRow {
    pub added: i64,
    pub changed: i64,
}

/// Takes a batch of entries. What an entry says is written only when it says something new; one that had left the list
/// counts as added when it comes back.
pub(super) async fn take_in_tx(
    tx: &mut PgConnection,
    source: &str,
    version: i64,
    rows: Value,
) -> sqlx::Result<TakenRow> {
    sqlx::query_as!(
        TakenRow,
        r#"
        with given as materialized (
          select * from jsonb_to_recordset($3) as g(external_id text, content_hash text, content jsonb)
        ), before as materialized (
          select e.external_id, e.content_hash, e.removed_version from watchlist_entries e
          where e.source = $1 and e.external_id in (select external_id from given)
        ), taken as (
          insert into watchlist_entries
            (source, external_id, content_hash, first_version, content_version, last_version)
          select $1, external_id, content_hash, $2, $2, $2 from given
          on conflict (source, external_id) do update set
            content_hash = excluded.content_hash, last_version = excluded.last_version, removed_version = null,
            content_version = case when watchlist_entries.content_hash = excluded.content_hash
              then watchlist_entries.content_version else excluded.content_version end
          returning id, external_id, content_hash, content_version
        ), written as (
          insert into watchlist_contents (entry_id, version, content_hash, content)
          select t.id, $2, t.content_hash, g.content
          from taken t join given g on g.external_id = t.external_id
          where t.content_version = $2
        )
        select count(*) filter (where b.external_id is null or b.removed_version is not null) as "added!",
          count(*) filter (where b.removed_version is null and b.content_hash <> g.content_hash) as "changed!"
        from given g left join before b on b.external_id = g.external_id
        "#,
        source,
        version,
        rows
    )
    .fetch_one(tx)
    .await
}

/// Entries that were on the list before this version.
pub(super) async fn count_in_tx(tx: &mut PgConnection, source: &str, version: i64) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        r#"
        select count(*) as "count!" from watchlist_entries
        where source = $1 and first_version < $2 and removed_version is null
        "#,
        source,
        version
    )
    .fetch_one(tx)
    .await
}

/// Takes entries off the list that this version does not have. Returns how many.
pub(super) async fn remove_missing_in_tx(
    tx: &mut PgConnection,
    source: &str,
    version: i64,
) -> sqlx::Result<u64> {
    let done = sqlx::query!(
        r#"
        update watchlist_entries set removed_version = $2
        where source = $1 and last_version < $2 and removed_version is null
        "#,
        source,
        version
    )
    .execute(tx)
    .await?;
    Ok(done.rows_affected())
}

pub(super) struct Finished {
    pub entries: i32,
    pub added: i32,
    pub changed: i32,
    pub removed: i32,
}

pub(super) async fn finish_in_tx(
    tx: &mut PgConnection,
    version: i64,
    published_at: Option<DateTime<Utc>>,
    counts: &Finished,
) -> sqlx::Result<VersionRow> {
    sqlx::query_as!(
        VersionRow,
        r#"
        update watchlists set published_at = $2, entries = $3, added = $4, changed = $5, removed = $6
        where version = $1
        returning version, source, checksum, published_at, imported_at, entries, added, changed, removed,
          true as "current!"
        "#,
        version,
        published_at,
        counts.entries,
        counts.added,
        counts.changed,
        counts.removed
    )
    .fetch_one(tx)
    .await
}

pub(super) struct EntryRow {
    pub id: i64,
    pub source: String,
    pub external_id: String,
    pub content_hash: String,
    pub content: Json<Content>,
}

/// Current entries behind `after`, by id.
pub(super) async fn entries(db: &mut PgConnection, after: i64, limit: i64) -> sqlx::Result<Vec<EntryRow>> {
    sqlx::query_as!(
        EntryRow,
        r#"
        select e.id, e.source, e.external_id, e.content_hash, c.content as "content: Json<Content>"
        from watchlist_entries e
        join watchlist_contents c on c.entry_id = e.id and c.version = e.content_version
        where e.id > $1 and e.removed_version is null order by e.id limit $2
        "#,
        after,
        limit
    )
    .fetch_all(db)
    .await
}
