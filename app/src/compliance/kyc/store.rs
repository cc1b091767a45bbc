//! All SQL of identities as officers see them.
use chrono::{DateTime, NaiveDate, Utc};
use domain::compliance::kyc::{RiskClass, Screened};
use domain::ids::{KycCaseId, UserId};
use sqlx::{PgConnection, PgPool};

use super::model::{Assessed, Part};

pub(super) struct CaseRow {
    pub id: String,
    pub user_id: String,
    pub status: String,
    pub first_name: String,
    pub last_name: String,
    pub date_of_birth: Option<NaiveDate>,
    pub national_id: String,
    pub national_id_masked: String,
    pub nationality: String,
    pub street: String,
    pub postal_code: String,
    pub city: String,
    pub employment: String,
    pub occupation: String,
    pub purpose: String,
    pub source_of_funds: String,
    pub exposure: String,
    pub monthly: String,
    pub asked: Vec<String>,
    pub submitted_at: DateTime<Utc>,
    /// The customer has handed in nothing since.
    pub is_last: bool,
}

/// One submission; its row is locked for what is written beside it.
pub(super) async fn case_in_tx(tx: &mut PgConnection, id: &KycCaseId) -> sqlx::Result<Option<CaseRow>> {
    sqlx::query_as!(
        CaseRow,
        r#"
        select c.id, c.user_id, c.status, u.first_name, u.last_name, u.date_of_birth, c.national_id,
          c.national_id_masked, c.nationality, c.street, c.postal_code, c.city, c.employment, c.occupation, c.purpose,
          c.source_of_funds, c.exposure, c.monthly, c.asked, c.submitted_at,
          not exists (
            select from kyc_cases n where n.user_id = c.user_id and (n.submitted_at, n.id) > (c.submitted_at, c.id)
          ) as "is_last!"
        from kyc_cases c join users u on u.id = c.user_id
        where c.id = $1 for update of c
        "#,
        id.as_str()
    )
    .fetch_optional(tx)
    .await
}

pub(super) struct LineRow {
    pub id: String,
    pub user_id: String,
    pub first_name: String,
    pub last_name: String,
    pub submitted_at: DateTime<Utc>,
    pub risk: Option<String>,
    pub screened: Option<String>,
    pub second_accounts: i64,
    pub review_on: Option<NaiveDate>,
}

pub(super) async fn waiting(db: &PgPool, part: &Part) -> sqlx::Result<Vec<LineRow>> {
    let after = part.after.as_ref().map(|(at, id)| (*at, id.as_str()));
    let (at, id) = after.unzip();
    sqlx::query_as!(
        LineRow,
        r#"
        select c.id, c.user_id, u.first_name, u.last_name, c.submitted_at, a.risk as "risk?",
          a.screened as "screened?", coalesce(cardinality(a.second_accounts), 0)::bigint as "second_accounts!",
          a.review_on
        from kyc_cases c join users u on u.id = c.user_id left join kyc_assessments a on a.case_id = c.id
        where c.status = 'submitted' and ($1::text is null or a.risk = $1) and ($2::text is null or a.screened = $2)
          and (c.submitted_at, c.id) > (coalesce($3, '-infinity'::timestamptz), coalesce($4, ''))
        order by c.submitted_at, c.id limit $5
        "#,
        part.risk.map(RiskClass::as_str),
        part.screened.map(Screened::as_str),
        at,
        id,
        part.limit
    )
    .fetch_all(db)
    .await
}

pub(super) async fn due(db: &PgPool, today: NaiveDate, part: &Part) -> sqlx::Result<Vec<LineRow>> {
    let after = part.after.as_ref().map(|(at, id)| (at.date_naive(), id.as_str()));
    let (day, id) = after.unzip();
    sqlx::query_as!(
        LineRow,
        r#"
        select c.id, c.user_id, u.first_name, u.last_name, c.submitted_at, a.risk as "risk?",
          a.screened as "screened?", cardinality(a.second_accounts)::bigint as "second_accounts!", a.review_on
        from kyc_assessments a join kyc_cases c on c.id = a.case_id join users u on u.id = c.user_id
        where a.review_on <= $1 and c.status = 'approved' and u.left_at is null
          and ($2::text is null or a.risk = $2) and ($3::text is null or a.screened = $3)
          and (a.review_on, c.id) > (coalesce($4, '-infinity'::date), coalesce($5, ''))
        order by a.review_on, c.id limit $6
        "#,
        today,
        part.risk.map(RiskClass::as_str),
        part.screened.map(Screened::as_str),
        day,
        id,
        part.limit
    )
    .fetch_all(db)
    .await
}

/// How many wait for a decision, and how many are to be looked at again.
pub(super) async fn counts(db: &PgPool, today: NaiveDate, limit: i64) -> sqlx::Result<(i64, i64)> {
    let row = sqlx::query!(
        r#"
        select
          (select count(*) from (select from kyc_cases where status = 'submitted' limit $2) as waiting) as "waiting!",
          (select count(*) from (
            select from kyc_assessments a join kyc_cases c on c.id = a.case_id join users u on u.id = c.user_id
            where a.review_on <= $1 and c.status = 'approved' and u.left_at is null limit $2
          ) as due) as "due!"
        "#,
        today,
        limit
    )
    .fetch_one(db)
    .await?;
    Ok((row.waiting, row.due))
}

pub(super) struct AssessedRow {
    pub risk: String,
    pub reasons: Vec<String>,
    pub screened: String,
    pub second_accounts: Vec<String>,
    pub obstacles: Vec<String>,
    pub review_on: Option<NaiveDate>,
}

