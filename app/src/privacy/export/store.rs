//! All SQL of the copies themselves: how far one is, and the file until it is fetched.
use chrono::{DateTime, Utc};
use domain::ids::{DataExportId, DataRequestId, UserId};
use sqlx::{PgConnection, PgPool};

pub(super) struct NewExport<'a> {
    pub id: &'a DataExportId,
    pub user: &'a UserId,
    pub request: &'a DataRequestId,
    pub language: &'a str,
    pub parts: i32,
    pub now: DateTime<Utc>,
}

/// False when one is being made already.
pub(super) async fn insert_in_tx(tx: &mut PgConnection, new: &NewExport<'_>) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        r#"
        insert into data_exports (id, user_id, request_id, language, parts_total, created_at)
        values ($1, $2, $3, $4, $5, $6) on conflict (user_id) where state = 'building' do nothing
        "#,
        new.id.as_str(),
        new.user.as_str(),
        new.request.as_str(),
        new.language,
        new.parts,
        new.now
    )
    .execute(tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

pub(super) async fn language_in_tx(tx: &mut PgConnection, user: &UserId) -> sqlx::Result<Option<String>> {
    sqlx::query_scalar!("select language from settings where user_id = $1", user.as_str())
        .fetch_optional(tx)
        .await
}

/// The request was granted, and its copy is being made.
pub(super) async fn grant_in_tx(
    tx: &mut PgConnection,
    request: &DataRequestId,
    user: &UserId,
    answer: &str,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!(
        r#"
        update data_access_requests set status = 'processing', decided_at = $3, decided_by = $2, answer = $4,
          version = version + 1
        where id = $1 and status = 'pending'
        "#,
        request.as_str(),
        user.as_str(),
        now,
        answer
    )
    .execute(tx)
    .await?;
    Ok(())
}

pub(super) struct BuildingRow {
    pub user_id: String,
    pub request_id: String,
    pub language: String,
}

/// One that is still to be made; nothing when somebody has.
pub(super) async fn building(
    db: impl sqlx::PgExecutor<'_>,
    id: &DataExportId,
) -> sqlx::Result<Option<BuildingRow>> {
    sqlx::query_as!(
        BuildingRow,
        "select user_id, request_id, language from data_exports where id = $1 and state = 'building'",
        id.as_str()
    )
    .fetch_optional(db)
    .await
}

pub(super) async fn progress_in_tx(tx: &mut PgConnection, id: &DataExportId, done: i32) -> sqlx::Result<()> {
    sqlx::query!(
        "update data_exports set parts_done = least($2, parts_total) where id = $1 and state = 'building'",
        id.as_str(),
        done
    )
    .execute(tx)
    .await?;
    Ok(())
}

pub(super) struct Ready<'a> {
    pub id: &'a DataExportId,
    pub token_hash: &'a str,
    /// Sealed.
    pub content: &'a str,
    pub now: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
}

/// False when another server was faster.
pub(super) async fn ready_in_tx(tx: &mut PgConnection, ready: &Ready<'_>) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        r#"
        update data_exports set state = 'ready', token_hash = $2, content = $3, ready_at = $4, expires_at = $5,
          parts_done = parts_total
        where id = $1 and state = 'building'
        "#,
        ready.id.as_str(),
        ready.token_hash,
        ready.content,
        ready.now,
        ready.expires_at
    )
    .execute(tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

pub(super) async fn complete_in_tx(
    tx: &mut PgConnection,
    request: &str,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!(
        r#"
        update data_access_requests set status = 'completed', completed_at = $2, version = version + 1
        where id = $1 and status = 'processing'
        "#,
        request,
        now
    )
    .execute(tx)
    .await?;
    Ok(())
}

pub(super) struct ExportRow {
    pub state: String,
    pub parts_done: i32,
    pub parts_total: i32,
    pub expires_at: Option<DateTime<Utc>>,
    pub fetched_at: Option<DateTime<Utc>>,
}

/// The last one of a customer.
pub(super) async fn last(db: &PgPool, user: &UserId) -> sqlx::Result<Option<ExportRow>> {
    sqlx::query_as!(
        ExportRow,
        r#"
        select state, parts_done, parts_total, expires_at, fetched_at from data_exports
        where user_id = $1 order by created_at desc, id desc limit 1
        "#,
        user.as_str()
    )
    .fetch_optional(db)
    .await
}

/// Until when a link opens; nothing when it does not.
pub(super) async fn opens(
    db: &PgPool,
    user: &UserId,
    token_hash: &str,
    now: DateTime<Utc>,
) -> sqlx::Result<Option<DateTime<Utc>>> {
    let until = sqlx::query_scalar!(
        r#"
        select expires_at as "until!" from data_exports
        where token_hash = $1 and user_id = $2 and state = 'ready' and expires_at > $3
        "#,
        token_hash,
        user.as_str(),
        now
    )
    .fetch_optional(db)
    .await?;
    Ok(until)
}

pub(super) struct FileRow {
    pub id: String,
    pub request_id: String,
    /// Sealed.
    pub content: String,
}

/// Takes the file out: whoever comes second with the same link finds nothing.
pub(super) async fn take_in_tx(
    tx: &mut PgConnection,
    user: &UserId,
    token_hash: &str,
    now: DateTime<Utc>,
) -> sqlx::Result<Option<FileRow>> {
    sqlx::query_as!(
        FileRow,
        r#"
        with found as (
          select id, request_id, content from data_exports
          where token_hash = $1 and user_id = $2 and state = 'ready' and expires_at > $3 for update
        ), taken as (
          update data_exports e set state = 'fetched', fetched_at = $3, token_hash = null, content = null
          from found where e.id = found.id returning e.id
        )
        select found.id, request_id, content as "content!" from found join taken on taken.id = found.id
        "#,
        token_hash,
        user.as_str(),
        now
    )
    .fetch_optional(tx)
    .await
}

/// Deletes the files that nobody has fetched in time; says of how many copies.
pub(super) async fn expire(db: &PgPool, now: DateTime<Utc>) -> sqlx::Result<u64> {
    let done = sqlx::query!(
        r#"
        update data_exports set state = 'expired', token_hash = null, content = null
        where state = 'ready' and expires_at <= $1
        "#,
        now
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected())
}
