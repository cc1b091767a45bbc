//! All SQL of a customer's own data requests and consents.
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

/// A request of a kind that is not over.
pub(super) async fn standing_request_in_tx(
    tx: &mut PgConnection,
    user: &UserId,
    kind: &str,
) -> sqlx::Result<Option<String>> {
    sqlx::query_scalar!(
        r#"
        select id from data_access_requests
        where user_id = $1 and request_type = $2 and status in ('pending', 'processing')
        order by status desc, requested_at limit 1
        "#,
        user.as_str(),
        kind
    )
    .fetch_optional(tx)
    .await
}

/// Whoever changes the same things waits.
pub(super) async fn lock_user_in_tx(tx: &mut PgConnection, user: &UserId) -> sqlx::Result<()> {
    sqlx::query!("select id from users where id = $1 for update", user.as_str()).fetch_optional(tx).await?;
    Ok(())
}

pub(super) struct StandingRow {
    pub closing_on: Option<NaiveDate>,
    pub last_payment_at: Option<DateTime<Utc>>,
}

pub(super) async fn standing(db: &PgPool, user: &UserId) -> sqlx::Result<StandingRow> {
    sqlx::query_as!(
        StandingRow,
        r#"
        select closing_on, (select max(t.created_at) from transactions t where t.user_id = u.id) as last_payment_at
        from users u where id = $1
        "#,
        user.as_str()
    )
    .fetch_one(db)
    .await
}

pub(super) struct ConsentRow {
    pub kind: String,
    pub bank: Option<String>,
    pub granted_at: DateTime<Utc>,
    pub ip_address: Option<String>,
    pub withdrawn_at: Option<DateTime<Utc>>,
    pub withdrawn_ip: Option<String>,
}

/// The latest first.
pub(super) async fn consents(db: &PgPool, user: &UserId, limit: i64) -> sqlx::Result<Vec<ConsentRow>> {
    sqlx::query_as!(
        ConsentRow,
        r#"
        select c.consent_type as kind, c.granted_at, c.ip_address, c.withdrawn_at, c.withdrawn_ip,
          (select b.name from bank_consents l join banks b on b.id = l.bank_id where l.consent_id = c.id limit 1) as bank
        from consents c where c.user_id = $1 and c.granted
        order by greatest(c.granted_at, c.withdrawn_at) desc, c.id limit $2
        "#,
        user.as_str(),
        limit
    )
    .fetch_all(db)
    .await
}

pub(super) async fn stands_in_tx(tx: &mut PgConnection, user: &UserId, kind: &str) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"
        select exists (
          select from consents where user_id = $1 and consent_type = $2 and granted and withdrawn_at is null
        ) as "stands!"
        "#,
        user.as_str(),
        kind
    )
    .fetch_one(tx)
    .await
}

/// That it was given stays as it was.
pub(super) async fn withdraw_in_tx(
    tx: &mut PgConnection,
    user: &UserId,
    kind: &str,
    from: Option<&str>,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!(
        r#"
        update consents set withdrawn_at = $4, withdrawn_ip = $3
        where user_id = $1 and consent_type = $2 and withdrawn_at is null
        "#,
        user.as_str(),
        kind,
        from,
        now
    )
    .execute(tx)
    .await?;
    Ok(())
}