pub(super) async fn assessed_in_tx(
    tx: &mut PgConnection,
    id: &KycCaseId,
) -> sqlx::Result<Option<AssessedRow>> {
    sqlx::query_as!(
        AssessedRow,
        r#"
        select risk, reasons, screened, second_accounts, obstacles, review_on
        from kyc_assessments where case_id = $1
        "#,
        id.as_str()
    )
    .fetch_optional(tx)
    .await
}

fn words<T: ToString>(all: &[T]) -> Vec<String> {
    all.iter().map(T::to_string).collect()
}

pub(super) async fn save_assessed_in_tx(
    tx: &mut PgConnection,
    id: &KycCaseId,
    found: &Assessed,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!(
        r#"
        insert into kyc_assessments (case_id, risk, reasons, screened, second_accounts, obstacles, assessed_at, review_on)
        values ($1, $2, $3, $4, $5, $6, $7, $8)
        on conflict (case_id) do update set risk = excluded.risk, reasons = excluded.reasons,
          screened = excluded.screened, second_accounts = excluded.second_accounts, obstacles = excluded.obstacles,
          assessed_at = excluded.assessed_at, review_on = excluded.review_on
        "#,
        id.as_str(),
        found.risk.as_str(),
        &words(&found.reasons),
        found.screened.as_str(),
        &words(&found.second_accounts),
        &words(&found.obstacles),
        now,
        found.review_on
    )
    .execute(tx)
    .await?;
    Ok(())
}

pub(super) async fn set_screened_in_tx(
    tx: &mut PgConnection,
    id: &KycCaseId,
    screened: &str,
) -> sqlx::Result<()> {
    sqlx::query!("update kyc_assessments set screened = $2 where case_id = $1", id.as_str(), screened)
        .execute(tx)
        .await?;
    Ok(())
}

pub(super) async fn set_review_in_tx(
    tx: &mut PgConnection,
    id: &KycCaseId,
    review_on: Option<NaiveDate>,
) -> sqlx::Result<()> {
    sqlx::query!("update kyc_assessments set review_on = $2 where case_id = $1", id.as_str(), review_on)
        .execute(tx)
        .await?;
    Ok(())
}

/// Other customers with one of these fingerprints of a national identity number.
pub(super) async fn others_with_in_tx(
    tx: &mut PgConnection,
    user: &UserId,
    fingerprints: &[String],
) -> sqlx::Result<Vec<String>> {
    sqlx::query_scalar!(
        "select distinct user_id from kyc_cases where national_id_hash = any($2) and user_id <> $1 order by user_id",
        user.as_str(),
        fingerprints
    )
    .fetch_all(tx)
    .await
}

/// What holds on a day for some countries: one word for each that has any.
pub(super) async fn risks_in_tx(
    tx: &mut PgConnection,
    countries: &[String],
    today: NaiveDate,
) -> sqlx::Result<Vec<String>> {
    sqlx::query_scalar!(
        r#"
        select distinct on (country) risk from country_risks
        where country = any($1) and valid_from <= $2 order by country, valid_from desc
        "#,
        countries,
        today
    )
    .fetch_all(tx)
    .await
}

/// The countries that a customer has recipients in.
pub(super) async fn corridors_in_tx(tx: &mut PgConnection, user: &UserId) -> sqlx::Result<Vec<String>> {
    sqlx::query_scalar!(
        "select distinct country from recipients where user_id = $1 and removed_at is null",
        user.as_str()
    )
    .fetch_all(tx)
    .await
}

pub(super) async fn asked_before_in_tx(tx: &mut PgConnection, user: &UserId) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"select exists(select from kyc_cases where user_id = $1 and status <> 'submitted') as "before!""#,
        user.as_str()
    )
    .fetch_one(tx)
    .await
}

pub(super) struct NewEvent<'a> {
    pub case: &'a KycCaseId,
    pub decision: &'a str,
    pub before: &'a str,
    pub after: &'a str,
    pub by: Option<&'a UserId>,
    pub reason: &'a str,
    pub asked: &'a [String],
    pub now: DateTime<Utc>,
}

/// Writes a decision down and what the submission is from now on.
pub(super) async fn decide_in_tx(tx: &mut PgConnection, event: &NewEvent<'_>) -> sqlx::Result<()> {
    sqlx::query!(
        r#"
        with decided as (
          update kyc_cases set status = $4, asked = $7, decided_at = $8 where id = $1 returning id
        )
        insert into kyc_events (case_id, decision, status_before, status_after, decided_by, reason, asked, created_at)
        select id, $2, $3, $4, $5, $6, $7, $8 from decided
        "#,
        event.case.as_str(),
        event.decision,
        event.before,
        event.after,
        event.by.map(UserId::as_str),
        event.reason,
        event.asked,
        event.now
    )
    .execute(tx)
    .await?;
    Ok(())
}

pub(super) struct EventRow {
    pub decision: String,
    pub decided_by: Option<String>,
    pub by_name: Option<String>,
    pub reason: String,
    pub created_at: DateTime<Utc>,
}

pub(super) async fn events_in_tx(tx: &mut PgConnection, id: &KycCaseId) -> sqlx::Result<Vec<EventRow>> {
    sqlx::query_as!(
        EventRow,
        r#"
        select e.decision, e.decided_by, u.first_name || ' ' || u.last_name as by_name, e.reason, e.created_at
        from kyc_events e left join users u on u.id = e.decided_by where e.case_id = $1 order by e.id
        "#,
        id.as_str()
    )
    .fetch_all(tx)
    .await
}
