//! All SQL of the audit log as officers read it.
use chrono::{DateTime, Utc};
use domain::ids::UserId;
use sqlx::{PgConnection, PgPool};

/// What is looked for.
pub(super) struct Search {
    pub action: Option<String>,
    /// An id.
    pub person: Option<String>,
    pub resource: Option<String>,
    pub from: DateTime<Utc>,
    /// Before this time, or at it with a smaller id.
    pub before: (DateTime<Utc>, String),
    pub limit: i64,
}

pub(super) struct Row {
    pub id: String,
    pub timestamp: DateTime<Utc>,
    pub user_id: Option<String>,
    pub name: Option<String>,
    pub action: String,
    pub resource_type: Option<String>,
    pub resource_id: Option<String>,
    pub ip_address: Option<String>,
}

/// What narrows most leads: each way has an index that ends in the order of the page, so that no plan depends on what
/// else is filled in.
pub(super) async fn search(db: &PgPool, search: &Search) -> sqlx::Result<Vec<Row>> {
    match (&search.resource, &search.person, &search.action) {
        (Some(_), ..) => of_resource(db, search).await,
        (None, Some(_), _) => of_person(db, search).await,
        (None, None, Some(_)) => of_action(db, search).await,
        (None, None, None) => all(db, search).await,
    }
}

/// What happened to one thing.
async fn of_resource(db: &PgPool, search: &Search) -> sqlx::Result<Vec<Row>> {
    sqlx::query_as!(
        Row,
        r#"
        select a.id, a.timestamp, a.user_id, u.first_name || ' ' || u.last_name as name, a.action, a.resource_type,
          a.resource_id, a.ip_address
        from audit_log a left join users u on u.id = a.user_id and u.forgotten_at is null
        where a.resource_id = $5 and a.timestamp >= $1 and (a.timestamp, a.id) < ($2::timestamptz, $3::text) and ($6::text is null or a.user_id = $6) and ($7::text is null or a.action = $7)
        order by a.timestamp desc, a.id desc limit $4
        "#,
        search.from,
        search.before.0,
        search.before.1,
        search.limit,
        search.resource,
        search.person,
        search.action,
    )
    .fetch_all(db)
    .await
}

/// What one person did.
async fn of_person(db: &PgPool, search: &Search) -> sqlx::Result<Vec<Row>> {
    sqlx::query_as!(
        Row,
        r#"
        select a.id, a.timestamp, a.user_id, u.first_name || ' ' || u.last_name as name, a.action, a.resource_type,
          a.resource_id, a.ip_address
        from audit_log a left join users u on u.id = a.user_id and u.forgotten_at is null
        where a.user_id = $5 and a.timestamp >= $1 and (a.timestamp, a.id) < ($2::timestamptz, $3::text) and ($6::text is null or a.action = $6)
        order by a.timestamp desc, a.id desc limit $4
        "#,
        search.from,
        search.before.0,
        search.before.1,
        search.limit,
        search.person,
        search.action,
    )
    .fetch_all(db)
    .await
}

/// What was done in one way.
async fn of_action(db: &PgPool, search: &Search) -> sqlx::Result<Vec<Row>> {
    sqlx::query_as!(
        Row,
        r#"
        select a.id, a.timestamp, a.user_id, u.first_name || ' ' || u.last_name as name, a.action, a.resource_type,
          a.resource_id, a.ip_address
        from audit_log a left join users u on u.id = a.user_id and u.forgotten_at is null
        where a.action = $5 and a.timestamp >= $1 and (a.timestamp, a.id) < ($2::timestamptz, $3::text)
        order by a.timestamp desc, a.id desc limit $4
        "#,
        search.from,
        search.before.0,
        search.before.1,
        search.limit,
        search.action,
    )
    .fetch_all(db)
    .await
}

/// Everything.
async fn all(db: &PgPool, search: &Search) -> sqlx::Result<Vec<Row>> {
    sqlx::query_as!(
        Row,
        r#"
        select a.id, a.timestamp, a.user_id, u.first_name || ' ' || u.last_name as name, a.action, a.resource_type,
          a.resource_id, a.ip_address
        from audit_log a left join users u on u.id = a.user_id and u.forgotten_at is null
        where a.timestamp >= $1 and (a.timestamp, a.id) < ($2::timestamptz, $3::text)
        order by a.timestamp desc, a.id desc limit $4
        "#,
        search.from,
        search.before.0,
        search.before.1,
        search.limit,
    )
    .fetch_all(db)
    .await
}

