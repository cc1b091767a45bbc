//! All SQL of what officers say about matches.
use chrono::{DateTime, Utc};
use domain::compliance::watchlist::Settlement;
use domain::ids::{ScreeningId, UserId};
use serde_json::Value;
use sqlx::{PgConnection, PgPool};

pub(super) struct OpenRow {
    pub id: String,
    pub subject_id: String,
    pub result: String,
    pub score: i32,
    pub found_at: DateTime<Utc>,
    pub details: Option<Value>,
    pub proposed: bool,
}

pub(super) async fn open(db: &PgPool, limit: i64) -> sqlx::Result<Vec<OpenRow>> {
    sqlx::query_as!(
        OpenRow,
        r#"
        select r.id, r.subject_id as "subject_id!", r.result, coalesce(r.score, 0) as "score!",
          r.found_at, r.match_details as details,
          exists(select from screening_decisions d
            where d.screening_id = r.id and d.outcome = 'false_match' and d.confirmed_by is null
              and d.returned_at is null) as "proposed!"
        from screening_results r
        where r.superseded_at is null and r.settled_as is null and r.result in ('match', 'potential_match')
        order by r.result, r.found_at, r.id limit $1
        "#,
        limit
    )
    .fetch_all(db)
    .await
}

pub(super) struct LockedRow {
    pub result: String,
    pub superseded: bool,
    pub settled_as: Option<String>,
    /// What settled it.
    pub decision_id: Option<i64>,
}

pub(super) async fn locked_in_tx(tx: &mut PgConnection, id: &ScreeningId) -> sqlx::Result<Option<LockedRow>> {
    sqlx::query_as!(
        LockedRow,
        r#"
        select result, superseded_at is not null as "superseded!", settled_as, decision_id
        from screening_results where id = $1 for no key update
        "#,
        id.as_str()
    )
    .fetch_optional(tx)
    .await
}

pub(super) struct Said<'a> {
    pub screening: &'a ScreeningId,
    pub outcome: Settlement,
    pub reason: &'a str,
    pub by: &'a UserId,
    pub now: DateTime<Utc>,
}

pub(super) async fn decide_in_tx(tx: &mut PgConnection, said: &Said<'_>) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        r#"
        insert into screening_decisions (screening_id, outcome, reason, decided_by, decided_at)
        values ($1, $2, $3, $4, $5) returning id
        "#,
        said.screening.as_str(),
        said.outcome.as_str(),
        said.reason,
        said.by.as_str(),
        said.now
    )
    .fetch_one(tx)
    .await
}

pub(super) struct ProposedRow {
    pub id: i64,
    pub decided_by: String,
}

pub(super) async fn proposed_in_tx(
    tx: &mut PgConnection,
    id: &ScreeningId,
) -> sqlx::Result<Option<ProposedRow>> {
    sqlx::query_as!(
        ProposedRow,
        r#"
        select id, decided_by from screening_decisions
        where screening_id = $1 and outcome = 'false_match' and confirmed_by is null and returned_at is null
        for no key update
        "#,
        id.as_str()
    )
    .fetch_optional(tx)
    .await
}

pub(super) async fn confirm_in_tx(
    tx: &mut PgConnection,
    decision: i64,
    by: &UserId,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!(
        "update screening_decisions set confirmed_by = $2, confirmed_at = $3 where id = $1 and confirmed_by is null",
        decision,
        by.as_str(),
        now
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// Writes beside a match what a decision says of it.
pub(super) async fn settle_in_tx(
    tx: &mut PgConnection,
    decision: i64,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!(
        r#"
        update screening_results r
        set settled_as = d.outcome, settled_at = $2, settled_by = d.decided_by, confirmed_by = d.confirmed_by,
          decision_id = d.id
        from screening_decisions d where d.id = $1 and r.id = d.screening_id
        "#,
        decision,
        now
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// Notes that a decision was taken back.
pub(super) async fn return_in_tx(
    tx: &mut PgConnection,
    decision: i64,
    (by, reason): (&UserId, &str),
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!(
        r#"
        update screening_decisions set returned_by = $2, returned_at = $3, return_reason = $4
        where id = $1 and returned_at is null
        "#,
        decision,
        by.as_str(),
        now,
        reason
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// Makes a settled match an open one.
pub(super) async fn reopen_in_tx(tx: &mut PgConnection, id: &ScreeningId) -> sqlx::Result<()> {
    sqlx::query!(
        r#"
        update screening_results
        set settled_as = null, settled_at = null, settled_by = null, confirmed_by = null, decision_id = null
        where id = $1
        "#,
        id.as_str()
    )
    .execute(tx)
    .await?;
    Ok(())
}
