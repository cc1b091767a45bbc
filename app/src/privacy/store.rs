//! All SQL of a customer's own data requests.
use chrono::{DateTime, NaiveDate, Utc};
use domain::compliance::complaint::Deadlines;
use domain::ids::{DataRequestId, UserId};
use serde::Deserialize;
use sqlx::types::Json;
use sqlx::{PgConnection, PgPool};

#[derive(Deserialize)]
pub(super) struct DecisionRow {
    pub kind: String,
    pub ground: Option<String>,
}

pub(super) struct LineRow {
    pub id: String,
    pub kind: String,
    pub status: String,
    pub due_on: NaiveDate,
    pub requested_at: DateTime<Utc>,
    pub answer: Option<String>,
    pub told: Option<String>,
    pub ground: Option<String>,
    pub lines: Json<Vec<DecisionRow>>,
}

/// The latest first.
pub(super) async fn list(db: &PgPool, user: &UserId, limit: i64) -> sqlx::Result<Vec<LineRow>> {
    sqlx::query_as!(
        LineRow,
        r#"
        select r.id, r.request_type as kind, r.status, r.due_on, r.requested_at, r.answer, r.told, r.ground,
          coalesce((
            select json_agg(json_build_object('kind', l.data_kind, 'ground', l.ground) order by l.data_kind)
            from data_request_lines l where l.request_id = r.id
          ), '[]') as "lines!: Json<Vec<DecisionRow>>"
        from data_access_requests r where r.user_id = $1 order by r.requested_at desc, r.id desc limit $2
        "#,
        user.as_str(),
        limit
    )
    .fetch_all(db)
    .await
}

pub(super) struct NewRequest<'a> {
    pub id: &'a DataRequestId,
    pub user: &'a UserId,
    pub kind: &'a str,
    pub details: Option<&'a str>,
    pub days: Deadlines,
    pub now: DateTime<Utc>,
}

pub(super) async fn insert_in_tx(tx: &mut PgConnection, new: &NewRequest<'_>) -> sqlx::Result<()> {
    sqlx::query!(
        r#"
        insert into data_access_requests (id, user_id, request_type, details, received_on, due_on, last_due_on,
          requested_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8)
        "#,
        new.id.as_str(),
        new.user.as_str(),
        new.kind,
        new.details,
        new.days.received_on,
        new.days.due_on,
        new.days.last_due_on,
        new.now
    )
    .execute(tx)
    .await?;
    Ok(())
}