/// Whose id or e-mail address this is.
pub(super) async fn person(db: &PgPool, typed: &str) -> sqlx::Result<Option<String>> {
    sqlx::query_scalar!("select id from users where id = $1 or email = lower($1)", typed)
        .fetch_optional(db)
        .await
}

/// Every action that there is: from one to the next along the index, since they are few and the rows are many.
pub(super) async fn actions(db: &PgPool) -> sqlx::Result<Vec<String>> {
    sqlx::query_scalar!(
        r#"
        with recursive known as (
          (select action from audit_log order by action limit 1)
          union all
          select (select a.action from audit_log a where a.action > known.action order by a.action limit 1)
          from known where known.action is not null
        )
        select action as "action!" from known where action is not null
        "#
    )
    .fetch_all(db)
    .await
}

pub(super) struct WholeRow {
    pub id: String,
    pub timestamp: DateTime<Utc>,
    pub user_id: Option<String>,
    pub name: Option<String>,
    pub action: String,
    pub resource_type: Option<String>,
    pub resource_id: Option<String>,
    pub ip_address: Option<String>,
    pub details: Option<serde_json::Value>,
    pub user_agent: Option<String>,
    pub request_id: Option<String>,
    pub chain_seq: Option<i64>,
    pub chain_hash: Option<Vec<u8>>,
}

pub(super) async fn row(db: &PgPool, id: &str) -> sqlx::Result<Option<WholeRow>> {
    sqlx::query_as!(
        WholeRow,
        r#"
        select a.id, a.timestamp, a.user_id, u.first_name || ' ' || u.last_name as name, a.action, a.resource_type,
          a.resource_id, a.ip_address, a.details, a.user_agent, a.request_id, a.chain_seq, a.chain_hash
        from audit_log a left join users u on u.id = a.user_id and u.forgotten_at is null where a.id = $1
        "#,
        id
    )
    .fetch_optional(db)
    .await
}

pub(super) struct CheckRow {
    pub by: String,
    pub asked_at: DateTime<Utc>,
    pub seq: i64,
    pub finished_at: Option<DateTime<Utc>>,
    pub outcome: Option<String>,
    pub wrong_at: Option<i64>,
}

pub(super) async fn last_check(db: &PgPool) -> sqlx::Result<Option<CheckRow>> {
    sqlx::query_as!(
        CheckRow,
        r#"
        select u.first_name || ' ' || u.last_name as "by!", c.asked_at, c.seq, c.finished_at, c.outcome, c.wrong_at
        from audit_checks c join users u on u.id = c.asked_by order by c.id desc limit 1
        "#
    )
    .fetch_optional(db)
    .await
}

/// Nothing while another goes on.
pub(super) async fn begin_check_in_tx(
    tx: &mut PgConnection,
    by: &UserId,
    now: DateTime<Utc>,
) -> sqlx::Result<Option<i64>> {
    sqlx::query_scalar!(
        "insert into audit_checks (asked_by, asked_at) values ($1, $2) on conflict do nothing returning id",
        by.as_str(),
        now
    )
    .fetch_optional(tx)
    .await
}

pub(super) struct RunningRow {
    pub asked_by: String,
    pub seq: i64,
    pub hash: Option<Vec<u8>>,
}

pub(super) async fn running_check(db: &PgPool, id: i64) -> sqlx::Result<Option<RunningRow>> {
    sqlx::query_as!(
        RunningRow,
        "select asked_by, seq, hash from audit_checks where id = $1 and finished_at is null",
        id
    )
    .fetch_optional(db)
    .await
}

/// The end of the last walk that found everything in order.
pub(super) async fn last_intact(db: &PgPool) -> sqlx::Result<Option<RunningRow>> {
    sqlx::query_as!(
        RunningRow,
        "select asked_by, seq, hash from audit_checks where outcome = 'intact' order by id desc limit 1"
    )
    .fetch_optional(db)
    .await
}

pub(super) async fn note_progress_in_tx(
    tx: &mut PgConnection,
    id: i64,
    seq: i64,
    hash: &[u8],
) -> sqlx::Result<()> {
    sqlx::query!("update audit_checks set seq = $2, hash = $3 where id = $1", id, seq, hash)
        .execute(tx)
        .await?;
    Ok(())
}

pub(super) async fn finish_check_in_tx(
    tx: &mut PgConnection,
    id: i64,
    outcome: &str,
    wrong_at: Option<i64>,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!(
        r#"
        update audit_checks set outcome = $2, wrong_at = $3, finished_at = $4
        where id = $1 and finished_at is null
        "#,
        id,
        outcome,
        wrong_at,
        now
    )
    .execute(tx)
    .await?;
    Ok(())
}
